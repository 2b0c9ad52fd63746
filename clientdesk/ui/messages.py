"""Speaks to the user: toasts that can be undone, banners, errors in words, the few confirmations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clientdesk.models.errors import ClientDeskError, InvalidInput, Problem

if TYPE_CHECKING:
    from clientdesk.ui.widgets.banner import BannerArea
    from clientdesk.ui.widgets.confirm import Confirmation
    from clientdesk.ui.widgets.toast import ToastOverlay

Action = tuple[str, Callable[[], object]]


@runtime_checkable
class ShowsProblems(Protocol):
    """A form that can put problems beside its fields."""

    def show_problems(self, problems: Sequence[Problem]) -> bool:
        """Show them; False when some belong to no field of the form."""
        ...


@dataclass(slots=True)
class Outcome:
    """How a `reporting` block ended; `error` is the refusal that was shown."""

    error: ClientDeskError | None = None

    @property
    def is_ok(self) -> bool:
        return self.error is None


class Messages(QObject):
    """The one voice of the window. Give it the window by `attach`; until then nothing is drawn.

    Signals:
        spoken: (kind, text) of everything said: ``toast``, ``info``, ``warn`` or ``error``.

    Attributes:
        confirmer: replaces the confirmation dialog, e.g. in tests: gets the question, gives the answer.
    """

    spoken = Signal(str, str)

    def __init__(self, word: Callable[[Exception], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._word = word
        self._window: QWidget | None = None
        self._banners: BannerArea | None = None
        self._toasts: ToastOverlay | None = None
        self._last_step: Callable[[], object] | None = None
        self._toasted_step: object = None
        self._unsaid: dict[str, tuple[str, Sequence[Action], str, str]] = {}
        self.confirmer: Callable[[Confirmation], bool] | None = None

    def attach(self, window: QWidget, banners: BannerArea | None = None) -> None:
        """Show toasts over `window` and banners in `banners`."""
        # Loaded with the window only.
        from clientdesk.ui.widgets.toast import ToastOverlay

        self._window = window
        self._banners = banners
        self._toasts = ToastOverlay(window)
        unsaid, self._unsaid = self._unsaid, {}
        for text, actions, kind, key in unsaid.values():
            self._show_banner(text, actions, kind=kind, key=key)

    def follow(self, last_step: Callable[[], object]) -> None:
        """The workspace is open: a toast's way back stands only as long as its step is the last one.

        Args:
            last_step: stands for the step that undo would take back, compared by identity.
        """
        self._last_step = last_step

    def on_changed(self) -> None:
        """Something was written or taken back: the toast's button would now undo another step."""
        if self._toasts is None or self._last_step is None:
            return
        if self._last_step() is not self._toasted_step:
            self._toasts.drop_undo()

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Say briefly what happened, with a way to take it back."""
        self.spoken.emit("toast", text)
        self._toasted_step = self._last_step() if self._last_step is not None else None
        if self._toasts is not None:
            self._toasts.show_text(text, undo)

    def settle_toast(self) -> None:
        """What stands at the foot of the window has changed: the toast keeps clear of it."""
        if self._toasts is not None:
            self._toasts.settle()

    def focus_toast(self) -> bool:
        """Give the keyboard to the toast (F6); False when none is shown."""
        return self._toasts is not None and self._toasts.take_focus()

    def banner(self, text: str, actions: Sequence[Action] = (), *, kind: str = "info", key: str = "") -> None:
        """Say something that stays until closed; a banner of the same `key` is replaced.

        What is said while there is no window yet stands there when there is one.
        """
        self.spoken.emit(kind, text)
        self._keep_standing(text, actions, kind=kind, key=key)

    def _keep_standing(self, text: str, actions: Sequence[Action] = (), *, kind: str, key: str) -> None:
        if self._window is None:
            self._unsaid[key or text] = text, actions, kind, key
        else:
            self._show_banner(text, actions, kind=kind, key=key)

    def _show_banner(self, text: str, actions: Sequence[Action], *, kind: str, key: str) -> None:
        if self._banners is not None:
            self._banners.add(text, actions, kind=kind, key=key)
        elif self._toasts is not None:
            self._toasts.show_text(text)

    def clear_banner(self, key: str) -> None:
        """Take away the banner of that key, if it is there."""
        self._unsaid.pop(key, None)
        if self._banners is not None:
            self._banners.remove(key)

    def words(self, error: Exception) -> str:
        """What a refusal or fault means, for a window that says it itself."""
        return self._word(error)

    def error(self, error: Exception) -> None:
        """Say what a refusal or fault means: what happened, what is kept, what to do.

        With no window to be seen in it stands there later, whatever works or fails in between.
        """
        words = self._word(error)
        self.spoken.emit("error", words)
        if self._window is None or not self._window.isVisible():
            late = self.tr("While the window was closed: {what}").format(what=words)
            self._keep_standing(late, kind="error", key=late)
        else:
            self._keep_standing(words, kind="error", key="error")

    @contextmanager
    def reporting(self, widget: QWidget | None = None) -> Iterator[Outcome]:
        """Do something the user asked for; refusals and faults are shown, anything else goes on up.

        Problems with entries are shown beside the fields when `widget` is a form.
        """
        outcome = Outcome()
        try:
            yield outcome
        except ClientDeskError as error:
            outcome.error = error
            if _shown_beside_fields(error, widget):
                self.spoken.emit("error", self._word(error))
            else:
                self.error(error)
        else:
            self.clear_banner("error")

    def failed(self, error: Exception, widget: QWidget | None = None) -> None:
        """Report what went wrong in the background, as `reporting` does."""
        with self.reporting(widget):
            raise error

    def confirm(self, title: str, text: str, verb: str, *, is_dangerous: bool = False) -> bool:
        """Ask before what cannot be undone; the button says `verb`, the other one "Keep as it is"."""
        from clientdesk.ui.widgets.confirm import Confirmation, ask

        question = Confirmation(title, text, verb, is_dangerous)
        if self.confirmer is not None:
            return self.confirmer(question)
        return ask(self._window, question)


def _shown_beside_fields(error: ClientDeskError, widget: QWidget | None) -> bool:
    if not isinstance(error, InvalidInput) or not isinstance(widget, ShowsProblems):
        return False
    return widget.show_problems(error.problems)
