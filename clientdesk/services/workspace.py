"""One open workspace: its folder, its store and every service, built once, for window and command line."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from clientdesk import files
from clientdesk.models.errors import BackupFailed
from clientdesk.models.views.today import TodayView
from clientdesk.services.agreement_drafts import DraftMaker, PaperTexts
from clientdesk.services.agreements import AgreementService
from clientdesk.services.boundaries import BoundaryService
from clientdesk.services.calendars.service import CalendarService
from clientdesk.services.check_ins import CheckInService
from clientdesk.services.clauses import ClauseService
from clientdesk.services.clients import ClientService
from clientdesk.services.discovery import DiscoveryService
from clientdesk.services.engagements import EngagementService
from clientdesk.services.family_drafts import FamilyDrafts
from clientdesk.services.forecast import ForecastService
from clientdesk.services.held_meetings import HeldMeetingService
from clientdesk.services.intake import IntakeService
from clientdesk.services.interchange.service import InterchangeService
from clientdesk.services.mail.service import MailService
from clientdesk.services.notice_log import NoticeLog
from clientdesk.services.plan import PlanService
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.preferences import Preferences
from clientdesk.services.promise import PromiseService
from clientdesk.services.quick_add import QuickAddService
from clientdesk.services.recurring import RecurringWorkService
from clientdesk.services.reminders import ReminderService
from clientdesk.services.requests import RequestService
from clientdesk.services.rhythms import RhythmService
from clientdesk.services.signing import SigningService
from clientdesk.services.suggest import SuggestService
from clientdesk.services.templates import TemplateService
from clientdesk.services.tiers import TierService
from clientdesk.services.time_log import TimeService
from clientdesk.services.timeline import TimelineService
from clientdesk.services.today import today_view
from clientdesk.services.touchpoints import TouchpointService
from clientdesk.services.week import WeekService
from clientdesk.services.week_paper import WeekPaperService
from clientdesk.services.wording import Translate
from clientdesk.services.work import WorkService
from clientdesk.store.backup import Backup, list_backups, make_backup
from clientdesk.store.first_reads import fetch_of
from clientdesk.store.folder import WorkspaceFolder
from clientdesk.store.migrate import prepare
from clientdesk.store.unit_of_work import Store

BACKED_UP_EVERY = timedelta(hours=24)


class Workspace:
    """Every service on one store. Close it when done."""

    def __init__(
        self,
        folder: WorkspaceFolder,
        store: Store,
        clock: Clock,
        preferences: Preferences,
        translate: Translate = str,
    ) -> None:
        self.folder = folder
        self.store = store
        self.clock = clock
        self.preferences = preferences
        self.translate = translate
        self.practice = PracticeService(store, clock)
        self.tiers = TierService(store, clock)
        self.rhythms = RhythmService(store, clock, self.practice)
        self.boundaries = BoundaryService(store, clock, self.practice, self.rhythms)
        self.forecast = ForecastService(store, clock, self.practice, self.boundaries, translate)
        self.clients = ClientService(store, clock, self.forecast)
        self.engagements = EngagementService(store, clock, self.forecast)
        self.touchpoints = TouchpointService(store, clock, translate)
        self.requests = RequestService(
            store, clock, self.practice, self.boundaries, self.touchpoints, translate
        )
        self.check_ins = CheckInService(store, clock, self.practice, self.boundaries, translate)
        notices = NoticeLog(store, clock)
        self.held_meetings = HeldMeetingService(store, clock, self.practice, self.touchpoints, notices)
        self.reminders = ReminderService(
            store,
            clock,
            self.practice,
            self.boundaries,
            self.touchpoints,
            self.check_ins,
            preferences,
            notices,
            self.held_meetings,
            translate,
        )
        self.work = WorkService(
            store, clock, self.practice, self.boundaries, self.check_ins, preferences, translate
        )
        self.recurring = RecurringWorkService(store, clock, translate)
        self.week = WeekService(
            store, clock, self.practice, self.boundaries, self.check_ins, self.work, translate
        )
        self.quick_add = QuickAddService(store, clock, self.practice, translate)
        self.time = TimeService(store, clock, self.practice)
        self.plan = PlanService(
            store,
            clock,
            self.practice,
            self.boundaries,
            self.check_ins,
            self.week,
            self.forecast,
            self.today,
            translate,
        )
        self.week_paper = WeekPaperService(self.practice, self.week, self.plan, self.check_ins, translate)
        self.suggest = SuggestService(store, clock, self.practice, self.boundaries, self.week, translate)
        self.promise = PromiseService(store, clock, self.practice, self.boundaries, translate)
        self.calendars = CalendarService(store, clock, self.practice, translate)
        self.timeline = TimelineService(store, clock, self.practice, self.forecast)
        self.templates = TemplateService(store, clock, self.boundaries)
        self.clauses = ClauseService(store, clock)
        self.discovery = DiscoveryService(store, clock, self.practice)
        drafts = DraftMaker(
            self.practice,
            self.clients,
            self.engagements,
            self.boundaries,
            self.rhythms,
            PaperTexts(self.templates, self.clauses, self.discovery),
        )
        self.intake = IntakeService(store, clock)
        self.interchange = InterchangeService(store, clock, self.practice)
        sisters = FamilyDrafts(
            store,
            clock,
            self.practice,
            self.clients,
            self.engagements,
            self.boundaries,
            self.rhythms,
            self.time,
            self.forecast,
            self.templates,
        )
        self.agreements = AgreementService(store, clock, self.practice, drafts, sisters, translate)
        self.signing = SigningService(store, clock, self.practice, translate)
        self.mail = MailService(store, clock)

    def today(self) -> TodayView | None:
        """What Today shows; None before the practice is set up."""
        holidays = self.boundaries.calendar().holidays
        now = self.clock.now()
        judged = self.check_ins.judged(self.check_ins.today(now)).views
        forecast = self.forecast.forecast(now)
        with self.store.reading() as session:
            return today_view(fetch_of(session), now, holidays, self.translate, judged, forecast)

    def back_up(self, reason: str = "asked") -> Backup:
        """Make a verified backup now.

        Raises:
            BackupFailed: none was made; earlier ones are untouched.
        """
        return make_backup(self.folder.store, self.folder.backups, self.clock.now(), reason)

    def back_up_daily(self) -> Backup | None:
        """A backup once in 24 hours while the program goes on running, if anything has changed since the last.

        Raises:
            BackupFailed: none was made; earlier ones are untouched.
        """
        newest = next(iter(self.list_backups()), None)
        is_fresh = newest is not None and self.clock.now() - newest.made_at < BACKED_UP_EVERY
        if is_fresh or not self.store.has_changed:
            return None
        self.store.has_changed = False
        try:
            return self.back_up("daily")
        except BackupFailed:
            self.store.has_changed = True
            raise

    def list_backups(self) -> list[Backup]:
        return list_backups(self.folder.backups)

    def close(self, *, back_up: bool = True) -> None:
        """Back up if anything changed, then give the store back."""
        try:
            if back_up and self.store.has_changed:
                self.back_up("close")
        finally:
            self.store.close()


def open_workspace(
    root: Path, clock: Clock, preferences: Preferences | None = None, translate: Translate = str
) -> Workspace:
    """Open (or create) the workspace in a folder. The caller holds the workspace's lock for writing.

    Raises:
        StoreNewer, StoreForeign, StoreDamaged: nothing was touched.
        BackupFailed: an upgrade was due and could not be backed up first.
        FileUnreadable: the folder cannot be made.
    """
    os.umask(0o077)
    folder = WorkspaceFolder(root.expanduser().resolve())
    folder.make()
    prepare(folder.store, folder.backups, clock.now())
    kept = preferences or Preferences(files.config_folder() / "preferences.json")
    return Workspace(folder, Store(folder.store), clock, kept, translate)
