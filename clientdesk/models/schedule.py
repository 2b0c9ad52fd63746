"""Pure rules of time, gathered: working days, rhythms and limit, states, announcements, capacity."""

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
from clientdesk.models.rhythms import RhythmRule, RhythmStatus
from clientdesk.models.touches import (
    COVERING,
    MEANINGFUL,
    BookedTouch,
    Touch,
    TouchSummary,
    is_meaningful,
    keeps,
    summarise_touches,
)

__all__ = [
    "BUFFER_PERCENT",
    "COVERING",
    "LIMIT",
    "MEANINGFUL",
    "Announcements",
    "AnnouncingRules",
    "BookedTouch",
    "ClientFacts",
    "ClientStatus",
    "HolidayLookup",
    "Load",
    "Minutes",
    "Occasion",
    "PolicyHistory",
    "PolicyHours",
    "QuietHours",
    "RhythmRule",
    "RhythmStatus",
    "Step",
    "TimeOffSpan",
    "Touch",
    "TouchSummary",
    "WorkCalendar",
    "announce",
    "capacity_minutes",
    "capacity_word",
    "client_status",
    "is_listed",
    "is_meaningful",
    "keeps",
    "known_since",
    "limit_days",
    "no_holidays",
    "summarise_touches",
]
