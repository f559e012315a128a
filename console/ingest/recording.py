"""Recording: many parcels in one transaction, and a letter that breaks it found and set aside."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, exc

from console.failures import explain
from console.ingest.guide import Guide, guide_of
from console.ingest.letter import Letter
from console.ingest.parcel import Parcel
from console.ingest.problem import Problem, database_away
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts, EventFacts, LinkFacts, Outcome, printable
from models.reception import Receipt, Told, receive
from models.refusals import keep_refusals
from workers.boot import App

log = logging.getLogger("tenure.ingest")

KINDS = (AccountFacts, ContactFacts, LinkFacts, EventFacts)
AWAY = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
OUR_LIMITS = "54"  # the class of PostgreSQL's errors that mean: something told is too large
MOST_REASONS = 20  # of one message: a small one can hold thousands of traits
TAKEN = "its messageId stands for another event already ({origin}): each needs an id of its own"
UNRECORDED = "it cannot be recorded; the log of the web process says why"

Letters = Sequence[tuple[str, Letter]]  # each with its source


class Recording:
    """Records for one process, one transaction after the other, by the program in force."""

    def __init__(self, app: App) -> None:
        """Remember the app; the program is looked up when it is first asked for."""
        self._app = app
        self.guide: Guide | None = None

    def look_up(self) -> Guide:
        """Answer the guide of the program in force; raise a Problem if the database does not answer."""
        try:
            with look(self._app.engine) as connection:
                edition = self._app.editions.current(connection)
        except exc.SQLAlchemyError as error:
            raise _away(error) from error
        self.guide = guide_of(edition, self.guide or Guide())
        return self.guide

    def record(self, parcels: Sequence[Parcel]) -> None:
        """Record everything in the parcels; what cannot be has its reason afterwards.

        Raises a Problem if the database is away: then it is unknown what was recorded, and all may be sent again.
        """
        guide = self.look_up()
        for parcel in parcels:
            parcel.follow(guide)
        self._record([(parcel.source, letter) for parcel in parcels for letter in parcel.letters], guide)

    def _record(self, letters: Letters, guide: Guide) -> None:
        try:
            with begin(self._app.engine) as connection:
                now = self._app.now()
                refused = _receive(connection, now, letters, guide)
                _keep_refusals(connection, now, letters, refused)
        except Exception as error:
            if _is_away(error):
                raise _away(error) from error
            self._set_aside(letters, guide, error)
        else:
            for place, reasons in refused.items():
                letters[place][1].reasons += reasons

    def _set_aside(self, letters: Letters, guide: Guide, error: Exception) -> None:
        """Record the halves by themselves, until the letter that cannot be recorded is alone."""
        if len(letters) > 1:
            half = len(letters) // 2
            self._record(letters[:half], guide)
            self._record(letters[half:], guide)
            return
        ((_, letter),) = letters
        log.error("a message cannot be recorded", exc_info=error)
        if UNRECORDED in letter.reasons:
            raise Problem(500, "internal_error", UNRECORDED)  # not even the refusal could be written
        letter.facts.clear()
        letter.reasons.append(UNRECORDED)
        self._record(letters, guide)


def _receive(connection: Connection, now: datetime, letters: Letters, guide: Guide) -> Mapping[int, list[str]]:
    """Record the letters; answer, by their place, why the database refuses some."""
    told: dict[type, list[Any]] = {kind: [] for kind in KINDS}
    places: dict[type, list[int]] = {kind: [] for kind in KINDS}
    for place, (_, letter) in enumerate(letters):
        for fact in letter.facts:
            told[type(fact)].append(fact)
            places[type(fact)].append(place)
    if not any(told.values()):
        return {}
    receipt = receive(connection, now, Told(*(told[kind] for kind in KINDS)), wakeful=guide.wakeful)
    _leave_out(letters, places[AccountFacts], receipt.accounts)
    return _refused(places, receipt)


def _leave_out(letters: Letters, places: Sequence[int], accounts: Sequence[Outcome]) -> None:
    """Note the customers of Stripe's that are another account's already; the rest of what was told is taken."""
    for place, outcome in zip(places, accounts, strict=True):
        reason, letter = f"trait stripe_customer_id left out: {outcome.because}", letters[place][1]
        if outcome.kind == "conflict" and reason not in letter.left_out:
            letter.left_out.append(reason)


def _refused(places: Mapping[type, Sequence[int]], receipt: Receipt) -> Mapping[int, list[str]]:
    refused: dict[int, list[str]] = {}
    outcomes = (receipt.accounts, receipt.contacts, receipt.links, receipt.events)
    for kind, of_kind in zip(KINDS, outcomes, strict=True):
        for place, outcome in zip(places[kind], of_kind, strict=True):
            if outcome.kind == "refused":
                refused.setdefault(place, []).append(outcome.because)
            elif outcome.kind == "conflict" and kind is EventFacts:
                refused.setdefault(place, []).append(TAKEN.format(origin=outcome.because))
    return refused


def _keep_refusals(connection: Connection, now: datetime, letters: Letters, refused: Mapping[int, list[str]]) -> None:
    rows = [
        {
            "at": now, "source": source, "message_id": printable(letter.message_id, 200), "reason": reason,
            "content": letter.whole if reason == UNRECORDED else letter.shown,
        }
        for place, (source, letter) in enumerate(letters)
        for reason in islice((*letter.reasons, *refused.get(place, ()), *letter.left_out), MOST_REASONS)
    ]  # fmt: skip
    keep_refusals(connection, rows)


def _is_away(error: Exception) -> bool:
    """Answer whether a failure says nothing about what was told, so that the same may succeed later."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    if isinstance(error, AWAY):
        return not state.startswith(OUR_LIMITS)
    return isinstance(error, exc.ProgrammingError) and explain(error) is not None


def _away(error: Exception) -> Problem:
    return database_away(explain(error) or "the database does not answer")
