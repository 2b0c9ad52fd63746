"""The working rules: whose, the form, and beside it the words they become."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from clientdesk.models.enums import Layer
from clientdesk.ui.panels.boundaries.owner_bar import Owner, OwnerBar
from clientdesk.ui.panels.boundaries.preview import AgreementPreview
from clientdesk.ui.panels.boundaries.rule_row import Word
from clientdesk.ui.panels.boundaries.rules_form import LIMIT, FormTools, RulesForm, SectionNav
from clientdesk.ui.panels.boundaries.tab_order import chain
from clientdesk.ui.tokens import SPACE_3, SPACE_4

if TYPE_CHECKING:
    from clientdesk.models.views.rhythms import RhythmView
    from clientdesk.services.workspace import Workspace
    from clientdesk.ui.messages import Messages

PREVIEW_LEAST, PREVIEW_MOST = 216, 420
LAYERS = 5
"""So often one layout asks the one around it, from a field to the page."""
NAV_BOLD_ROOM = 16
"""The chosen section is set in bold, which the size hint does not know."""


class RulesPage(QWidget):
    """Three layers in one form; changes are kept as you go."""

    def __init__(
        self, workspace: Workspace, messages: Messages, word: Word, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._boundaries = workspace.boundaries
        self._clock = workspace.clock
        self._practice = workspace.practice
        self._tiers = workspace.tiers
        self._clients = workspace.clients
        self._rhythms = workspace.rhythms
        self._messages = messages
        self._word = word
        self._pending: dict[str, Any] = {}
        self._tier_names: dict[str, str] = {}
        self._is_built = False

    def owner(self) -> Owner:
        """Whose rules are edited now."""
        return self.owner_bar.owner()

    def edit(self, owner: Owner) -> None:
        """Edit this owner's rules."""
        self._ensure_built()
        self.form.build_all()
        self._keep_entries()
        self._read_owners()
        self.owner_bar.set_owner(owner)
        self._on_owner(owner)

    def refresh(self) -> None:
        """Read owners, rules and preview again; what is being typed stays."""
        is_first = self._ensure_built()
        before = self.owner()
        self._read_owners()
        self._show_owner(is_new=is_first or self.owner() != before)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_built:
            self._share_width(event.size().width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._is_built:
            self._share_width(self.width())

    def _share_width(self, width: int) -> None:
        """Give the form what it needs at this text size; where room is short, the sections' list goes, and where
        it is shorter still, the preview goes below the form."""
        nav = self.nav.sizeHint().width() + NAV_BOLD_ROOM
        form = self.form.minimumSizeHint().width() + self.form_scroll.verticalScrollBar().sizeHint().width()
        is_beside = width - PREVIEW_LEAST - SPACE_4 >= form
        way = QBoxLayout.Direction.LeftToRight if is_beside else QBoxLayout.Direction.TopToBottom
        if way is not self._columns.direction():
            self._columns.setDirection(way)
        if not is_beside:
            self.nav.hide()
            self.preview.setMinimumWidth(0)
            self.preview.setMaximumWidth(width)
            self.preview.place_views()
            return
        preview = max(PREVIEW_LEAST, min(PREVIEW_MOST, round(width * 0.3)))
        preview = max(preview, min(self.preview.views_width(), width - form - 2 * SPACE_4))
        room = width - preview - 2 * SPACE_4
        self.nav.setVisible(room - nav >= form)
        self.nav.setFixedWidth(nav)
        self.preview.setFixedWidth(preview)
        self.preview.place_views()

    def _ensure_built(self) -> bool:
        """Build the page when it is first needed; True that one time."""
        if self._is_built:
            return False
        self._build()
        self._wire()
        self._is_built = True
        self._share_width(self.width())
        self.form.build_next()
        self._later.start()
        return True

    def _on_later(self) -> None:
        """One more thing that the first picture did not wait for: the preview, then section by section."""
        if not self.preview.text():
            self._show_preview()
        elif not self.form.build_next():
            self._later.stop()
            self._share_width(self.width())
        self._settle()

    def _settle(self) -> None:
        """Give every new field its place now: painted in between, they would be seen squeezed together."""
        if self.isVisible():
            for _ in range(LAYERS):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    def _on_order(self) -> None:
        chain([self.owner_bar, self.nav, self.form, self.preview])

    def _on_built(self, key: str) -> None:
        """Wire and fill what came with a new section."""
        form = self.form
        if key == "days_off" and form.time_off is not None and form.region is not None:
            form.time_off.entered.connect(self._on_time_off)
            form.time_off.removed.connect(self._on_time_off_removed)
            form.region.chosen.connect(self._on_region)
        if key == "rhythms" and form.rhythms is not None and form.adopt_button is not None:
            form.rhythms.added.connect(self._on_rhythm_added)
            form.rhythms.changed.connect(self._on_rhythm_changed)
            form.rhythms.removed.connect(self._on_rhythm_removed)
            form.adopt_button.clicked.connect(self._on_adopt)
        if self._is_built:
            self._show_form(is_new=False)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE_3, 0, 0)
        column.setSpacing(SPACE_3)
        self.owner_bar = OwnerBar(self)
        column.addWidget(self.owner_bar)
        columns = self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        columns.setSpacing(SPACE_4)
        column.addLayout(columns, 1)
        self.form_scroll = QScrollArea(self)
        self.form_scroll.setWidgetResizable(True)
        self.form_scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.form_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.form_scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = RulesForm(
            FormTools(
                today=self._practice.today,
                word=self._word,
                describe=lambda rhythm: self._rhythms.describe(rhythm, self.tr),
                countries=self._boundaries.countries,
                parts_of=self._boundaries.parts_of,
            )
        )
        self.form_scroll.setWidget(self.form)
        self.nav = SectionNav(self.form, self.form_scroll, self)
        self.preview = AgreementPreview(self)
        columns.addWidget(self.nav)
        columns.addWidget(self.form_scroll, 3)
        columns.addWidget(self.preview, 2)
        self._later = QTimer(self)
        self._order = QTimer(self)
        self._order.setSingleShot(True)

    def _wire(self) -> None:
        self.owner_bar.chosen.connect(self._on_owner)
        self.form.typed.connect(self._on_typed)
        self.form.kept.connect(self._on_kept)
        self.form.reset.connect(self._on_reset)
        self.form.built.connect(self._on_built)
        self._later.timeout.connect(self._on_later)
        self._order.timeout.connect(self._on_order)
        self.form.reshaped.connect(self._order.start)
        self.preview.message.asked.connect(self._show_message)

    def _read_owners(self) -> None:
        tiers = [(tier.tier_id, tier.name) for tier in self._tiers.list_all()]
        self._tier_names = dict(tiers)
        self.owner_bar.set_choices(tiers, self._boundaries.list_owners())

    def _show_owner(self, *, is_new: bool) -> None:
        if is_new:
            self._pending = {}
            if self.form.rhythms is not None:
                self.form.rhythms.forget()
            for row in self.form.rows.values():
                row.set_problem("")
        self._show_form(is_new=is_new)
        if self.preview.text() or len(self.form.sections) == len(self.form.titles):
            self._show_preview()
        self._show_note(self.owner())

    def _show_form(self, *, is_new: bool) -> None:
        owner = self.owner()
        self.form.show_layer(is_default=owner.layer is Layer.DEFAULT)
        self._show_rules(owner, is_new=is_new)
        self._show_days_off()
        self._show_rhythms(owner)
        self._order.start()

    def _show_rules(self, owner: Owner, *, is_new: bool) -> None:
        rules = self._boundaries.resolved(owner.client_id, tier_id=owner.tier_id)
        sources = self._boundaries.sources(owner.client_id, owner.tier_id)
        limit, limit_layer = self._boundaries.limit(owner.client_id, owner.tier_id)
        for field, row in self.form.rows.items():
            value = limit if field == LIMIT else getattr(rules, field)
            row.editor.fill(value, force=is_new)
            source = limit_layer if field == LIMIT else sources[field]
            if field == LIMIT:
                is_own = source is owner.layer and owner.layer is not Layer.DEFAULT
            else:
                is_own = self._boundaries.is_own(owner.layer, owner.owner_id, field)
            self._show_source(row, source, is_own=is_own)

    def _show_source(self, row: Any, source: Layer | None, *, is_own: bool) -> None:
        owner = self.owner()
        if owner.layer is Layer.DEFAULT:
            text = self.tr("changed by you") if is_own else ""
            reset = self.tr("Back to what ClientDesk ships with")
        elif is_own:
            text = self.tr("set here")
            below = (
                self.tr("Default") if owner.layer is Layer.TIER else self._tier_name() or self.tr("Default")
            )
            reset = self.tr("Back to {layer}").format(layer=below)
        else:
            name = self._tier_name() if source is Layer.TIER else self.tr("Default")
            text = self.tr("from {layer}").format(layer=name)
            reset = ""
        row.set_source(text, is_own=is_own, reset_words=reset)

    def _tier_name(self) -> str:
        owner = self.owner()
        if owner.client_id is None:
            return self._tier_names.get(owner.tier_id or "", "")
        return self._tier_names.get(self._clients.get(owner.client_id).tier_id or "", "")

    def _show_days_off(self) -> None:
        if self.form.time_off is None or self.form.region is None:
            return
        practice = self._practice.get()
        region = "" if practice is None else practice.holiday_region
        today = self._practice.today()
        self.form.time_off.set_rows(self._boundaries.time_off(since=today))
        self.form.region.show_region(
            region,
            self._boundaries.holiday_country() or self.tr("None"),
            self._boundaries.next_holidays(4),
            today,
        )

    def _show_rhythms(self, owner: Owner) -> None:
        if self.form.rhythms is None or self.form.adopt_button is None:
            return
        rows = self._rows_of(owner)
        self.form.rhythms.set_rows(rows)
        self.form.adopt_button.hide()
        if owner.layer is not Layer.CLIENT:
            self.form.rhythms_note.setText(
                self.tr("Proposed to clients, and promised only once a client has adopted them.")
            )
            return
        tier_id = self._clients.get(owner.owner_id or "").tier_id
        had = {row.kind for row in rows}
        missing = [row for row in self._rhythms.proposed(tier_id) if row.kind not in had]
        self.form.adopt_button.setVisible(bool(missing))
        words = " · ".join(self._rhythms.describe(row, self.tr) for row in missing)
        self.form.adopt_button.setAccessibleDescription(words)
        note = self.tr(
            "Updates, calls and reviews are promised to this client and printed in its agreement, so a missed"
            " one is overdue. The other kinds are for you alone."
        )
        if missing:
            name = self._tier_name() or self.tr("Default")
            proposal = self.tr("{tier} proposes: {rhythms}.").format(tier=name, rhythms=words)
            note = f"{note}\n{proposal}" if rows else proposal
        self.form.rhythms_note.setText(note)

    def _rows_of(self, owner: Owner) -> list[RhythmView]:
        if owner.client_id is not None:
            return self._rhythms.of_client(owner.client_id)
        return self._rhythms.of_layer(owner.layer, owner.owner_id or "")

    def _show_preview(self) -> None:
        owner = self.owner()
        preview = self._boundaries.preview(owner.client_id, owner.tier_id, self._pending)
        self.preview.show_preview(preview)
        checks = self._boundaries.checks(owner.client_id, owner.tier_id, self.tr)
        self.preview.show_checks(checks)
        for field, row in self.form.rows.items():
            row.set_check([check.sentence for check in checks if check.field == field])
        self._show_message()

    def _show_message(self) -> None:
        """How a message would be treated by the rules as they stand in the form; asked only while it is seen."""
        message = self.preview.message
        if message.isHidden():
            return
        owner = self.owner()
        rules = self._boundaries.resolved(owner.client_id, tier_id=owner.tier_id)
        message.set_channels([channel.name for channel in rules.channels or ()])
        at = message.moment(self._clock.now().astimezone(self._practice.zone()))
        if at is None:
            message.show_unread()
            return
        message.show_message(
            self._boundaries.message_now(
                owner.client_id,
                owner.tier_id,
                self._pending,
                urgency=message.urgency(),
                channel=message.channel(),
                at=at,
                translate=self.tr,
            )
        )

    def _show_note(self, owner: Owner) -> None:
        if owner.layer is Layer.DEFAULT:
            self.owner_bar.note.set_full_text(
                self.tr("Holds for every client unless a tier or a client says otherwise.")
            )
            return
        count = self._boundaries.count_own(owner.layer, owner.owner_id)
        below = self.tr("Default") if owner.layer is Layer.TIER else self._tier_name() or self.tr("Default")
        text = self.tr("Everything comes from {layer}.").format(layer=below)
        if count == 1:
            text = self.tr("1 rule of its own, the rest from {layer}.").format(layer=below)
        elif count:
            text = self.tr("{count} rules of its own, the rest from {layer}.").format(
                count=count, layer=below
            )
        self.owner_bar.note.set_full_text(text)

    def _keep_entries(self) -> None:
        for row in self.form.rows.values():
            row.editor.commit()

    def _on_owner(self, _owner: Owner) -> None:
        self._show_owner(is_new=True)
        self.form_scroll.verticalScrollBar().setValue(0)
        self.preview.go_to_top()

    def _on_typed(self, field: str, value: object) -> None:
        if field != LIMIT:
            self._pending[field] = value
            owner = self.owner()
            preview = self._boundaries.preview(owner.client_id, owner.tier_id, self._pending)
            self.preview.show_preview(preview)
            self._show_message()

    def _on_kept(self, field: str, value: Any) -> None:
        owner, row = self.owner(), self.form.rows[field]
        with self._messages.reporting(row) as outcome:
            if field == LIMIT:
                self._boundaries.set_limit(owner.layer, owner.owner_id, value or None)
            else:
                self._boundaries.set_field(owner.layer, owner.owner_id, field, value)
        if outcome.is_ok:
            self._pending.pop(field, None)
            if row.has_problem:
                row.set_problem("")
            self._show_preview()

    def _on_reset(self, field: str) -> None:
        owner, row = self.owner(), self.form.rows[field]
        row.set_problem("")
        self._pending.pop(field, None)
        with self._messages.reporting(row):
            if field == LIMIT:
                self._boundaries.set_limit(owner.layer, owner.owner_id, None)
            else:
                self._boundaries.reset_field(owner.layer, owner.owner_id, field)
        self._show_rules(owner, is_new=False)
        row.editor.setFocus()

    def _on_time_off(self, time_off_id: str, first: Any, last: Any, note: str) -> None:
        entry = self.form.time_off
        with self._messages.reporting(entry) as outcome:
            if time_off_id:
                self._boundaries.update_time_off(time_off_id, first, last, note)
            else:
                self._boundaries.add_time_off(first, last, note)
        if outcome.is_ok and entry is not None:
            entry.clear()

    def _on_time_off_removed(self, time_off_id: str) -> None:
        with self._messages.reporting(self):
            self._boundaries.remove_time_off(time_off_id)

    def _on_region(self, region: str) -> None:
        with self._messages.reporting(self):
            self._practice.update(holiday_region=region)

    def _on_rhythm_added(self) -> None:
        owner = self.owner()
        with self._messages.reporting(self):
            self._rhythms.add(owner.layer, owner.owner_id or "", kind="update", weekday=4)

    def _on_rhythm_changed(self, rhythm_id: str, values: dict[str, Any]) -> None:
        line = None if self.form.rhythms is None else self.form.rhythms.line(rhythm_id)
        with self._messages.reporting(line):
            self._rhythms.update(rhythm_id, **values)

    def _on_rhythm_removed(self, rhythm_id: str) -> None:
        with self._messages.reporting(self):
            self._rhythms.remove(rhythm_id)

    def _on_adopt(self) -> None:
        client_id = self.owner().client_id
        if client_id is not None:
            with self._messages.reporting(self):
                self._rhythms.adopt(client_id)
