"""What accounts did after they got a mail, by the variant that was sent: in three questions, however many mails."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, literal, null, select

from models.consent import WISHES
from models.tables import CONTACT, EVENT, SUPPRESSION, TOUCHPOINT

C, E, S, T = CONTACT.c, EVENT.c, SUPPRESSION.c, TOUCHPOINT.c

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Replies:
    """What is on record of some mails.

    `counts`: how many there are by template, variant and state. `reached`: every account with the first of these mails
    that was accepted for it (`template`, `variant`, `at`), and when it did the event after it (`did_at`). `parted`: the
    mails after which somebody wanted no more (`template`, `variant`, `at`, `parted_at`).
    """

    counts: Sequence[AnyRow]
    reached: Sequence[AnyRow]
    parted: Sequence[AnyRow]


def read_replies(connection: Connection, goals: Mapping[str, str], topics: Mapping[str, str]) -> Replies:
    """Answer what is on record of the mails in `topics`, by template; `goals` says the event that some are for."""
    ours = T.template.in_(sorted(topics))
    counts = select(T.template, T.variant, T.state, func.count().label("number")).where(ours)
    counts = counts.group_by(T.template, T.variant, T.state)
    return Replies(
        counts=connection.execute(counts).all(),
        reached=connection.execute(_reached(ours, goals)).all(),
        parted=connection.execute(_parted(ours, topics)).all(),
    )


def _reached(ours: ColumnElement[bool], goals: Mapping[str, str]) -> Any:
    turn = func.row_number().over(partition_by=(T.template, T.account_id), order_by=(T.settled_at, T.id))
    columns = (T.template, T.variant, T.account_id, T.settled_at.label("at"), turn.label("turn"))
    firsts = select(*columns).where(ours, T.state == "accepted").subquery("firsts").c
    goal = case(goals, value=firsts.template) if goals else null()
    did = select(func.min(E.at)).where(E.account_id == firsts.account_id, E.name == goal, E.at > firsts.at)
    return select(firsts.template, firsts.variant, firsts.at, did.scalar_subquery().label("did_at")).where(
        firsts.turn == 1
    )


def _parted(ours: ColumnElement[bool], topics: Mapping[str, str]) -> Any:
    topic = case(topics, value=T.template) if topics else literal("")
    at = func.min(S.at).label("parted_at")
    return (
        select(T.template, T.variant, T.settled_at.label("at"), at)
        .join(CONTACT, C.id == T.contact_id)
        .join(SUPPRESSION, S.email == C.email)
        .where(ours, T.state == "accepted", S.reason.in_(WISHES), S.at > T.settled_at, S.topic.in_(["*", topic]))
        .group_by(T.id, T.template, T.variant, T.settled_at)
    )


def tried(connection: Connection, templates: Collection[str]) -> set[str]:
    """Answer which of these mails were ever sent in several variants."""
    query = select(T.template).where(T.variant != "", T.template.in_(sorted(templates))).distinct()
    return set(connection.execute(query).scalars())
