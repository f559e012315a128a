"""Which three accounts the demonstration tells of: one that succeeded early, one that was slow, one handed over."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, exists, func, select

from models.tables import ACCOUNT, ENROLLMENT, TASK, TOUCHPOINT

A, E, K, T = ACCOUNT.c, ENROLLMENT.c, TASK.c, TOUCHPOINT.c


@dataclass(frozen=True, slots=True)
class Story:
    """An account worth telling of, and why."""

    title: str
    account: str


def choose_stories(connection: Connection) -> list[Story]:
    """Answer the first account of each kind, by key; a kind that did not come up is left out."""
    return [Story(title, account) for title, wish in WISHES if (account := _first(connection, wish)) is not None]


def _first(connection: Connection, wish: ColumnElement[bool]) -> str | None:
    account: str | None = connection.execute(select(func.min(A.key)).where(wish)).scalar()
    return account


def _is(archetype: str) -> ColumnElement[bool]:
    said: ColumnElement[bool] = A.traits["archetype"].as_string() == archetype
    return said


def _mailed(times: int) -> ColumnElement[bool]:
    mails = select(func.count()).where(T.account_id == A.id, T.state == "accepted").scalar_subquery()
    return mails >= times


WISHES = (
    ("It thrived, and the journey ended early",
     _is("thriving") & exists().where(E.account_id == A.id, E.state == "left")),
    ("It was slow, and was helped along", _is("slow") & _mailed(4)),
    ("It was handed over on day 30, with its adoption on the table",
     exists().where(K.account_id == A.id, K.reason == "low-adoption")),
)  # fmt: skip
