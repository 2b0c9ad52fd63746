"""The paper itself beside its fields: its pages, or its words for those who can't see them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from clientdesk.ui.panels.papers.words import translate
from clientdesk.ui.theme import current_tokens
from clientdesk.ui.tokens import SPACE_1, SPACE_2, SPACE_3
from clientdesk.ui.widgets.buttons import button, icon_button
from clientdesk.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

_STEP = 1.2
_LONGEST_CURTAIN_MS = 250
_LEAST, _MOST = 0.3, 4.0


class Curtain(QWidget):
    """A picture of the pages over the pages, until what is below has been drawn so many times."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._picture = QPixmap()
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.drop)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        viewport.installEventFilter(self)

    def hold(self, picture: QPixmap, draws: int) -> None:
        """Show this picture until the viewport was drawn so often, or a quarter of a second."""
        self._picture, self._left = picture, draws + 1
        self.setGeometry(self._viewport.rect())
        self.show()
        self.raise_()
        self._timer.start(_LONGEST_CURTAIN_MS)

    def drop(self) -> None:
        """Show what is below."""
        self._timer.stop()
        self.hide()
        self._picture = QPixmap()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.isHidden():
            if event.type() == QEvent.Type.Paint:
                self._left -= 1
                if self._left <= 0:
                    QTimer.singleShot(0, self, self.drop)
            elif event.type() in (QEvent.Type.Wheel, QEvent.Type.Resize):
                self.drop()
        return super().eventFilter(watched, event)


class PdfPreview(QWidget):
    """Shows a PDF held in memory; a new one takes the old one's place without losing the reader's place."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: QPdfView | None = None
        self._document: QPdfDocument | None = None
        self._buffer: QBuffer | None = None
        self._is_shown = False
        self._is_stale_text = True
        self._words_of: dict[int, str] = {}
        self._drawn: Curtain | None = None
        self.setObjectName("preview")
        self.setAccessibleName(name)
        self._build(name)
        self._wire()

    def show_pdf(self, pdf: bytes) -> None:
        """Show these pages, at the place where the reader was."""
        view = self._pdf_view()
        from PySide6.QtPdf import QPdfDocument

        across, down = view.horizontalScrollBar().value(), view.verticalScrollBar().value()
        if not self._is_shown:
            across, down = 0, 0
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(buffer)
        before = (self._document, self._buffer)
        if self._is_shown and view.isVisible():
            self._curtain(view)
        self._document, self._buffer = document, buffer
        view.setDocument(document)
        for old in before:
            if old is not None:
                old.deleteLater()
        view.horizontalScrollBar().setValue(across)
        view.verticalScrollBar().setValue(down)
        self._is_shown = self._is_stale_text = True
        self._words_of = {}
        self.pages_label.setText(self._pages_text(document.pageCount()))
        if self.text_button.isChecked():
            self._show_text()
        else:
            self.stack.setCurrentWidget(view)

    def _curtain(self, view: QPdfView) -> None:
        """Hold the old picture until the new pages are drawn: they come white first."""
        if self._drawn is None:
            self._drawn = Curtain(view.viewport())
        self._drawn.hold(view.viewport().grab(), self._pages_in_view(view))

    def _pages_in_view(self, view: QPdfView) -> int:
        if self._document is None or self._document.pageCount() == 0:
            return 1
        size = self._document.pagePointSize(0)
        room = view.viewport().width() - view.documentMargins().left() - view.documentMargins().right()
        height = max(1.0, size.height() * room / max(1.0, size.width()))
        return 1 + math.ceil(view.viewport().height() / height)

    def show_message(self, text: str) -> None:
        """Words in place of pages while there are none; kept pages stay."""
        self.message_label.setText(text)
        if not self._is_shown:
            self.stack.setCurrentWidget(self.message_page)

    def clear(self) -> None:
        """Forget the pages."""
        self._is_shown = False
        self.pages_label.setText("")
        self.words.clear()
        self.message_label.setText(translate("Papers", "The pages are being set…"))
        self.stack.setCurrentWidget(self.message_page)

    def page_count(self) -> int:
        """Pages shown now."""
        return self._document.pageCount() if self._document is not None and self._is_shown else 0

    def text(self) -> str:
        """The words of every page."""
        if self._document is None or not self._is_shown:
            return ""
        pages = (self._document.getAllText(n).text() for n in range(self._document.pageCount()))
        return "\n\n".join(page.replace("\r\n", "\n").strip() for page in pages)

    def show_first(self) -> None:
        """Bring the first page into view."""
        if self._is_shown and self._view is not None:
            self._view.verticalScrollBar().setValue(0)

    def show_words(self, samples: Sequence[str]) -> None:
        """Bring the page into view on which some of these words stand; where the reader is counts first."""
        if not self._is_shown or self._document is None or self._view is None or not samples:
            return
        navigator = self._view.pageNavigator()
        here, count = navigator.currentPage(), self._document.pageCount()
        wanted = [_bare(sample) for sample in samples]
        for page in (here, *(n for n in range(count) if n != here)):
            words = self._words_on(page)
            if any(sample in words for sample in wanted):
                if page != here:
                    navigator.jump(page, QPointF(), navigator.currentZoom())
                return

    def _words_on(self, page: int) -> str:
        """A page's words without spaces, so that line breaks do not matter."""
        found = self._words_of.get(page)
        if found is None and self._document is not None:
            found = self._words_of[page] = _bare(self._document.getAllText(page).text())
        return found or ""

    def zoom_in(self) -> None:
        """Larger pages."""
        self._zoom(_STEP)

    def zoom_out(self) -> None:
        """Smaller pages."""
        self._zoom(1 / _STEP)

    def _build(self, name: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        bar.setSpacing(SPACE_1)
        self.pages_label = label("", "caption")
        self.text_button = button(translate("Papers", "Read as text"), "quiet")
        self.text_button.setCheckable(True)
        self.out_button = icon_button("minus", translate("Papers", "Smaller pages"))
        self.in_button = icon_button("plus", translate("Papers", "Larger pages"))
        self.fit_button = button(translate("Papers", "Fit width"), "quiet")
        bar.addWidget(self.pages_label)
        bar.addStretch(1)
        for made, called in (
            (self.text_button, "text_button"),
            (self.out_button, "out_button"),
            (self.in_button, "in_button"),
            (self.fit_button, "fit_button"),
        ):
            made.setObjectName(called)
            bar.addWidget(made)
        column.addLayout(bar)
        self.stack = QStackedWidget()
        self.message_page = QWidget()
        middle = QVBoxLayout(self.message_page)
        self.message_label = label(translate("Papers", "The pages are being set…"), "secondary", wrap=True)
        self.message_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(self.message_label)
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setObjectName("paper_text")
        self.words.setAccessibleName(translate("Papers", "{paper} as text").format(paper=name))
        self.words.setTabChangesFocus(True)
        self.stack.addWidget(self.message_page)
        self.stack.addWidget(self.words)
        column.addWidget(self.stack, 1)

    def _wire(self) -> None:
        self.text_button.toggled.connect(self._on_text)
        self.in_button.clicked.connect(self.zoom_in)
        self.out_button.clicked.connect(self.zoom_out)
        self.fit_button.clicked.connect(self._on_fit)

    def _pdf_view(self) -> QPdfView:
        if self._view is None:
            from PySide6.QtPdfWidgets import QPdfView

            view = QPdfView(self)
            view.setObjectName("pages")
            view.setAccessibleName(translate("Papers", "Pages; choose Read as text to hear them"))
            view.setPageMode(QPdfView.PageMode.MultiPage)
            view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
            view.setFrameShape(QPdfView.Shape.NoFrame)
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
            self._view = view
            self.stack.addWidget(view)
            self._tint()
        return self._view

    def _tint(self) -> None:
        """The ground behind the pages in the theme's sunken colour."""
        if self._view is None:
            return
        palette = self._view.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, QColor(current_tokens().sunken))
        self._view.setPalette(palette)

    def retint(self) -> None:
        """Take the colours of a new theme."""
        self._tint()

    def _zoom(self, factor: float) -> None:
        view = self._pdf_view()
        from PySide6.QtPdfWidgets import QPdfView

        now = view.zoomFactor() if view.zoomMode() == QPdfView.ZoomMode.Custom else self._fitting_factor()
        view.setZoomMode(QPdfView.ZoomMode.Custom)
        view.setZoomFactor(max(_LEAST, min(_MOST, now * factor)))

    def _fitting_factor(self) -> float:
        if self._view is None or self._document is None or self._document.pageCount() == 0:
            return 1.0
        margins = self._view.documentMargins()
        room = self._view.viewport().width() - margins.left() - margins.right()
        points = self._document.pagePointSize(0).width()
        return max(_LEAST, room / (points * self.logicalDpiX() / 72)) if points else 1.0

    def _on_fit(self) -> None:
        from PySide6.QtPdfWidgets import QPdfView

        self._pdf_view().setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _on_text(self, is_text: bool) -> None:
        for made in (self.in_button, self.out_button, self.fit_button):
            made.setVisible(not is_text)
        if is_text:
            self._show_text()
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._is_shown and self._view is not None:
            self.stack.setCurrentWidget(self._view)

    def _show_text(self) -> None:
        if not self._is_shown:
            return
        if self._is_stale_text:
            place = self.words.verticalScrollBar().value()
            self.words.setPlainText(self.text())
            self.words.verticalScrollBar().setValue(place)
            self._is_stale_text = False
        self.stack.setCurrentWidget(self.words)

    @staticmethod
    def _pages_text(count: int) -> str:
        if count == 1:
            return translate("Papers", "1 page")
        return translate("Papers", "{count} pages").format(count=count)


def _bare(text: str) -> str:
    return "".join(text.split())
