"""Planning: steps, recurring work, worked time, week plans, foreign calendars; more about work items.

Columns are added in place: every statement works on SQLite and PostgreSQL alike and copies no table.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KINDS = "'research', 'writing', 'design', 'build', 'meeting', 'update', 'admin', 'other'"
_ORIGINS = "'own', 'action', 'milestone', 'rhythm', 'step', 'recurring'"

_WORK_ITEM = (
    f"kind VARCHAR(32) NOT NULL DEFAULT 'other' CONSTRAINT ck_work_item_kind_word CHECK (kind IN ({_KINDS}))",
    "origin VARCHAR(32) NOT NULL DEFAULT 'own' "
    f"CONSTRAINT ck_work_item_origin_word CHECK (origin IN ({_ORIGINS}))",
    "source_key VARCHAR(200) NOT NULL DEFAULT ''",
    "impact VARCHAR(32) NOT NULL DEFAULT 'normal' "
    "CONSTRAINT ck_work_item_impact_word CHECK (impact IN ('low', 'normal', 'high'))",
    "planned_on DATE",
    "not_before DATE",
    "carries INTEGER NOT NULL DEFAULT 0 "
    "CONSTRAINT ck_work_item_carries_range CHECK (carries >= 0 AND carries <= 10000)",
    "carried_on DATE",
)


def upgrade() -> None:
    for column in _WORK_ITEM:
        op.execute(f"ALTER TABLE work_item ADD COLUMN {column}")
    op.add_column("work_item", sa.Column("dropped_at", sa.DateTime(), nullable=True))
    op.create_index(
        "ix_work_item_source",
        "work_item",
        ["source_key"],
        unique=True,
        sqlite_where=sa.text("source_key <> ''"),
        postgresql_where=sa.text("source_key <> ''"),
    )
    op.create_index("ix_work_item_milestone", "work_item", ["milestone_id"], unique=False)
    op.execute(
        "ALTER TABLE milestone ADD COLUMN estimate_minutes INTEGER "
        "CONSTRAINT ck_milestone_estimate_minutes_range "
        "CHECK (estimate_minutes >= 1 AND estimate_minutes <= 600000)"
    )
    op.create_table(
        "calendar",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=2000), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("is_busy", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("etag", sa.String(length=500), nullable=False),
        sa.Column("last_modified", sa.String(length=500), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("tried_at", sa.DateTime(), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.Column("expanded_until", sa.Date(), nullable=True),
        sa.CheckConstraint("source IN ('address', 'file', 'import')", name=op.f("ck_calendar_source_word")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_calendar_name_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_calendar_name_not_blank")),
        sa.CheckConstraint("length(place) <= 2000", name=op.f("ck_calendar_place_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar")),
    )
    op.create_table(
        "week_plan",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("intentions", sa.JSON(), nullable=False),
        sa.Column("moved", sa.String(length=20000), nullable=False),
        sa.Column("to_tell", sa.String(length=20000), nullable=False),
        sa.Column("lessons", sa.String(length=20000), nullable=False),
        sa.Column("set_at", sa.DateTime(), nullable=True),
        sa.Column("planned_minutes", sa.Integer(), nullable=True),
        sa.Column("capacity_minutes", sa.Integer(), nullable=True),
        sa.Column("check_ins", sa.Integer(), nullable=True),
        sa.Column("gaps", sa.Integer(), nullable=True),
        sa.Column("wrapped_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("length(lessons) <= 20000", name=op.f("ck_week_plan_lessons_length")),
        sa.CheckConstraint("length(moved) <= 20000", name=op.f("ck_week_plan_moved_length")),
        sa.CheckConstraint("length(to_tell) <= 20000", name=op.f("ck_week_plan_to_tell_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week_plan")),
        sa.UniqueConstraint("starts_on", name=op.f("uq_week_plan_starts_on")),
    )
    op.create_table(
        "calendar_event",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("uid", sa.String(length=500), nullable=False),
        sa.Column("recurrence", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("is_all_day", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("is_busy", sa.Boolean(), nullable=False),
        sa.Column("attendees", sa.String(length=20000), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("calendar_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at IS NULL OR ends_at >= starts_at",
            name=op.f("ck_calendar_event_ends_at_order"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_calendar_event_ends_on_order"),
        ),
        sa.CheckConstraint("length(title) <= 500", name=op.f("ck_calendar_event_title_length")),
        sa.ForeignKeyConstraint(["calendar_id"], ["calendar.id"], name=op.f("fk_calendar_event_calendar_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_calendar_event_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_event")),
    )
    op.create_index(
        op.f("ix_calendar_event_calendar_id_uid"), "calendar_event", ["calendar_id", "uid"], unique=False
    )
    op.create_index(op.f("ix_calendar_event_client_id"), "calendar_event", ["client_id"], unique=False)
    op.create_index(op.f("ix_calendar_event_starts_at"), "calendar_event", ["starts_at"], unique=False)

    op.create_table(
        "recurring_work",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("engagement_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("impact", sa.String(length=32), nullable=False),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("notes", sa.String(length=20000), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.CheckConstraint("impact IN ('low', 'normal', 'high')", name=op.f("ck_recurring_work_impact_word")),
        sa.CheckConstraint(
            "kind IN ('research', 'writing', 'design', 'build', 'meeting', 'update', 'admin', 'other')",
            name=op.f("ck_recurring_work_kind_word"),
        ),
        sa.CheckConstraint(
            "estimate_minutes >= 1 AND estimate_minutes <= 60000",
            name=op.f("ck_recurring_work_estimate_minutes_range"),
        ),
        sa.CheckConstraint("length(notes) <= 20000", name=op.f("ck_recurring_work_notes_length")),
        sa.CheckConstraint("length(rule) <= 500", name=op.f("ck_recurring_work_rule_length")),
        sa.CheckConstraint("length(rule) > 0", name=op.f("ck_recurring_work_rule_not_blank")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_recurring_work_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_recurring_work_title_not_blank")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_recurring_work_client_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_recurring_work_engagement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurring_work")),
    )
    op.create_index(op.f("ix_recurring_work_client_id"), "recurring_work", ["client_id"], unique=False)

    op.create_table(
        "work_step",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("work_item_id", sa.String(length=36), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "estimate_minutes >= 1 AND estimate_minutes <= 60000",
            name=op.f("ck_work_step_estimate_minutes_range"),
        ),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_work_step_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_work_step_title_not_blank")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_work_step_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_step")),
    )
    op.create_index(op.f("ix_work_step_work_item_id"), "work_step", ["work_item_id"], unique=False)

    op.create_table(
        "time_entry",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("engagement_id", sa.String(length=36), nullable=True),
        sa.Column("work_item_id", sa.String(length=36), nullable=True),
        sa.Column("block_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "kind IN ('research', 'writing', 'design', 'build', 'meeting', 'update', 'admin', 'other')",
            name=op.f("ck_time_entry_kind_word"),
        ),
        sa.CheckConstraint("source IN ('block', 'timer', 'typed')", name=op.f("ck_time_entry_source_word")),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at IS NULL OR ends_at >= starts_at",
            name=op.f("ck_time_entry_ends_at_order"),
        ),
        sa.CheckConstraint("length(note) <= 500", name=op.f("ck_time_entry_note_length")),
        sa.ForeignKeyConstraint(["block_id"], ["block.id"], name=op.f("fk_time_entry_block_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_time_entry_client_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_time_entry_engagement_id")
        ),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_time_entry_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_entry")),
    )
    op.create_index(
        "ix_time_entry_block",
        "time_entry",
        ["block_id"],
        unique=True,
        sqlite_where=sa.text("block_id IS NOT NULL"),
        postgresql_where=sa.text("block_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_time_entry_client_id_starts_at"), "time_entry", ["client_id", "starts_at"], unique=False
    )
    op.create_index(op.f("ix_time_entry_starts_at"), "time_entry", ["starts_at"], unique=False)
    op.create_index(op.f("ix_time_entry_work_item_id"), "time_entry", ["work_item_id"], unique=False)

    op.execute(
        "ALTER TABLE block ADD COLUMN step_id VARCHAR(36) "
        "CONSTRAINT fk_block_step_id REFERENCES work_step (id)"
    )
    op.create_index(op.f("ix_block_step_id"), "block", ["step_id"], unique=False)
