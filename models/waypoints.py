"""Where enrollments stand, and what they have behind them."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from models.among import among
from models.tables import DECISION, ENROLLMENT, TOUCHPOINT

D, E, T = DECISION.c, ENROLLMENT.c, TOUCHPOINT.c
PASSED = ("send", "call", "hand over", "skip")

Places = Mapping[str, Mapping[str, int]]
Behind = Mapping[str, frozenset[str]]


def open_places(connection: Connection) -> Places:
    """Answer how many open enrollments stand on each step of each journey."""
    query = select(E.journey, E.step, func.count()).where(E.state == "open").group_by(E.journey, E.step)
    found: dict[str, dict[str, int]] = {}
    for journey, step, number in connection.execute(query):
        found.setdefault(journey, {})[step or ""] = number
    return found


def steps_behind(connection: Connection, enrollments: Collection[int]) -> Mapping[int, Behind]:
    """Answer, for each of these enrollments, the steps that were decided for good, and the templates each has said."""
    if not enrollments:
        return {}
    found: dict[int, dict[str, frozenset[str]]] = {}
    mine = among(connection, D.enrollment_id, enrollments)
    steps = select(D.enrollment_id, D.step).where(mine, D.kind.in_(PASSED), D.step.is_not(None)).distinct()
    for enrollment, step in connection.execute(steps):
        found.setdefault(enrollment, {})[step] = frozenset()
    said = select(T.enrollment_id, T.step, T.template).where(among(connection, T.enrollment_id, enrollments))
    for enrollment, step, template in connection.execute(said):
        behind = found.setdefault(enrollment, {})
        behind[step] = behind.get(step, frozenset()) | {template}
    return found
