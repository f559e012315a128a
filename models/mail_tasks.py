"""Tasks about mails: one is open for an account and a reason at a time, and names every mail that it is about."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from models.among import among
from models.tables import TASK
from models.upsert import insert_new
from models.worklist import Closing, close_tasks, make_way

K = TASK.c
Entry = Mapping[str, Any]  # what is known of one mail
KEY, SETTLED = "send key", "settled"


def open_or_add(connection: Connection, task: dict[str, Any], add: Callable[[Row[Any]], Mapping[str, Any]]) -> None:
    """Open this task; where one is open already, give that one what `add` answers of it."""
    make_way(connection, [task])
    while not insert_new(connection, TASK, [task], K.id):
        there = _open(connection, [task["account_id"]], task["reason"])
        if there:  # or it was closed just now
            connection.execute(update(TASK).where(K.id == there[0].id).values(**add(there[0])))
            return


def with_mail(evidence: Mapping[str, Any], entry: Entry) -> dict[str, Entry]:
    """Answer the evidence of a task with one mail more, or with what is known by now of a mail that it has."""
    entries = mails_in(evidence)
    same = (name for name, one in entries.items() if one.get(KEY) == entry[KEY])
    return {**entries, next(same, f"mail {len(entries) + 1}"): entry}


def mails_in(evidence: Mapping[str, Any]) -> dict[str, Entry]:
    """Answer the mails that a task names; before there could be more than one, that was all of its evidence."""
    if KEY in evidence:
        return {"mail 1": evidence}
    return {name: one for name, one in evidence.items() if isinstance(one, Mapping) and KEY in one}


def unsettled(entries: Mapping[str, Entry]) -> list[Entry]:
    """Answer those of these mails that a human still has to look at."""
    return [one for one in entries.values() if SETTLED not in one]


def settle_in_tasks(
    connection: Connection, now: datetime, mails: Sequence[Row[Any]], reason: str, because: str
) -> Sequence[int]:
    """Write in the open tasks of that reason that these mails are settled, and close those that name no others.

    Answers the accounts whose task is closed by it.
    """
    keys, done = {mail.key for mail in mails}, []
    for task in _open(connection, {mail.account_id for mail in mails}, reason):
        entries = dict(_settled(mails_in(task.evidence), keys, because))
        if unsettled(entries):
            connection.execute(update(TASK).where(K.id == task.id).values(evidence=entries))
        else:
            done.append(task.account_id)
    close_tasks(connection, now, [Closing(account, reason, because, {}) for account in done])
    return done


def _settled(entries: Mapping[str, Entry], keys: Collection[str], because: str) -> Iterator[tuple[str, Entry]]:
    for name, one in entries.items():
        yield name, {**one, SETTLED: because} if one[KEY] in keys and SETTLED not in one else one


def _open(connection: Connection, accounts: Collection[int], reason: str) -> Sequence[Row[Any]]:
    mine = among(connection, K.account_id, accounts), K.reason == reason, K.state == "open"
    return connection.execute(select(TASK).where(*mine).order_by(K.id).with_for_update()).all() if accounts else []
