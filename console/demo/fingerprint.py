"""The fingerprint of a run: the same whenever the same book led to the same decisions at the same moments."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, case, select

from models.tables import ACCOUNT, CONTACT, DECISION, TASK, TOUCHPOINT

A, C = ACCOUNT.c, CONTACT.c
D, K, T = DECISION.c, TASK.c, TOUCHPOINT.c
OWN_WORDS = case((D.touchpoint_id.is_(None), D.because), else_="")


def fingerprint(connection: Connection) -> str:
    """Answer twelve letters over everything concluded, in the customers' time.

    Row ids and the machine's own times are left out, the order in which processes came to write, and the words in
    which a provider or a broken line said something: those may differ from run to run, and mean nothing.
    """
    lines = sorted([*_decisions(connection), *_touchpoints(connection), *_tasks(connection)])
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def _decisions(connection: Connection) -> Iterator[str]:
    query = select(A.key, D.at, D.journey, D.step, D.kind, OWN_WORDS, D.until, D.evidence).join(
        ACCOUNT, A.id == D.account_id
    )
    return _lines("decision", connection.execute(query))


def _touchpoints(connection: Connection) -> Iterator[str]:
    query = (
        select(A.key, C.key, T.journey, T.occurrence, T.step, T.channel, T.template, T.state, T.settled_at)
        .join(ACCOUNT, A.id == T.account_id)
        .join(CONTACT, C.id == T.contact_id)
    )
    return _lines("touchpoint", connection.execute(query))


def _tasks(connection: Connection) -> Iterator[str]:
    query = select(A.key, K.reason, K.step, K.opened_at, K.due_at).join(ACCOUNT, A.id == K.account_id)
    return _lines("task", connection.execute(query))


def _lines(kind: str, rows: Iterable[Row[Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps([kind, *row], default=str, sort_keys=True)
