"""Pure rules of time, gathered: working days, rhythms and limit, holds, states, announcements, capacity."""

from clientdesk.models.announcements import (
    LIMIT,
    Announcements,
    AnnouncingRules,
    Occasion,
    QuietHours,
    Step,
    announce,
)
from clientdesk.models.calendar import (
    HolidayLookup,
    Minutes,
    PolicyHistory,
    PolicyHours,
    TimeOffSpan,
    WorkCalendar,
    no_holidays,
)
from clientdesk.models.capacity import BUFFER_PERCENT, Load, capacity_minutes, capacity_word
from clientdesk.models.check_ins import (
    ClientFacts,
    ClientStatus,
    client_status,
    is_listed,
    known_since,
    limit_days,
)
from clientdesk.models.contact_hours import ClientZone, client_zone, contact_window
from clientdesk.models.holds import NOTHING_HAPPENED, Hold, HoldFacts, hold_end
from clientdesk.models.kept import KeptRecord, kept_record
from clientdesk.models.rhythm_dates import MilestoneDates, after_end_dates, milestone_dates
from clientdesk.models.rhythms import RhythmRule, RhythmStatus
from clientdesk.models.touches import (
    COVERING,
    HEARD_FROM,
    MEANINGFUL,
    BookedTouch,
    is_meaningful,
    keeps,
)

__all__ = [
    "BUFFER_PERCENT",
    "COVERING",
    "HEARD_FROM",
    "LIMIT",
    "MEANINGFUL",
    "NOTHING_HAPPENED",
    "Announcements",
    "AnnouncingRules",
    "BookedTouch",
    "ClientFacts",
    "ClientStatus",
    "ClientZone",
    "Hold",
    "HoldFacts",
    "HolidayLookup",
    "KeptRecord",
    "Load",
    "MilestoneDates",
    "Minutes",
    "Occasion",
    "PolicyHistory",
    "PolicyHours",
    "QuietHours",
    "RhythmRule",
    "RhythmStatus",
    "Step",
    "TimeOffSpan",
    "WorkCalendar",
    "after_end_dates",
    "announce",
    "capacity_minutes",
    "capacity_word",
    "client_status",
    "client_zone",
    "contact_window",
    "hold_end",
    "is_listed",
    "is_meaningful",
    "keeps",
    "kept_record",
    "known_since",
    "limit_days",
    "milestone_dates",
    "no_holidays",
]
