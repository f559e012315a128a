"""What accounts did after they got a mail, by the variant that was sent: in three questions, however many mails."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, or_, select

from models.reasons import WISHES
from models.tables import CONTACT, EVENT, PUBLICATION, RELEASE, SUPPRESSION, TOUCHPOINT

C, E, P, R, S, T = CONTACT.c, EVENT.c, PUBLICATION.c, RELEASE.c, SUPPRESSION.c, TOUCHPOINT.c

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a mail: its topic, the event it is for (empty: none), and which of its mails are looked at.

    `tried`: an account is met first by a mail that has a variant; `since`: nothing earlier counts.
    """

    topic: str
    goal: str = ""
    tried: bool = False
    since: datetime | None = None


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


def read_replies(connection: Connection, asked: Mapping[str, Question]) -> Replies:
    """Answer what is on record of these mails, by the names of their templates."""
    if not asked:
        return Replies((), (), ())
    ours = or_(*(_counts(name, question) for name, question in sorted(asked.items())))
    counts = select(T.template, T.variant, T.state, func.count().label("number")).where(ours)
    return Replies(
        counts=connection.execute(counts.group_by(T.template, T.variant, T.state)).all(),
        reached=connection.execute(_reached(ours, asked)).all(),
        parted=connection.execute(_parted(ours, asked)).all(),
    )


def _counts(name: str, question: Question) -> ColumnElement[bool]:
    mine = T.template == name
    return and_(mine, or_(T.settled_at.is_(None), T.settled_at >= question.since)) if question.since else mine


def _reached(ours: ColumnElement[bool], asked: Mapping[str, Question]) -> Any:
    whole = [name for name, question in asked.items() if not question.tried]
    turn = func.row_number().over(partition_by=(T.template, T.account_id), order_by=(T.settled_at, T.id))
    columns = (T.template, T.variant, T.account_id, T.settled_at.label("at"), turn.label("turn"))
    meeting = or_(T.variant != "", T.template.in_(whole))
    firsts = select(*columns).where(ours, meeting, T.state == "accepted").subquery("firsts").c
    goal = case({name: question.goal for name, question in asked.items()}, value=firsts.template)
    did = select(func.min(E.at)).where(E.account_id == firsts.account_id, E.name == goal, E.at > firsts.at)
    found = select(firsts.template, firsts.variant, firsts.at, did.scalar_subquery().label("did_at"))
    return found.where(firsts.turn == 1)


def _parted(ours: ColumnElement[bool], asked: Mapping[str, Question]) -> Any:
    topic = case({name: question.topic for name, question in asked.items()}, value=T.template)
    return (
        select(T.template, T.variant, T.settled_at.label("at"), func.min(S.at).label("parted_at"))
        .join(CONTACT, C.id == T.contact_id)
        .join(SUPPRESSION, S.email == C.email)
        .where(ours, T.state == "accepted", S.reason.in_(WISHES), S.at > T.settled_at, S.topic.in_(["*", topic]))
        .group_by(T.id, T.template, T.variant, T.settled_at)
    )


def tried(connection: Connection, templates: Collection[str]) -> set[str]:
    """Answer which of these mails were ever sent in several variants."""
    query = select(T.template).where(T.variant != "", T.template.in_(sorted(templates))).distinct()
    return set(connection.execute(query).scalars())


def appeared(connection: Connection, paths: Collection[str]) -> dict[str, datetime]:
    """Answer since when these files are in force without a break, whatever was changed in them meanwhile."""
    query = select(P.path, P.content.is_(None).label("gone"), R.published_at).join(RELEASE, R.number == P.release)
    found: dict[str, datetime] = {}
    for path, gone, at in connection.execute(query.where(P.path.in_(sorted(paths))).order_by(P.path, P.number)):
        if gone:
            found.pop(path, None)
        else:
            found.setdefault(path, at)
    return found
