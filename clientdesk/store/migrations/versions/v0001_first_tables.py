"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_name", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=False),
        sa.Column("person_title", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("registration_no", sa.String(length=200), nullable=False),
        sa.Column("tax_no", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("locale", sa.String(length=32), nullable=False),
        sa.Column("holiday_region", sa.String(length=16), nullable=False),
        sa.Column("paper_size", sa.String(length=8), nullable=False),
        sa.Column("paper_title", sa.String(length=80), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("terms", sa.String(length=20000), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        sa.Column("tax_basis_points", sa.Integer(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("logo_png", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("length(address) <= 2000", name=op.f("ck_practice_address_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_practice_name_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_practice_name_not_blank")),
        sa.CheckConstraint("length(terms) <= 20000", name=op.f("ck_practice_terms_length")),
        sa.CheckConstraint(
            "limit_days >= 0 AND limit_days <= 10000", name=op.f("ck_practice_limit_days_range")
        ),
        sa.CheckConstraint(
            "payment_days >= 0 AND payment_days <= 365", name=op.f("ck_practice_payment_days_range")
        ),
        sa.CheckConstraint(
            "tax_basis_points >= 0 AND tax_basis_points <= 10000",
            name=op.f("ck_practice_tax_basis_points_range"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_table(
        "tier",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("report_depth", sa.String(length=200), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("is_after", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(description) <= 500", name=op.f("ck_tier_description_length")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_tier_name_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_tier_name_not_blank")),
        sa.CheckConstraint("limit_days >= 0 AND limit_days <= 10000", name=op.f("ck_tier_limit_days_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier")),
    )
    op.create_table(
        "time_off",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_time_off_ends_on_order"),
        ),
        sa.CheckConstraint("length(note) <= 500", name=op.f("ck_time_off_note_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_off")),
    )
    op.create_table(
        "client",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_name", sa.String(length=200), nullable=False),
        sa.Column("tier_id", sa.String(length=36), nullable=True),
        sa.Column("stage", sa.String(length=32), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("registration_no", sa.String(length=200), nullable=False),
        sa.Column("tax_no", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=False),
        sa.Column("notes", sa.String(length=20000), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("colour", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(), nullable=True),
        sa.Column("needs_intake", sa.Boolean(), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snooze_reason", sa.String(length=500), nullable=False),
        sa.Column("is_on_hold", sa.Boolean(), nullable=False),
        sa.Column("hold_until", sa.Date(), nullable=True),
        sa.Column("hold_reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "stage IN ('discovery', 'onboarding', 'planning', 'execution', 'review', 'renewal', 'offboarding')",
            name=op.f("ck_client_stage_word"),
        ),
        sa.CheckConstraint("colour >= 0 AND colour <= 7", name=op.f("ck_client_colour_range")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_client_name_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_client_name_not_blank")),
        sa.CheckConstraint("length(notes) <= 20000", name=op.f("ck_client_notes_length")),
        sa.CheckConstraint(
            "limit_days >= 0 AND limit_days <= 10000", name=op.f("ck_client_limit_days_range")
        ),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_client_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client")),
    )
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_tier_id"), ["tier_id"], unique=False)
    op.create_table(
        "boundary_policy",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("layer", sa.String(length=32), nullable=False),
        sa.Column("tier_id", sa.String(length=36), nullable=True),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(layer = 'default' AND tier_id IS NULL AND client_id IS NULL) OR (layer = 'tier' AND tier_id IS NOT NULL AND client_id IS NULL) OR (layer = 'client' AND client_id IS NOT NULL AND tier_id IS NULL)",
            name=op.f("ck_boundary_policy_owner"),
        ),
        sa.CheckConstraint(
            "layer IN ('default', 'tier', 'client')", name=op.f("ck_boundary_policy_layer_word")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_boundary_policy_client_id")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_boundary_policy_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_policy")),
    )
    with op.batch_alter_table("boundary_policy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_boundary_policy_layer_tier_id_client_id_in_force_from"),
            ["layer", "tier_id", "client_id", "in_force_from"],
            unique=False,
        )
    op.create_table(
        "contact",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("notes", sa.String(length=20000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_contact_name_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_contact_name_not_blank")),
        sa.CheckConstraint("length(notes) <= 20000", name=op.f("ck_contact_notes_length")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_contact_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_client_id"), ["client_id"], unique=False)
    op.create_table(
        "engagement",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("fee_minor", sa.BigInteger(), nullable=True),
        sa.Column("rate_minor", sa.BigInteger(), nullable=True),
        sa.Column("minutes_a_month", sa.Integer(), nullable=True),
        sa.Column("minutes_a_week", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=20000), nullable=False),
        sa.Column("revision_rounds", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint(
            "kind IN ('fixed_fee', 'time_and_materials', 'retainer')", name=op.f("ck_engagement_kind_word")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_engagement_ends_on_order"),
        ),
        sa.CheckConstraint(
            "fee_minor >= 0 AND fee_minor <= 1000000000000000", name=op.f("ck_engagement_fee_minor_range")
        ),
        sa.CheckConstraint("length(purpose) <= 20000", name=op.f("ck_engagement_purpose_length")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_engagement_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_engagement_title_not_blank")),
        sa.CheckConstraint(
            "minutes_a_month >= 0 AND minutes_a_month <= 44640",
            name=op.f("ck_engagement_minutes_a_month_range"),
        ),
        sa.CheckConstraint(
            "minutes_a_week >= 0 AND minutes_a_week <= 10080", name=op.f("ck_engagement_minutes_a_week_range")
        ),
        sa.CheckConstraint(
            "rate_minor >= 0 AND rate_minor <= 1000000000000000", name=op.f("ck_engagement_rate_minor_range")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_engagement_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_engagement")),
    )
    with op.batch_alter_table("engagement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_engagement_client_id_ends_on"), ["client_id", "ends_on"], unique=False
        )
    op.create_table(
        "notification_log",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("occasion", sa.String(length=500), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("rhythm_kind", sa.String(length=16), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("notice_id", sa.String(length=36), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'announced', 'perhaps', 'acted', 'dismissed', 'failed')",
            name=op.f("ck_notification_log_state_word"),
        ),
        sa.CheckConstraint("length(occasion) <= 500", name=op.f("ck_notification_log_occasion_length")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_notification_log_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_log")),
        sa.UniqueConstraint("occasion", name=op.f("uq_notification_log_occasion")),
    )
    with op.batch_alter_table("notification_log", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notification_log_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notification_log_notice_id"), ["notice_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("engagement_id", sa.String(length=36), nullable=False),
        sa.Column("supersedes_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("logo_png", sa.LargeBinary(), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("executed_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("signatures", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (content IS NULL) AND (content IS NULL) = (fingerprint IS NULL)",
            name=op.f("ck_agreement_frozen"),
        ),
        sa.CheckConstraint("kind IN ('statement_of_work')", name=op.f("ck_agreement_kind_word")),
        sa.CheckConstraint(
            "state IN ('draft', 'issued', 'sent', 'signed', 'executed', 'superseded', 'declined', 'withdrawn', 'expired')",
            name=op.f("ck_agreement_state_word"),
        ),
        sa.CheckConstraint("content IS NULL OR number IS NOT NULL", name=op.f("ck_agreement_numbered")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_agreement_title_length")),
        sa.CheckConstraint("version >= 1 AND version <= 10000", name=op.f("ck_agreement_version_range")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_agreement_client_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_agreement_engagement_id")
        ),
        sa.ForeignKeyConstraint(["supersedes_id"], ["agreement.id"], name=op.f("fk_agreement_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("number", "version", name=op.f("uq_agreement_number_version")),
    )
    with op.batch_alter_table("agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agreement_engagement_id"), ["engagement_id"], unique=False)
    op.create_table(
        "deliverable",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=500), nullable=False),
        sa.Column("acceptance", sa.String(length=20000), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("rounds_allowed", sa.Integer(), nullable=True),
        sa.Column("rounds_used", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("length(acceptance) <= 20000", name=op.f("ck_deliverable_acceptance_length")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_deliverable_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_deliverable_title_not_blank")),
        sa.CheckConstraint(
            "rounds_allowed >= 0 AND rounds_allowed <= 100", name=op.f("ck_deliverable_rounds_allowed_range")
        ),
        sa.CheckConstraint(
            "rounds_used >= 0 AND rounds_used <= 100", name=op.f("ck_deliverable_rounds_used_range")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_deliverable_engagement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliverable")),
    )
    with op.batch_alter_table("deliverable", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deliverable_engagement_id"), ["engagement_id"], unique=False)
    op.create_table(
        "touchpoint",
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
        sa.CheckConstraint(
            "kind IN ('note', 'update', 'report', 'call', 'video', 'meeting', 'mail_sent', 'mail_received', 'message_sent', 'message_received')",
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
    with op.batch_alter_table("touchpoint", schema=None) as batch_op:
        batch_op.create_index(
            "ix_touchpoint_last", ["client_id", "state", "kind", "is_review", "at"], unique=False
        )
        batch_op.create_index(
            "ix_touchpoint_overruled",
            ["client_id"],
            unique=False,
            sqlite_where=sa.text("is_meaningful IS NOT NULL"),
            postgresql_where=sa.text("is_meaningful IS NOT NULL"),
        )
        batch_op.create_index("ix_touchpoint_planned", ["state", "at"], unique=False)
        batch_op.create_index("ix_touchpoint_stream", ["client_id", "at"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("deliverable_id", sa.String(length=36), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.Column("buffer_days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("expected_source", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("engagement_id", sa.String(length=36), nullable=False),
        sa.Column("known_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "buffer_days >= 0 AND buffer_days <= 365", name=op.f("ck_milestone_buffer_days_range")
        ),
        sa.CheckConstraint("length(reason) <= 500", name=op.f("ck_milestone_reason_length")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_milestone_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_milestone_title_not_blank")),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["deliverable.id"], name=op.f("fk_milestone_deliverable_id")
        ),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_milestone_engagement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_milestone_engagement_id"), ["engagement_id"], unique=False)
        batch_op.create_index(
            "ix_milestone_open",
            ["expected_on", "planned_on"],
            unique=False,
            sqlite_where=sa.text("actual_on IS NULL"),
            postgresql_where=sa.text("actual_on IS NULL"),
        )
    op.create_table(
        "rhythm",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
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
        sa.CheckConstraint("kind IN ('update', 'call', 'review')", name=op.f("ck_rhythm_kind_word")),
        sa.CheckConstraint("layer IN ('default', 'tier', 'client')", name=op.f("ck_rhythm_layer_word")),
        sa.CheckConstraint("unit IN ('weekly', 'monthly')", name=op.f("ck_rhythm_unit_word")),
        sa.CheckConstraint("every >= 1 AND every <= 120", name=op.f("ck_rhythm_every_range")),
        sa.CheckConstraint("length(content) <= 500", name=op.f("ck_rhythm_content_length")),
        sa.CheckConstraint("nth >= -1 AND nth <= 4", name=op.f("ck_rhythm_nth_range")),
        sa.CheckConstraint("weekday >= 0 AND weekday <= 6", name=op.f("ck_rhythm_weekday_range")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_rhythm_agreement_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_rhythm_client_id")),
        sa.ForeignKeyConstraint(["tier_id"], ["tier.id"], name=op.f("fk_rhythm_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rhythm")),
    )
    with op.batch_alter_table("rhythm", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rhythm_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_rhythm_tier_id"), ["tier_id"], unique=False)
    op.create_table(
        "work_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("engagement_id", sa.String(length=36), nullable=True),
        sa.Column("milestone_id", sa.String(length=36), nullable=True),
        sa.Column("estimate_minutes", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.String(length=20000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "estimate_minutes >= 1 AND estimate_minutes <= 60000",
            name=op.f("ck_work_item_estimate_minutes_range"),
        ),
        sa.CheckConstraint("length(notes) <= 20000", name=op.f("ck_work_item_notes_length")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_work_item_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_work_item_title_not_blank")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_work_item_client_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_work_item_engagement_id")
        ),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_work_item_milestone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_item")),
    )
    with op.batch_alter_table("work_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_item_client_id"), ["client_id"], unique=False)
        batch_op.create_index(
            "ix_work_item_open",
            ["due_on"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )
    op.create_table(
        "block",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=True),
        sa.Column("work_item_id", sa.String(length=36), nullable=True),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.CheckConstraint("kind IN ('work', 'meeting', 'private')", name=op.f("ck_block_kind_word")),
        sa.CheckConstraint(
            "ends_at IS NULL OR starts_at IS NULL OR ends_at >= starts_at",
            name=op.f("ck_block_ends_at_order"),
        ),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_block_title_length")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_block_client_id")),
        sa.ForeignKeyConstraint(["work_item_id"], ["work_item.id"], name=op.f("fk_block_work_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block")),
    )
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_block_client_id_starts_at"), ["client_id", "starts_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_block_starts_at"), ["starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_block_work_item_id"), ["work_item_id"], unique=False)
