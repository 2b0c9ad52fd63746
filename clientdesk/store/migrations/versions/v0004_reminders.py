"""Reminders: more kinds of rhythm and of touch, holds until an event, topics of the log, requests of clients.

The tables of rhythms and of touchpoints are made anew, since SQLite can't change a check in place; their rows are
copied as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_RHYTHM = (
    "id, created_at, kind, unit, every, weekday, nth, starts_on, channel, content, layer, tier_id, client_id, "
    "agreement_id"
)
_TOUCHPOINT = (
    "id, created_at, client_id, contact_id, engagement_id, kind, state, at, zone, duration_minutes, is_review, "
    "is_meaningful, channel, text"
)


def upgrade() -> None:
    _columns()
    _rhythm()
    _touchpoint()
    _client_request()


def _columns() -> None:
    op.execute(
        "ALTER TABLE practice ADD COLUMN mail_addresses VARCHAR(2000) NOT NULL DEFAULT '' "
        "CONSTRAINT ck_practice_mail_addresses_length CHECK (length(mail_addresses) <= 2000)"
    )
    op.execute(
        "ALTER TABLE client ADD COLUMN hold_event VARCHAR(32) "
        "CONSTRAINT ck_client_hold_event_word CHECK (hold_event IN ('reply', 'signed', 'start', 'milestone'))"
    )
    op.execute("ALTER TABLE client ADD COLUMN hold_since DATETIME")
    op.execute(
        "ALTER TABLE notification_log ADD COLUMN topic VARCHAR(32) NOT NULL DEFAULT 'check_in' "
        "CONSTRAINT ck_notification_log_topic_word "
        "CHECK (topic IN ('check_in', 'paper', 'meeting', 'held', 'answer'))"
    )
    op.execute("ALTER TABLE notification_log ADD COLUMN subject_id VARCHAR(64) NOT NULL DEFAULT ''")
    op.execute("UPDATE notification_log SET topic = 'paper' WHERE occasion LIKE 'paper:%'")


def _rhythm() -> None:
    op.create_table(
        "rhythm_new",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=True),
        sa.Column("offset_days", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("content", sa.String(length=500), nullable=False),
        sa.Column("layer", sa.String(length=32), nullable=False),
        sa.Column("tier_id", sa.String(length=36), nullable=True),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("agreement_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "(layer = 'default' AND tier_id IS NULL AND client_id IS NULL) OR (layer = 'tier' AND tier_id IS NOT NULL AND client_id IS NULL) OR (layer = 'client' AND client_id IS NOT NULL AND tier_id IS NULL AND starts_on IS NOT NULL)",
            name=op.f("ck_rhythm_owner"),
        ),
        sa.CheckConstraint(
            "kind IN ('update', 'call', 'review', 'satisfaction', 'key_date', 'personal', 'win_back')",
            name=op.f("ck_rhythm_kind_word"),
        ),
        sa.CheckConstraint("layer IN ('default', 'tier', 'client')", name=op.f("ck_rhythm_layer_word")),
        sa.CheckConstraint(
            "unit IN ('weekly', 'monthly', 'yearly', 'milestone', 'after_end', 'once')",
            name=op.f("ck_rhythm_unit_word"),
        ),
        sa.CheckConstraint("every >= 1 AND every <= 120", name=op.f("ck_rhythm_every_range")),
        sa.CheckConstraint("length(content) <= 500", name=op.f("ck_rhythm_content_length")),
        sa.CheckConstraint("nth >= -1 AND nth <= 4", name=op.f("ck_rhythm_nth_range")),
        sa.CheckConstraint(
            "offset_days >= -365 AND offset_days <= 365", name=op.f("ck_rhythm_offset_days_range")
        ),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_rhythm_weekday_range")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_rhythm_agreement_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_rhythm_client_id")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_rhythm_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhythm")),
    )
    op.execute(f"INSERT INTO rhythm_new ({_RHYTHM}) SELECT {_RHYTHM} FROM rhythm")  # noqa: S608
    op.drop_table("rhythm")
    op.rename_table("rhythm_new", "rhythm")
    op.create_index(op.f("ix_rhythm_client_id"), "rhythm", ["client_id"], unique=False)
    op.create_index(op.f("ix_rhythm_tier_id"), "rhythm", ["tier_id"], unique=False)


def _touchpoint() -> None:
    op.create_table(
        "touchpoint_new",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=True),
        sa.Column("engagement_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("is_review", sa.Boolean(), nullable=False),
        sa.Column("is_meaningful", sa.Boolean(), nullable=True),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("source_key", sa.String(length=300), nullable=False),
        sa.Column("asks_text", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('note', 'update', 'report', 'call', 'video', 'meeting', 'mail_sent', 'mail_received', 'message_sent', 'message_received', 'personal', 'satisfaction')",
            name=op.f("ck_touchpoint_kind_word"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'held', 'cancelled', 'missed')", name=op.f("ck_touchpoint_state_word")
        ),
        sa.CheckConstraint(
            "duration_minutes >= 0 AND duration_minutes <= 1440",
            name=op.f("ck_touchpoint_duration_minutes_range"),
        ),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_touchpoint_text_length")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_touchpoint_client_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_touchpoint_contact_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_touchpoint_engagement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touchpoint")),
    )
    op.execute(
        f"INSERT INTO touchpoint_new ({_TOUCHPOINT}, source_key, asks_text) "  # noqa: S608
        f"SELECT {_TOUCHPOINT}, '', 0 FROM touchpoint"
    )
    op.drop_table("touchpoint")
    op.rename_table("touchpoint_new", "touchpoint")
    op.create_index(
        "ix_touchpoint_asks",
        "touchpoint",
        ["at"],
        unique=False,
        sqlite_where=sa.text("asks_text"),
        postgresql_where=sa.text("asks_text"),
    )
    op.create_index(
        "ix_touchpoint_last", "touchpoint", ["client_id", "state", "kind", "is_review", "at"], unique=False
    )
    op.create_index(
        "ix_touchpoint_overruled",
        "touchpoint",
        ["client_id"],
        unique=False,
        sqlite_where=sa.text("is_meaningful IS NOT NULL"),
        postgresql_where=sa.text("is_meaningful IS NOT NULL"),
    )
    op.create_index("ix_touchpoint_planned", "touchpoint", ["state", "at"], unique=False)
    op.create_index(
        "ix_touchpoint_source",
        "touchpoint",
        ["source_key"],
        unique=False,
        sqlite_where=sa.text("source_key <> ''"),
        postgresql_where=sa.text("source_key <> ''"),
    )
    op.create_index(
        "ix_touchpoint_stream",
        "touchpoint",
        ["client_id", "at", "state", "kind", "is_review", "is_meaningful"],
        unique=False,
    )


def _client_request() -> None:
    op.create_table(
        "client_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("contact_id", sa.String(length=36), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("urgency", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=200), nullable=False),
        sa.Column("text", sa.String(length=20000), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("breach", sa.String(length=32), nullable=True),
        sa.Column("touchpoint_id", sa.String(length=36), nullable=True),
        sa.Column("answer_touch_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "breach IN ('channel', 'not_urgent', 'not_emergency', 'short_notice')",
            name=op.f("ck_client_request_breach_word"),
        ),
        sa.CheckConstraint(
            "urgency IN ('normal', 'urgent', 'emergency')", name=op.f("ck_client_request_urgency_word")
        ),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_client_request_text_length")),
        sa.ForeignKeyConstraint(
            ["answer_touch_id"], ["touchpoint.id"], name=op.f("fk_client_request_answer_touch_id")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_request_client_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_client_request_contact_id")),
        sa.ForeignKeyConstraint(
            ["touchpoint_id"], ["touchpoint.id"], name=op.f("fk_client_request_touchpoint_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_request")),
    )
    op.create_index(
        op.f("ix_client_request_answer_touch_id"), "client_request", ["answer_touch_id"], unique=False
    )
    op.create_index(
        op.f("ix_client_request_client_id_received_at"),
        "client_request",
        ["client_id", "received_at"],
        unique=False,
    )
    op.create_index(
        "ix_client_request_open",
        "client_request",
        ["received_at"],
        unique=False,
        sqlite_where=sa.text("answered_at IS NULL AND closed_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL AND closed_at IS NULL"),
    )
    op.create_index(
        op.f("ix_client_request_touchpoint_id"), "client_request", ["touchpoint_id"], unique=False
    )
