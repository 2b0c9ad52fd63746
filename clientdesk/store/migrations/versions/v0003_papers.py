"""Papers: every kind of the family, files kept, the signing log, baselines, payments, templates, clauses, discovery.

The table of agreements is made anew, since SQLite can't change a check in place; its rows are copied as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEPT = (
    "id, created_at, client_id, engagement_id, supersedes_id, kind, state, title, number, version, draft, content, "
    "fingerprint, logo_png, issued_at, issued_on, expires_on, sent_on, executed_on, ends_on, signatures"
)


def upgrade() -> None:
    _practice_and_engagement()
    _agreement()
    _new_tables()


def _practice_and_engagement() -> None:
    op.execute("ALTER TABLE practice ADD COLUMN paper_language VARCHAR(8) NOT NULL DEFAULT ''")
    op.execute(
        "ALTER TABLE engagement ADD COLUMN rollover_months INTEGER NOT NULL DEFAULT 0 "
        "CONSTRAINT ck_engagement_rollover_months_range CHECK (rollover_months >= 0 AND rollover_months <= 12)"
    )


def _agreement() -> None:
    op.create_table(
        "agreement_new",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.Column("engagement_id", sa.String(length=36), nullable=True),
        sa.Column("amends_id", sa.String(length=36), nullable=True),
        sa.Column("governed_by_id", sa.String(length=36), nullable=True),
        sa.Column("supersedes_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("origin", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("logo_png", sa.LargeBinary(), nullable=True),
        sa.Column("template_key", sa.String(length=64), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
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
        sa.CheckConstraint(
            "kind IN ('statement_of_work', 'proposal', 'change_order', 'addendum', 'status_report', 'meeting_summary', 'relationship_audit', 'offboarding_letter', 'welcome_letter', 'master_agreement')",
            name=op.f("ck_agreement_kind_word"),
        ),
        sa.CheckConstraint("origin IN ('own', 'external')", name=op.f("ck_agreement_origin_word")),
        sa.CheckConstraint(
            "state IN ('draft', 'issued', 'sent', 'signed', 'executed', 'superseded', 'declined', 'withdrawn', 'expired')",
            name=op.f("ck_agreement_state_word"),
        ),
        sa.CheckConstraint("content IS NULL OR number IS NOT NULL", name=op.f("ck_agreement_numbered")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_agreement_title_length")),
        sa.CheckConstraint("version >= 1 AND version <= 10000", name=op.f("ck_agreement_version_range")),
        sa.CheckConstraint(
            "net_minor >= -1000000000000000 AND net_minor <= 1000000000000000",
            name=op.f("ck_agreement_net_minor_range"),
        ),
        sa.ForeignKeyConstraint(["amends_id"], ["agreement.id"], name=op.f("fk_agreement_amends_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_agreement_client_id")),
        sa.ForeignKeyConstraint(
            ["engagement_id"], ["engagement.id"], name=op.f("fk_agreement_engagement_id")
        ),
        sa.ForeignKeyConstraint(
            ["governed_by_id"], ["agreement.id"], name=op.f("fk_agreement_governed_by_id")
        ),
        sa.ForeignKeyConstraint(["supersedes_id"], ["agreement.id"], name=op.f("fk_agreement_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )

    op.execute(
        f"INSERT INTO agreement_new ({_KEPT}, origin, template_key, currency) "  # noqa: S608
        f"SELECT {_KEPT}, 'own', '', '' FROM agreement"
    )
    op.drop_table("agreement")
    op.rename_table("agreement_new", "agreement")
    op.create_index(op.f("ix_agreement_amends_id"), "agreement", ["amends_id"], unique=False)
    op.create_index(op.f("ix_agreement_client_id"), "agreement", ["client_id"], unique=False)
    op.create_index(op.f("ix_agreement_engagement_id"), "agreement", ["engagement_id"], unique=False)
    op.create_index(
        "ix_agreement_own_number",
        "agreement",
        ["number", "version"],
        unique=True,
        sqlite_where=sa.text("origin = 'own'"),
        postgresql_where=sa.text("origin = 'own'"),
    )


def _new_tables() -> None:
    op.create_table(
        "paper_file",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("agreement_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('issued', 'scan', 'received', 'external')", name=op.f("ck_paper_file_kind_word")
        ),
        sa.CheckConstraint("length(name) <= 255", name=op.f("ck_paper_file_name_length")),
        sa.CheckConstraint("size >= 0 AND size <= 52428800", name=op.f("ck_paper_file_size_range")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_paper_file_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_file")),
    )
    op.create_index(op.f("ix_paper_file_agreement_id"), "paper_file", ["agreement_id"], unique=False)
    op.create_table(
        "signing_event",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("agreement_id", sa.String(length=36), nullable=False),
        sa.Column("file_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=True),
        sa.Column("signer", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("content_id", sa.String(length=32), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("entered_by", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=20000), nullable=False),
        sa.CheckConstraint(
            "kind IN ('issued', 'sent', 'paper_scan', 'told', 'received', 'external', 'executed', 'superseded', 'declined', 'withdrawn', 'expired')",
            name=op.f("ck_signing_event_kind_word"),
        ),
        sa.CheckConstraint("side IN ('consultant', 'client')", name=op.f("ck_signing_event_side_word")),
        sa.CheckConstraint("length(note) <= 20000", name=op.f("ck_signing_event_note_length")),
        sa.CheckConstraint("length(signer) <= 200", name=op.f("ck_signing_event_signer_length")),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_signing_event_agreement_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["paper_file.id"], name=op.f("fk_signing_event_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_event")),
    )
    op.create_index(op.f("ix_signing_event_agreement_id"), "signing_event", ["agreement_id"], unique=False)
    op.create_table(
        "milestone_baseline",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("milestone_id", sa.String(length=36), nullable=False),
        sa.Column("agreement_id", sa.String(length=36), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("executed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreement.id"], name=op.f("fk_milestone_baseline_agreement_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_baseline_milestone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_baseline")),
    )
    op.create_index(
        op.f("ix_milestone_baseline_agreement_id"), "milestone_baseline", ["agreement_id"], unique=False
    )
    op.create_index(
        op.f("ix_milestone_baseline_milestone_id"), "milestone_baseline", ["milestone_id"], unique=False
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("engagement_id", sa.String(length=36), nullable=False),
        sa.Column("agreement_id", sa.String(length=36), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("label", sa.String(length=500), nullable=False),
        sa.Column("tied_to", sa.String(length=64), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_days", sa.Integer(), nullable=False),
        sa.Column("invoiced_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("due_days >= 0 AND due_days <= 365", name=op.f("ck_payment_due_days_range")),
        sa.CheckConstraint(
            "amount_minor >= -1000000000000000 AND amount_minor <= 1000000000000000",
            name=op.f("ck_payment_amount_minor_range"),
        ),
        sa.CheckConstraint("length(label) <= 500", name=op.f("ck_payment_label_length")),
        sa.CheckConstraint("position >= 0 AND position <= 10000", name=op.f("ck_payment_position_range")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_payment_agreement_id")),
        sa.ForeignKeyConstraint(["engagement_id"], ["engagement.id"], name=op.f("fk_payment_engagement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    op.create_index(op.f("ix_payment_agreement_id"), "payment", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_payment_engagement_id"), "payment", ["engagement_id"], unique=False)
    op.create_table(
        "paper_template",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("shipped_key", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('statement_of_work', 'proposal', 'change_order', 'addendum', 'status_report', 'meeting_summary', 'relationship_audit', 'offboarding_letter', 'welcome_letter', 'master_agreement')",
            name=op.f("ck_paper_template_kind_word"),
        ),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_paper_template_name_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_paper_template_name_not_blank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_template")),
    )
    op.create_index(
        "ix_paper_template_shipped",
        "paper_template",
        ["shipped_key", "language"],
        unique=True,
        sqlite_where=sa.text("shipped_key <> ''"),
        postgresql_where=sa.text("shipped_key <> ''"),
    )
    op.create_table(
        "clause",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("section", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.String(length=20000), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("shipped_key", sa.String(length=64), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(body) <= 20000", name=op.f("ck_clause_body_length")),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_clause_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_clause_title_not_blank")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
    )
    op.create_index(
        "ix_clause_shipped",
        "clause",
        ["shipped_key", "language"],
        unique=True,
        sqlite_where=sa.text("shipped_key <> ''"),
        postgresql_where=sa.text("shipped_key <> ''"),
    )
    op.create_table(
        "discovery_answer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("question_key", sa.String(length=64), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.String(length=20000), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(length=36), nullable=False),
        sa.CheckConstraint("length(answer) <= 20000", name=op.f("ck_discovery_answer_answer_length")),
        sa.CheckConstraint("length(question) <= 500", name=op.f("ck_discovery_answer_question_length")),
        sa.CheckConstraint("length(question) > 0", name=op.f("ck_discovery_answer_question_not_blank")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_discovery_answer_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discovery_answer")),
        sa.UniqueConstraint(
            "client_id", "question_key", name=op.f("uq_discovery_answer_client_id_question_key")
        ),
    )
