"""Closed vocabularies: every word that is stored or compared."""

from enum import StrEnum


class Kind(StrEnum):
    """What a ChangeSet can say was touched; one per table."""

    PRACTICE = "practice"
    TIER = "tier"
    CLIENT = "client"
    CONTACT = "contact"
    ENGAGEMENT = "engagement"
    DELIVERABLE = "deliverable"
    MILESTONE = "milestone"
    WORK_ITEM = "work_item"
    BLOCK = "block"
    TOUCHPOINT = "touchpoint"
    RHYTHM = "rhythm"
    BOUNDARY_POLICY = "boundary_policy"
    TIME_OFF = "time_off"
    AGREEMENT = "agreement"
    NOTIFICATION_LOG = "notification_log"
    WORK_STEP = "work_step"
    RECURRING_WORK = "recurring_work"
    TIME_ENTRY = "time_entry"
    WEEK_PLAN = "week_plan"
    CALENDAR = "calendar"
    CALENDAR_EVENT = "calendar_event"
    PAPER_FILE = "paper_file"
    SIGNING_EVENT = "signing_event"
    MILESTONE_BASELINE = "milestone_baseline"
    PAYMENT = "payment"
    PAPER_TEMPLATE = "paper_template"
    CLAUSE = "clause"
    DISCOVERY_ANSWER = "discovery_answer"
    CLIENT_REQUEST = "client_request"


class Stage(StrEnum):
    """Where a client is in its life with the practice."""

    DISCOVERY = "discovery"
    ONBOARDING = "onboarding"
    PLANNING = "planning"
    EXECUTION = "execution"
    REVIEW = "review"
    RENEWAL = "renewal"
    OFFBOARDING = "offboarding"


class ContactRole(StrEnum):
    SPONSOR = "sponsor"
    DECISION_MAKER = "decision_maker"
    DAY_TO_DAY = "day_to_day"
    BILLING = "billing"
    SIGNATORY = "signatory"


class EngagementKind(StrEnum):
    FIXED_FEE = "fixed_fee"
    TIME_AND_MATERIALS = "time_and_materials"
    RETAINER = "retainer"


class TouchKind(StrEnum):
    """Kinds of contact; `check-ins` rules say which keep what (see `models.schedule`)."""

    NOTE = "note"
    UPDATE = "update"
    REPORT = "report"
    CALL = "call"
    VIDEO = "video"
    MEETING = "meeting"
    MAIL_SENT = "mail_sent"
    MAIL_RECEIVED = "mail_received"
    MESSAGE_SENT = "message_sent"
    MESSAGE_RECEIVED = "message_received"
    PERSONAL = "personal"
    SATISFACTION = "satisfaction"


class TouchState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    MISSED = "missed"


class RhythmKind(StrEnum):
    """What sort of word is promised. The first three can stand in Exhibit A; the others are the user's own."""

    UPDATE = "update"
    CALL = "call"
    REVIEW = "review"
    SATISFACTION = "satisfaction"
    KEY_DATE = "key_date"
    PERSONAL = "personal"
    WIN_BACK = "win_back"


class RhythmUnit(StrEnum):
    """How a rhythm's dates are found: see `models.rhythms`."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    MILESTONE = "milestone"
    AFTER_END = "after_end"
    ONCE = "once"


class HoldEvent(StrEnum):
    """What ends a hold by itself: they were heard from, a paper was signed by all, an engagement began, a
    milestone was reached; each after the hold was set."""

    REPLY = "reply"
    SIGNED = "signed"
    START = "start"
    MILESTONE = "milestone"


class Urgency(StrEnum):
    """How pressing an incoming request is, by the agreement's own definitions."""

    NORMAL = "normal"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class RequestBreach(StrEnum):
    """How a request itself went against the working rules: by a channel that was not open for it, called urgent
    or an emergency though it was none, or new work with less notice than agreed."""

    CHANNEL = "channel"
    NOT_URGENT = "not_urgent"
    NOT_EMERGENCY = "not_emergency"
    SHORT_NOTICE = "short_notice"


class Layer(StrEnum):
    """Where a boundary, rhythm or limit is set; the later layer wins."""

    DEFAULT = "default"
    TIER = "tier"
    CLIENT = "client"


class RhythmState(StrEnum):
    OVERDUE = "overdue"
    DUE = "due"
    DUE_SOON = "due_soon"
    COVERED = "covered"
    NOT_YET = "not_yet"


class CheckInState(StrEnum):
    """State of a client, in the order in which the first that holds wins."""

    NOT_LISTED = "not_listed"
    ON_HOLD = "on_hold"
    SNOOZED = "snoozed"
    OVERDUE = "overdue"
    QUIET = "quiet"
    DUE = "due"
    DUE_SOON = "due_soon"
    COVERED = "covered"
    NOT_YET = "not_yet"


class BlockKind(StrEnum):
    """WORK can be moved freely; MEETING is fixed; PRIVATE only takes capacity."""

    WORK = "work"
    MEETING = "meeting"
    PRIVATE = "private"


class WorkKind(StrEnum):
    """What sort of work it is: estimates are compared with what such work took before."""

    RESEARCH = "research"
    WRITING = "writing"
    DESIGN = "design"
    BUILD = "build"
    MEETING = "meeting"
    UPDATE = "update"
    ADMIN = "admin"
    OTHER = "other"


class WorkOrigin(StrEnum):
    """Where a work item came from; To place has a switch for each."""

    OWN = "own"
    ACTION = "action"
    MILESTONE = "milestone"
    RHYTHM = "rhythm"
    STEP = "step"
    RECURRING = "recurring"


class Impact(StrEnum):
    """How much depends on it for the client."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class EntrySource(StrEnum):
    """How worked time came to be known: a planned block confirmed, the timer, or typed."""

    BLOCK = "block"
    TIMER = "timer"
    TYPED = "typed"


class CalendarSource(StrEnum):
    """Where a foreign calendar is read from: an address (again and again), a watched file, or once."""

    ADDRESS = "address"
    FILE = "file"
    IMPORT = "import"


class AgreementKind(StrEnum):
    """What a paper is. A master agreement is only filed here, never written."""

    STATEMENT_OF_WORK = "statement_of_work"
    PROPOSAL = "proposal"
    CHANGE_ORDER = "change_order"
    ADDENDUM = "addendum"
    STATUS_REPORT = "status_report"
    MEETING_SUMMARY = "meeting_summary"
    RELATIONSHIP_AUDIT = "relationship_audit"
    OFFBOARDING_LETTER = "offboarding_letter"
    WELCOME_LETTER = "welcome_letter"
    MASTER_AGREEMENT = "master_agreement"


class PaperOrigin(StrEnum):
    """Written here, or signed elsewhere and filed here."""

    OWN = "own"
    EXTERNAL = "external"


class FileKind(StrEnum):
    """What a kept file is: our own pages as issued, a scan of ink, a file signed electronically that came
    back, or the file of a paper signed elsewhere."""

    ISSUED = "issued"
    SCAN = "scan"
    RECEIVED = "received"
    EXTERNAL = "external"


class SigningKind(StrEnum):
    """One line of the signing log."""

    ISSUED = "issued"
    SENT = "sent"
    PAPER_SCAN = "paper_scan"
    TOLD = "told"
    RECEIVED = "received"
    EXTERNAL = "external"
    EXECUTED = "executed"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class AgreementState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    SENT = "sent"
    SIGNED = "signed"
    EXECUTED = "executed"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Side(StrEnum):
    """A party to an agreement."""

    CONSULTANT = "consultant"
    CLIENT = "client"


class NoticeState(StrEnum):
    """Life of one announcement: written before the call, settled after it."""

    PENDING = "pending"
    ANNOUNCED = "announced"
    PERHAPS = "perhaps"
    ACTED = "acted"
    DISMISSED = "dismissed"
    FAILED = "failed"


class NoticeTopic(StrEnum):
    """What a row of the notification log is about."""

    CHECK_IN = "check_in"
    PAPER = "paper"
    MEETING = "meeting"
    HELD = "held"
    ANSWER = "answer"
