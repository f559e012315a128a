"""The product with one of its guards taken out, in processes that are born so; its code is left as it is."""

import os
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, update

from tests.chaos.keyless import drop_unique_keys
from tests.chaos.rebinding import rebind
from tests.chaos.statements import always, change_statements, mark_reached, never, nobody_in, somebody_in

OPENING = r"UPDATE touchpoint SET template[\s\S]*RETURNING"
CLAIMING = r"UPDATE touchpoint SET fence[\s\S]*RETURNING"
OF_A_MAIL = r"UPDATE touchpoint SET"
EXPIRING = r"UPDATE touchpoint SET state=[\s\S]*SELECT touchpoint.id"
TAKING = r"UPDATE account SET leased_until=[\s\S]*RETURNING"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A guard by name, what takes it out of a process (and of the database), and the faults that must catch that.

    `shows` is what has to be said of such a run, as a pattern: that it is stuck proves nothing of a guard that lets
    nothing through. `scale` is the least size at which that happens for certain. `patience`, in seconds, is shorter
    where to be stuck is what shows; elsewhere a busy machine gets its time.
    """

    name: str
    without: Callable[[], None]
    caught_by: tuple[str, ...]
    shows: str = r"\d+ duplicated"
    scale: float = 0.005
    patience: float = 60.0
    engines: tuple[str, ...] = ("sqlite", "postgresql")
    schema: Callable[[Engine], None] = lambda _engine: None


def _consent() -> None:
    change_statements(OPENING, nobody_in("suppression"))


def _shut() -> None:
    change_statements(OPENING, nobody_in("closure"))


def _stirred() -> None:
    change_statements(OPENING, nobody_in("account"))


def _moved() -> None:
    """Either would do: the address itself, and that something was learned of the account."""
    change_statements(OPENING, somebody_in("contact"))
    _stirred()


def _fence() -> None:
    change_statements(OF_A_MAIL, always(r"touchpoint\.fence = ?"))


def _state() -> None:
    """Any of three would do: the state of the mail itself, that a try was taken, and that it was said already."""
    from models import echoes

    rebind(echoes.find_echoes, lambda *_, **__: set())
    change_statements(f"{OPENING}|{CLAIMING}", always(r"touchpoint\.state = ?"))
    change_statements(OPENING, never(r"touchpoint\.attempts > ?"))


def _lease_of_mails() -> None:
    change_statements(EXPIRING, always(r"touchpoint\.leased_until < ?"))


def _lease_of_accounts() -> None:
    change_statements(TAKING, never(r"account\.leased_until < ?"))


def _sweep() -> None:
    """Both: what is urgent has a sweep of its own."""
    from models import agenda

    def nothing(*_: Any, **__: Any) -> list[int]:
        mark_reached()
        return []

    rebind(agenda.hint_due_mails, nothing)
    rebind(agenda.hint_urgent_mails, nothing)


def _deaf() -> None:
    """Hear nothing of what the provider tells of its mails: that settles most of what is in doubt by itself."""
    from models import provider_events

    rebind(provider_events.add_events, lambda *_: set())


def _unknown_is_never_sent_again() -> None:
    """Either would do: that nobody sends again what is in doubt, and that the provider tells soon what it took."""
    from models import sending
    from models.tables import TOUCHPOINT

    def plan_again(connection: Any, machine: Any, _because: str) -> list[Any]:
        t = TOUCHPOINT.c
        dead = (t.state == "sending") & (t.leased_until < machine)
        change = update(TOUCHPOINT).where(dead).values(state="planned", leased_until=None, hinted_at=None)
        if connection.execute(change).rowcount:
            mark_reached()
        return []

    rebind(sending.expire, plan_again)
    _deaf()


def _record_before_act() -> None:
    """Let transaction A look and roll back, and write only once the provider has answered."""
    from models import sending
    from workers import deliver

    open_, settle, opened = sending.open_attempt, deliver._settle, threading.local()

    def only_look(connection: Any, row: Any, *words: Any) -> Any:
        mark_reached()
        trial = connection.begin_nested()
        number = open_(connection, row, *words)
        trial.rollback()
        opened.words = (row, *words)
        return number

    def open_and_settle(app: Any, connection: Any, answered: Any, machine: Any) -> None:
        open_(connection, *opened.words)
        settle(app, connection, answered, machine)

    rebind(open_, only_look)
    rebind(settle, open_and_settle)


def _stopping() -> None:
    from workers import manners

    class Deaf(threading.Event):
        def is_set(self) -> bool:
            mark_reached()
            return False

    rebind(manners.STOPPING, Deaf())


def _outcome(kind: str, becomes: Callable[[str], Any]) -> None:
    """Let what the provider says mean something else."""
    from emails.sendgrid_mailer import SendGridMailer

    send = SendGridMailer.send

    def misread(self: Any, message: Any) -> Any:
        outcome = send(self, message)
        if type(outcome).__name__ != kind:
            return outcome
        mark_reached()
        return becomes(outcome.detail)

    SendGridMailer.send = misread  # type: ignore[method-assign]


def _doubt() -> None:
    from emails.outcomes import Postponed

    _outcome("Unknown", Postponed)
    _deaf()


def _locked() -> None:
    from emails.outcomes import Refused

    _outcome("Locked", Refused)


def _stable_key() -> None:
    from workers import send_key

    def salted(*names: str) -> str:
        mark_reached()
        return os.urandom(16).hex()

    rebind(send_key.send_key, salted)


def _lateness() -> None:
    from journeys import engine

    def in_time(_look: Any) -> None:
        mark_reached()

    rebind(engine._late, in_time)


def _patience_of_hints() -> None:
    change_statements(r"UPDATE touchpoint SET hinted_at[\s\S]*RETURNING", never(r"touchpoint\.hinted_at < ?"))


def _fuse() -> None:
    from workers import fuse

    def trusting(*_: Any) -> str:
        mark_reached()
        return ""

    rebind(fuse.trouble, trusting)
    rebind(fuse.jump, trusting)


def _agreement() -> None:
    from workers.agreement import Clocks

    def right(_clocks: Clocks) -> bool:
        mark_reached()
        return True

    Clocks.agree = property(right)  # type: ignore[assignment, method-assign]


def _dedupe() -> None:
    """Take for news whatever is told of a mail; that the row is there only once is the database's doing."""
    from models import provider_events

    add = provider_events.add_events

    def all_is_new(connection: Any, rows: Any) -> set[str]:
        new = add(connection, rows)
        told = {str(row["event_id"]) for row in rows}
        if told - new:
            mark_reached()
        return told

    rebind(add, all_is_new)


def _room() -> None:
    """Take the caps and the gap out of transaction A; before it, the engine asks for them, but not at that instant."""
    change_statements(OPENING, _without_room)


def _without_room(statement: str) -> str:
    """Let nobody find another mail that is too near, or one too many: what is counted is counted, and is nothing."""
    return re.sub(r"\(SELECT count\(\*\) AS", "(SELECT 0 * count(*) AS", statement)


NOT_STUCK = r"^(?!.*stuck)"  # who gives up waiting calls the rest lost: that proves nothing

MUTANTS = (
    Mutant("unique key", mark_reached, ("twins",), schema=drop_unique_keys),
    Mutant("stable send key", _stable_key, ("redelivery",), r"\d+ unexpected"),
    Mutant("fence", _fence, ("freezing",), scale=0.1),
    Mutant("said is said", _state, ("redelivery",)),
    Mutant("lease of mails", _lease_of_mails, ("redelivery",), "taken for dead"),
    Mutant("end of an account's lease", _lease_of_accounts, ("deaths",), r"[1-9]\d* accounts to look at", 0.02, 10.0),
    Mutant("sweep", _sweep, ("lost-hints",), r"[1-9]\d* mails to send", 0.05, 15.0),
    Mutant("patience with hints", _patience_of_hints, ("lost-hints",), r"[1-9]\d* mails to send", 0.05, 15.0),
    Mutant("record before act", _record_before_act, ("deaths",), scale=0.02),
    Mutant("in doubt is never sent again", _unknown_is_never_sent_again, ("deaths",), scale=0.02),
    Mutant("no answer is no refusal", _doubt, ("provider",)),
    Mutant("a key refused is no mail refused", _locked, ("provider",), rf"{NOT_STUCK}\d+ lost"),
    Mutant("stopping in the middle of a batch", _stopping, ("deploys",), "did not stop in time|unresolved"),
    Mutant("consent looked at once more", _consent, ("unsubscribing",), r"[1-9]\d* sent although the unsubscribe"),
    Mutant("doors looked at once more", _shut, ("news",), "sent while all was paused"),
    Mutant("address looked at once more", _moved, ("news",), "sent to an address that was given up", 0.02),
    Mutant("news since the claim", _stirred, ("news",), "sent although it was done before"),
    Mutant("room looked at once more", _room, ("crowd",), r"[1-9]\d* within the cap"),
    Mutant("events are told once", _dedupe, ("events",), r"[1-9]\d* too many"),
    Mutant("lateness", _lateness, ("week-away",), r"[1-9]\d* beyond their lateness"),
    Mutant("fuse", _fuse, ("clocks",), r"no alarm \(fuse\)|[1-9]\d* sent when"),
    Mutant("wrong machines stand still", _agreement, ("clocks",), "not named", engines=("postgresql",)),
)
BY_NAME: Mapping[str, Mutant] = {mutant.name: mutant for mutant in MUTANTS}


def mutate(told: str) -> None:
    """Take the guard of that name out of this process."""
    BY_NAME[told].without()
