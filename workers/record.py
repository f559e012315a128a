"""Writing down a batch of rounds: enrollments, touchpoints, tasks, ledger and each account's next look."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from journeys.decisions import Admission, Call, Decision, Decline, HandOver, Hold, Send, Wait
from models.bulk import insert_bulk, update_bulk
from models.tables import ACCOUNT, DECISION, ENROLLMENT, TOUCHPOINT
from models.upsert import insert_new
from workers.aftermath import first_state
from workers.editions import Edition
from workers.gather import Standing
from workers.handover import Opening, open_handed, task_row
from workers.past_runs import AWAY
from workers.prepared import Prepared, Table
from workers.rounds import Stride
from workers.send_key import send_key

OVER = {"finished", "left", AWAY}
NOTHING = Prepared()


class Round(NamedTuple):
    """One account, what was concluded for it, and what is prepared for the tasks that this opens."""

    standing: Standing
    strides: Sequence[Stride]
    table: Table = MappingProxyType({})

    @property
    def handed(self) -> frozenset[str]:
        """Answer the playbooks by which it is handed to a human now."""
        decided = (decision for stride in self.strides for decision in stride.decisions)
        return frozenset(decision.playbook for decision in decided if isinstance(decision, HandOver))


Entry = tuple[Standing, Stride, Sequence[Admission | Decision]]  # one that is kept on record, and what is new in it
Place = tuple[int, str, str]  # an enrollment's natural key: account, journey, occurrence

KINDS = {
    "Enter": "enter", "Decline": "decline", "Send": "send", "Call": "call", "HandOver": "hand over", "Wait": "wait",
    "Hold": "hold", "Skip": "skip", "Leave": "leave", "Finish": "finish",
}  # fmt: skip


def record(
    connection: Connection, now: datetime, machine: datetime, rounds: Sequence[Round], edition: Edition
) -> list[int]:
    """Write down what was concluded; answer the ids of the mails that are now to be delivered."""
    entries = [*_entries(rounds)]
    ids = _enroll(connection, now, entries)
    mails = _plan(connection, now, machine, entries, ids)
    tables = {one.standing.account.id: one.table for one in rounds if one.table}
    open_handed(connection, [*_tasks(now, entries, ids, edition, tables)])
    _tell(connection, now, entries, ids)
    _wake(connection, rounds)
    return mails


def _enroll(connection: Connection, now: datetime, entries: Sequence[Entry]) -> dict[Place, int]:
    ids: dict[Place, int] = {}
    new, moved = [], []
    for standing, stride, news in entries:
        place = _place(standing, stride)
        values = _enrollment(stride, now)
        if stride.row is None:
            new.append(dict(zip(("account_id", "journey", "occurrence"), place, strict=True)) | values)
            continue
        ids[place] = stride.row.id
        if news or (stride.state != "declined" and _place_in_time(stride) != _place_in_time(stride.row)):
            moved.append({"id": stride.row.id} | values)
    update_bulk(connection, ENROLLMENT, moved)
    t = ENROLLMENT.c
    columns = (t.id, t.account_id, t.journey, t.occurrence)
    for row in insert_new(connection, ENROLLMENT, new, *columns):
        ids[row.account_id, row.journey, row.occurrence] = row.id
    return ids


def _place_in_time(stands: Stride | Row[Any]) -> tuple[object, ...]:
    return stands.step, stands.started_at, stands.wake_at


def _enrollment(stride: Stride, now: datetime) -> dict[str, Any]:
    return {
        "publication_id": stride.publication,
        "state": stride.state,
        "step": stride.step,
        "started_at": stride.started_at,
        "wake_at": stride.wake_at,
        "standing": stride.standing,
        "because": stride.decisions[-1].because,
        "ended_at": now if stride.state in OVER else None,
    }


def _plan(
    connection: Connection, now: datetime, machine: datetime, entries: Sequence[Entry], ids: Mapping[Place, int]
) -> list[int]:
    rows = [
        _touchpoint(now, machine, standing, stride, decision) | {"enrollment_id": ids[_place(standing, stride)]}
        for standing, stride, news in entries
        for decision in news
        if isinstance(decision, Send | Call)
    ]
    t = TOUCHPOINT.c
    return [row.id for row in insert_new(connection, TOUCHPOINT, rows, t.id, t.state) if row.state == "planned"]


def _touchpoint(
    now: datetime, machine: datetime, standing: Standing, stride: Stride, decision: Send | Call
) -> dict[str, Any]:
    place = (stride.journey, stride.occurrence, decision.step)
    return _told(standing, place, decision) | {
        "account_id": standing.account.id,
        "journey": stride.journey,
        "occurrence": stride.occurrence,
        "step": decision.step,
        "because": decision.because,
        "due_at": now,
        "fence": 0,
        "attempts": 0,
        "hinted_at": machine,
        "created_at": now,
    }


def _told(standing: Standing, place: tuple[str, str, str], decision: Send | Call) -> dict[str, Any]:
    """Answer whom it is said to, by which way, and under which key."""
    if isinstance(decision, Call):
        key = send_key(standing.account.key, *place, f"webhook {decision.webhook}")
        told = {"key": key, "contact_id": None, "channel": "webhook", "template": decision.webhook}
        return told | {"commercial": False, "state": "planned"}
    return {
        "key": send_key(standing.account.key, *place, standing.contact_keys[decision.contact]),
        "contact_id": decision.contact,
        "channel": decision.channel,
        "template": decision.template,
        "commercial": decision.commercial,
        "state": first_state(decision.channel),
    }


def _tasks(
    now: datetime, entries: Sequence[Entry], ids: Mapping[Place, int], edition: Edition, tables: Mapping[int, Table]
) -> Iterator[Opening]:
    for standing, stride, news in entries:
        for decision in news:
            if isinstance(decision, HandOver):
                journey = {"enrollment_id": ids[_place(standing, stride)], "journey": stride.journey}
                prepared = tables.get(standing.account.id, {}).get(decision.playbook, NOTHING)
                task = task_row(now, standing, decision, edition, prepared.evidence)
                yield Opening(task | journey, prepared.draft)


def _tell(connection: Connection, now: datetime, entries: Sequence[Entry], ids: Mapping[Place, int]) -> None:
    lines = [
        {
            "account_id": standing.account.id,
            "enrollment_id": ids[_place(standing, stride)],
            "journey": stride.journey,
            "step": getattr(decision, "step", None),
            "kind": KINDS[type(decision).__name__],
            "because": decision.because,
            "reason": getattr(decision, "reason", ""),
            "evidence": dict(decision.evidence),
            "until": decision.until if isinstance(decision, Wait | Hold | Decline) else None,
            "at": now,
        }
        for standing, stride, news in entries
        for decision in news
    ]
    if lines:
        statement, parameters = insert_bulk(connection, DECISION, lines)
        connection.execute(statement, parameters)


def _wake(connection: Connection, rounds: Sequence[Round]) -> None:
    rows = [
        {
            "id": standing.account.id,
            "wake_at": min((stride.wake_at for stride in strides if stride.wake_at is not None), default=None),
            "leased_until": None,
        }
        for standing, strides, _ in rounds
    ]
    update_bulk(connection, ACCOUNT, rows)


def _entries(rounds: Sequence[Round]) -> Iterator[Entry]:
    strides = ((standing, stride) for standing, strides, _ in rounds for stride in strides if not stride.is_quiet)
    return ((standing, stride, stride.news) for standing, stride in strides)


def _place(standing: Standing, stride: Stride) -> Place:
    return standing.account.id, stride.journey, stride.occurrence
