"""The judgment: what the planner expects, what the provider wrote down, and what the database believes."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from models.database import look
from models.tables import TASK, TOUCHPOINT
from tests.chaos.program import WITNESS
from tests.chaos.stage import Stage
from tests.provider import accepted_keys

T = TOUCHPOINT.c


@dataclass(frozen=True, slots=True)
class Tally:
    """Every expected mail is in one of `ok`, `lost`, `duplicated`, `unresolved`; `unexpected` ones were not planned.

    `unasked` are those in doubt to an account about which no human is asked: there must be none (one open task is
    enough for an account). `phantoms` are believed to be
    accepted, and the provider has never seen them: they are among the lost.
    """

    expected: int
    ok: int
    lost: int
    duplicated: int
    unexpected: int
    unresolved: int
    unasked: int
    phantoms: int

    @property
    def wrong(self) -> int:
        """Answer how much is wrong whatever the fault was."""
        return self.lost + self.duplicated + self.unexpected + self.unasked


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found after a run: how often each key was accepted, each mail's state, and of which a human is asked.

    `witnesses` are the keys of mails by which it shows that others were not taken; each is expected once, too.
    """

    accepted: Counter[str]
    states: Mapping[str, str]
    asked: Collection[str]
    witnesses: Collection[str]

    @property
    def unknown(self) -> set[str]:
        """Answer the keys in doubt."""
        return {key for key, state in self.states.items() if state == "unknown"}


def find(stage: Stage) -> Findings:
    """Answer what the ledger and the database say."""
    with look(stage.engine) as connection:
        states = {row.key: row.state for row in connection.execute(select(T.key, T.state))}
        open_ = select(TASK.c.account_id).where(TASK.c.reason == "mail-unknown", TASK.c.state == "open")
        asked = set(connection.execute(select(T.key).where(T.account_id.in_(open_))).scalars())
        seen = set(connection.execute(select(T.key).where(T.journey == WITNESS)).scalars())
    late = {key for key in seen if states[key] in ("planned", "sending")}  # they came when all was over
    accepted = Counter(key for key in accepted_keys(stage.ledger) if key not in late)
    return Findings(accepted, states, asked, seen - late)


def judge(expected: Collection[str], found: Findings) -> Tally:
    """Answer the tally."""
    wanted, known = {*expected, *found.witnesses}, found.states
    duplicated = {key for key, times in found.accepted.items() if times > 1}
    strange = {key for key in found.accepted if key not in wanted or known.get(key) not in ("accepted", "unknown")}
    unresolved = (wanted & found.unknown) - duplicated
    ok = {key for key in wanted if found.accepted[key] == 1 and known.get(key) == "accepted"}
    lost = wanted - ok - unresolved - duplicated - strange
    return Tally(
        expected=len(wanted),
        ok=len(ok),
        lost=len(lost),
        duplicated=len(duplicated),
        unexpected=len(strange - duplicated),
        unresolved=len(unresolved),
        unasked=len(unresolved - set(found.asked)),
        phantoms=len({key for key, state in known.items() if state == "accepted" and not found.accepted[key]}),
    )
