"""What happens to an issued paper: sent, signed, declined, withdrawn, run out. None of it can be undone."""

from __future__ import annotations

from datetime import date, timedelta

from clientdesk.models.enums import AgreementState, Side, SigningKind
from clientdesk.models.errors import InvalidInput, Problem
from clientdesk.models.family_checks import sending_problems
from clientdesk.models.tables import Agreement
from clientdesk.services import executing, paper_reads, paper_states
from clientdesk.services.ports import Clock
from clientdesk.services.practice import PracticeService
from clientdesk.services.signing_log import log_event
from clientdesk.store.unit_of_work import Store, fetch

_CLOSED = {
    AgreementState.WITHDRAWN: (SigningKind.WITHDRAWN, "Withdraw paper"),
    AgreementState.DECLINED: (SigningKind.DECLINED, "Mark as declined"),
}


class PaperSteps:
    """Moves papers from state to state, each step with its line in the log."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice

    def mark_sent(self, agreement_id: str, on: date | None) -> None:
        """Record that a paper went out; today unless said otherwise.

        Raises:
            InvalidInput: a day to come or before it was issued, or a paper that is never for the client's eyes.
            WrongState: it isn't issued, or was sent already.
        """
        with self._store.writing("Mark as sent", undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            if problems := sending_problems(agreement.kind):
                raise InvalidInput(problems)
            paper_states.require(agreement, (AgreementState.ISSUED,))
            day = executing.past_day(on, self._practice.today(), "sent_on")
            if agreement.issued_on is not None and day < agreement.issued_on:
                raise InvalidInput([Problem("sent_on", "before_issue")])
            agreement.state = AgreementState.SENT
            agreement.sent_on = day
            log_event(session, agreement, SigningKind.SENT, clock=self._clock, signed_on=agreement.sent_on)

    def mark_signed(self, agreement_id: str, side: Side, name: str, on: date | None) -> AgreementState:
        """Record one side's signature without a file. See `executing.add_signature`."""
        with self._store.writing("Mark as signed", undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            return executing.add_signature(session, agreement, side, name, on, clock=self._clock)

    def close(self, agreement_id: str, state: AgreementState) -> None:
        """Withdrawn by the consultant, or declined by the client, before it is executed.

        Raises:
            InvalidInput: papers of its kind wait for no answer.
            WrongState: it isn't out.
        """
        kind, label = _CLOSED[state]
        with self._store.writing(label, undoable=False) as session:
            agreement = fetch(session, Agreement, agreement_id)
            paper_states.require_kind(agreement, paper_states.ANSWERED_KINDS, "no_answer_wanted")
            paper_states.require(agreement, paper_states.OUT)
            agreement.state = state
            log_event(session, agreement, kind, clock=self._clock)

    def expire(self) -> int:
        """Mark papers that nobody signed and whose last day has passed; returns how many."""
        late = paper_reads.unsigned_until(self._practice.today() - timedelta(days=1))
        with self._store.reading() as session:
            found = paper_reads.ids(session, late)
        if not found:
            return 0
        with self._store.writing("Expire papers", undoable=False) as session:
            found = paper_reads.ids(session, late)
            for agreement_id in found:
                agreement = fetch(session, Agreement, agreement_id)
                agreement.state = AgreementState.EXPIRED
                log_event(session, agreement, SigningKind.EXPIRED, clock=self._clock)
        return len(found)
