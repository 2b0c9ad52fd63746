"""The practice: set up once, changed in settings; its zone gives everybody's today."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from clientdesk.models.boundary_rules import BoundaryRules
from clientdesk.models.enums import Kind
from clientdesk.models.errors import InvalidInput, NotFound, Problem
from clientdesk.models.tables import Practice, PracticeFields
from clientdesk.models.views.practice import PracticeView
from clientdesk.models.zones import find_zone, practice_zone
from clientdesk.services.holiday_calendar import is_known_region
from clientdesk.services.logo import logo_png
from clientdesk.services.ports import Clock
from clientdesk.services.remembered import Remembered
from clientdesk.services.starter import LIMIT_DAYS, Hours, add_starter_content
from clientdesk.services.template_files import LANGUAGES
from clientdesk.services.validation import apply, changed, validated
from clientdesk.store.unit_of_work import Store

BEFORE_SET_UP = ZoneInfo("UTC")
_SHOWN = tuple(PracticeFields.model_fields)


class PracticeService:
    """The consultant's own business; none exists before it is set up."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._view: Remembered[PracticeView | None] = Remembered(
            store, frozenset({Kind.PRACTICE}), self._read
        )

    def get(self) -> PracticeView | None:
        """The practice, or None before it is set up."""
        return self._view.get()

    def zone(self) -> ZoneInfo:
        """The practice's time zone (UTC before it is set up); the computer's where it doesn't know that one."""
        view = self.get()
        return BEFORE_SET_UP if view is None else practice_zone(view.zone)

    def unknown_zone(self) -> str:
        """The name of the practice's zone where this computer doesn't know it; empty when all is well."""
        view = self.get()
        return "" if view is None or find_zone(view.zone) is not None else view.zone

    def today(self) -> date:
        """The local date of now in the practice's zone."""
        return self._clock.now().astimezone(self.zone()).date()

    def made_on(self) -> date | None:
        """The local date on which the practice was set up; None before."""
        with self._store.reading() as session:
            made_at = session.execute(select(col(Practice.created_at)).limit(1)).scalar()
        return None if made_at is None else made_at.astimezone(self.zone()).date()

    def currency(self) -> str:
        """Three letters; euros before it is set up."""
        view = self.get()
        return "EUR" if view is None else view.currency

    def set_up(
        self,
        name: str,
        *,
        zone: str,
        currency: str,
        working_hours: Hours | dict[int, Any] | None = None,
        locale: str = "en_GB",
        holiday_region: str = "",
        is_demo: bool = False,
        **more: Any,
    ) -> str:
        """Create the practice with its tiers, rhythms and working rules in one step; returns its id.

        Args:
            working_hours: weekday (Monday 0) to spans; None: Monday to Friday, nine to five.
            more: any further field of the practice (person, address...).

        Raises:
            InvalidInput: an entry cannot be kept, or the practice exists already.
        """
        values = {"limit_days": LIMIT_DAYS} | more
        values |= {
            "name": name,
            "zone": zone,
            "currency": currency,
            "locale": locale,
            "holiday_region": holiday_region,
        }
        problems = place_problems(values)
        checked, hours = None, None
        try:
            checked = validated(PracticeFields, values)
        except InvalidInput as error:
            problems = error.problems + problems
        try:
            hours = validated(BoundaryRules, {"working_hours": working_hours}).working_hours
        except InvalidInput as error:
            problems = problems + error.problems
        if problems or checked is None:
            raise InvalidInput(problems)
        now = self._clock.now()
        today = now.astimezone(ZoneInfo(zone)).date()
        with self._store.writing("Set up", undoable=False) as session:
            if session.execute(select(Practice.id).limit(1)).first() is not None:  # type: ignore[call-overload]
                raise InvalidInput([Problem("", "one_practice")])
            practice = Practice(**checked.model_dump(), created_at=now, is_demo=is_demo)
            session.add(practice)
            add_starter_content(session, now, today, hours)
        return practice.id

    def update(self, **changes: Any) -> None:
        """Change fields of the practice.

        Raises:
            InvalidInput: nothing was stored.
            NotFound: it is not set up yet.
        """
        problems = place_problems(changes)
        with self._store.writing("Change practice") as session:
            practice = _the_practice(session)
            try:
                checked = changed(practice, PracticeFields, changes)
            except InvalidInput as error:
                raise InvalidInput(error.problems + problems) from error
            if problems:
                raise InvalidInput(problems)
            apply(practice, checked)

    def set_logo(self, content: bytes | None) -> None:
        """Keep a logo as a PNG in sRGB, made from a PNG or JPEG; None takes it away.

        Raises:
            InvalidInput: no such picture, damaged, or too large; the logo kept before stays.
            NotFound: the practice is not set up yet.
        """
        png = None if content is None else logo_png(content)
        with self._store.writing("Change logo") as session:
            _the_practice(session).logo_png = png

    def logo(self) -> bytes | None:
        """The logo as PNG, or None."""
        with self._store.reading() as session:
            row = session.execute(select(Practice.logo_png)).first()  # type: ignore[call-overload]
        return None if row is None else row[0]

    def _read(self) -> PracticeView | None:
        columns = [getattr(Practice, name) for name in _SHOWN]
        has_logo = Practice.logo_png.is_not(None)  # type: ignore[union-attr]
        with self._store.reading() as session:
            row = session.execute(select(Practice.id, *columns, Practice.is_demo, has_logo)).first()  # type: ignore[call-overload]
        if row is None:
            return None
        practice_id, *values, is_demo, with_logo = row
        return PracticeView(
            practice_id=practice_id,
            is_demo=is_demo,
            has_logo=bool(with_logo),
            **dict(zip(_SHOWN, values, strict=True)),
        )


def _the_practice(session: Session) -> Practice:
    practice: Practice | None = session.execute(select(Practice).limit(1)).scalars().first()
    if practice is None:
        raise NotFound("practice", "")
    return practice


def place_problems(values: dict[str, Any]) -> list[Problem]:
    """What the table's fields cannot know: which regions and locales exist."""
    problems = []
    region = values.get("holiday_region")
    if region and not is_known_region(str(region)):
        problems.append(Problem("holiday_region", "unknown_region"))
    language = values.get("paper_language")
    if language and language not in LANGUAGES:
        problems.append(Problem("paper_language", "not_a_choice"))
    locale = values.get("locale")
    if locale is not None and not _is_known_locale(str(locale)):
        problems.append(Problem("locale", "unknown_locale"))
    return problems


def _is_known_locale(name: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return False
    return True
