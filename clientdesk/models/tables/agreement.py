"""One version of a paper: its draft while it can change, its frozen content once issued or filed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, LargeBinary, text
from sqlmodel import Field

from clientdesk.models.enums import AgreementKind, AgreementState, PaperOrigin
from clientdesk.models.tables.base import (
    MOST_MINOR,
    NAME_LENGTH,
    Day,
    Instant,
    Row,
    between,
    length,
    one_of,
    stored_enum,
)


class Agreement(Row, table=True):
    """`draft`: the kind's document (`models.paper_kinds`) as JSON. `content`: canonical bytes (UTF-8 JSON)
    frozen at issue, or the facts of a paper signed elsewhere; `fingerprint` its SHA-256 in hex. `logo_png`: the
    logo as printed. `signatures`: list of {side, name, on}. `amends_id`: the paper that a change order or
    addendum changes. `governed_by_id`: the standing agreement on file. `template_key`: where the draft came
    from. `net_minor`: price without tax in minor units of `currency`, of a change order what it adds (or takes
    away); None where a paper has no price. `engagement_id` is None only for papers about the client as a whole.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        one_of("kind", AgreementKind),
        one_of("state", AgreementState),
        one_of("origin", PaperOrigin),
        length("title", NAME_LENGTH),
        between("version", 1, 10_000),
        between("net_minor", -MOST_MINOR, MOST_MINOR),
        Index(
            "ix_agreement_own_number",
            "number",
            "version",
            unique=True,
            sqlite_where=text("origin = 'own'"),
            postgresql_where=text("origin = 'own'"),
        ),
        CheckConstraint(
            "(state = 'draft') = (content IS NULL) AND (content IS NULL) = (fingerprint IS NULL)",
            name="frozen",
        ),
        CheckConstraint("content IS NULL OR number IS NOT NULL", name="numbered"),
    )

    client_id: str = Field(foreign_key="client.id", max_length=36, index=True)
    engagement_id: str | None = Field(default=None, foreign_key="engagement.id", max_length=36, index=True)
    amends_id: str | None = Field(default=None, foreign_key="agreement.id", max_length=36, index=True)
    governed_by_id: str | None = Field(default=None, foreign_key="agreement.id", max_length=36)
    supersedes_id: str | None = Field(default=None, foreign_key="agreement.id", max_length=36)
    kind: AgreementKind = stored_enum(AgreementKind, default=AgreementKind.STATEMENT_OF_WORK)
    origin: PaperOrigin = stored_enum(PaperOrigin, default=PaperOrigin.OWN)
    state: AgreementState = stored_enum(AgreementState, default=AgreementState.DRAFT)
    title: str = Field(max_length=NAME_LENGTH)
    number: str | None = Field(default=None, max_length=64)
    version: int = Field(default=1, ge=1, le=10_000)
    draft: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    fingerprint: str | None = Field(default=None, max_length=64)
    logo_png: bytes | None = Field(default=None, sa_type=LargeBinary)
    template_key: str = Field(default="", max_length=64)
    net_minor: int | None = Field(default=None, ge=-MOST_MINOR, le=MOST_MINOR, sa_type=BigInteger)
    currency: str = Field(default="", max_length=3)
    issued_at: Instant | None = None
    issued_on: Day | None = None
    expires_on: Day | None = None
    sent_on: Day | None = None
    executed_on: Day | None = None
    ends_on: Day | None = None
    signatures: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
