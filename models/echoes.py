"""Echoes: mails and messages that would say to a person once more what they were told as a member of another account.

A person may move to another account together with what a journey starts from: a workspace is told under a new key, or
what they did turns out to have happened elsewhere. The account is another one, the person is not.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from models.among import among
from models.tables import CONTACT, ENROLLMENT, TOUCHPOINT

SAID = ("sending", "accepted", "unknown", "given up")
REHEARSED = (*SAID, "shadowed")

C, E, T = CONTACT.c, ENROLLMENT.c, TOUCHPOINT.c


class Saying(NamedTuple):
    """What is said to whom: a step of a journey whose days are counted from that moment."""

    contact: int
    journey: str
    step: str
    started_at: datetime


def find_echoes(connection: Connection, mails: Mapping[int, Saying], *, rehearsed: bool = False) -> set[int]:
    """Answer which of these mails, by their ids, say what was, or may have been, said to the same person before.

    Who turned out to be a person is that person. If it is `rehearsed`, what was said in shadow counts.
    """
    if not mails:
        return set()
    people = {saying.contact: saying.contact for saying in mails.values()}
    former = select(C.id, C.merged_into).where(C.merged_into.is_not(None), among(connection, C.merged_into, {*people}))
    people |= {row.id: row.merged_into for row in connection.execute(former)}
    query = select(T.contact_id, T.journey, T.step, E.started_at).join(ENROLLMENT, E.id == T.enrollment_id)
    query = query.where(among(connection, T.contact_id, people), T.state.in_(REHEARSED if rehearsed else SAID))
    said = {Saying(people[row.contact_id], row.journey, row.step, row.started_at) for row in connection.execute(query)}
    return {mail for mail, saying in mails.items() if saying in said}
