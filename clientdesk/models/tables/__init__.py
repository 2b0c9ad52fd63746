"""The tables and their validated input. Only the store and the services see these."""

from sqlmodel import SQLModel

from clientdesk.models.enums import Kind
from clientdesk.models.tables.agreement import Agreement
from clientdesk.models.tables.block import Block, BlockFields
from clientdesk.models.tables.boundary_policy import BoundaryPolicy
from clientdesk.models.tables.calendar import Calendar, CalendarFields
from clientdesk.models.tables.calendar_event import CalendarEvent, CalendarEventFields
from clientdesk.models.tables.clause import Clause, ClauseFields
from clientdesk.models.tables.client import Client, ClientFields
from clientdesk.models.tables.client_request import ClientRequest, ClientRequestFields
from clientdesk.models.tables.contact import Contact, ContactFields
from clientdesk.models.tables.deliverable import Deliverable, DeliverableFields
from clientdesk.models.tables.discovery_answer import DiscoveryAnswer, DiscoveryAnswerFields
from clientdesk.models.tables.engagement import Engagement, EngagementFields
from clientdesk.models.tables.milestone import Milestone, MilestoneFields
from clientdesk.models.tables.milestone_baseline import MilestoneBaseline
from clientdesk.models.tables.notification_log import NotificationLog
from clientdesk.models.tables.paper_file import FILE_LIMIT, PaperFile
from clientdesk.models.tables.paper_template import PaperTemplate, PaperTemplateFields
from clientdesk.models.tables.payment import Payment
from clientdesk.models.tables.practice import Practice, PracticeFields
from clientdesk.models.tables.recurring_work import RecurringWork, RecurringWorkFields
from clientdesk.models.tables.rhythm import Rhythm, RhythmFields
from clientdesk.models.tables.signing_event import SigningEvent
from clientdesk.models.tables.tier import Tier, TierFields
from clientdesk.models.tables.time_entry import TimeEntry, TimeEntryFields
from clientdesk.models.tables.time_off import TimeOff, TimeOffFields
from clientdesk.models.tables.touchpoint import Touchpoint, TouchpointFields
from clientdesk.models.tables.week_plan import WeekPlan, WeekPlanFields
from clientdesk.models.tables.work_item import WorkItem, WorkItemFields
from clientdesk.models.tables.work_step import WorkStep, WorkStepFields

TABLES: dict[Kind, type[SQLModel]] = {
    Kind.PRACTICE: Practice,
    Kind.TIER: Tier,
    Kind.CLIENT: Client,
    Kind.CONTACT: Contact,
    Kind.ENGAGEMENT: Engagement,
    Kind.DELIVERABLE: Deliverable,
    Kind.MILESTONE: Milestone,
    Kind.WORK_ITEM: WorkItem,
    Kind.BLOCK: Block,
    Kind.TOUCHPOINT: Touchpoint,
    Kind.AGREEMENT: Agreement,
    Kind.RHYTHM: Rhythm,
    Kind.BOUNDARY_POLICY: BoundaryPolicy,
    Kind.TIME_OFF: TimeOff,
    Kind.NOTIFICATION_LOG: NotificationLog,
    Kind.WORK_STEP: WorkStep,
    Kind.RECURRING_WORK: RecurringWork,
    Kind.TIME_ENTRY: TimeEntry,
    Kind.WEEK_PLAN: WeekPlan,
    Kind.CALENDAR: Calendar,
    Kind.CALENDAR_EVENT: CalendarEvent,
    Kind.PAPER_FILE: PaperFile,
    Kind.SIGNING_EVENT: SigningEvent,
    Kind.MILESTONE_BASELINE: MilestoneBaseline,
    Kind.PAYMENT: Payment,
    Kind.PAPER_TEMPLATE: PaperTemplate,
    Kind.CLAUSE: Clause,
    Kind.DISCOVERY_ANSWER: DiscoveryAnswer,
    Kind.CLIENT_REQUEST: ClientRequest,
}

__all__ = [
    "FILE_LIMIT",
    "TABLES",
    "Agreement",
    "Block",
    "BlockFields",
    "BoundaryPolicy",
    "Calendar",
    "CalendarEvent",
    "CalendarEventFields",
    "CalendarFields",
    "Clause",
    "ClauseFields",
    "Client",
    "ClientFields",
    "ClientRequest",
    "ClientRequestFields",
    "Contact",
    "ContactFields",
    "Deliverable",
    "DeliverableFields",
    "DiscoveryAnswer",
    "DiscoveryAnswerFields",
    "Engagement",
    "EngagementFields",
    "Milestone",
    "MilestoneBaseline",
    "MilestoneFields",
    "NotificationLog",
    "PaperFile",
    "PaperTemplate",
    "PaperTemplateFields",
    "Payment",
    "Practice",
    "PracticeFields",
    "RecurringWork",
    "RecurringWorkFields",
    "Rhythm",
    "RhythmFields",
    "SigningEvent",
    "Tier",
    "TierFields",
    "TimeEntry",
    "TimeEntryFields",
    "TimeOff",
    "TimeOffFields",
    "Touchpoint",
    "TouchpointFields",
    "WeekPlan",
    "WeekPlanFields",
    "WorkItem",
    "WorkItemFields",
    "WorkStep",
    "WorkStepFields",
]
