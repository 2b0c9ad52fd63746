"""The tables and their validated input. Only the store and the services see these."""

from sqlmodel import SQLModel

from clientdesk.models.enums import Kind
from clientdesk.models.tables.agreement import Agreement
from clientdesk.models.tables.block import Block, BlockFields
from clientdesk.models.tables.boundary_policy import BoundaryPolicy
from clientdesk.models.tables.client import Client, ClientFields
from clientdesk.models.tables.contact import Contact, ContactFields
from clientdesk.models.tables.deliverable import Deliverable, DeliverableFields
from clientdesk.models.tables.engagement import Engagement, EngagementFields
from clientdesk.models.tables.milestone import Milestone, MilestoneFields
from clientdesk.models.tables.notification_log import NotificationLog
from clientdesk.models.tables.practice import Practice, PracticeFields
from clientdesk.models.tables.rhythm import Rhythm, RhythmFields
from clientdesk.models.tables.tier import Tier, TierFields
from clientdesk.models.tables.time_off import TimeOff, TimeOffFields
from clientdesk.models.tables.touchpoint import Touchpoint, TouchpointFields
from clientdesk.models.tables.work_item import WorkItem, WorkItemFields

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
}

__all__ = [
    "TABLES",
    "Agreement",
    "Block",
    "BlockFields",
    "BoundaryPolicy",
    "Client",
    "ClientFields",
    "Contact",
    "ContactFields",
    "Deliverable",
    "DeliverableFields",
    "Engagement",
    "EngagementFields",
    "Milestone",
    "MilestoneFields",
    "NotificationLog",
    "Practice",
    "PracticeFields",
    "Rhythm",
    "RhythmFields",
    "Tier",
    "TierFields",
    "TimeOff",
    "TimeOffFields",
    "Touchpoint",
    "TouchpointFields",
    "WorkItem",
    "WorkItemFields",
]
