"""Planning again: what was left unsaid to somebody, who is the one to hear it after all."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, update

from models.tables import TOUCHPOINT

T = TOUCHPOINT.c
AFRESH = ("channel", "template", "state", "commercial", "because", "due_at")


def plan_again(connection: Connection, planned: Mapping[str, Any]) -> None:
    """Put the touchpoint of that key back among the planned ones, if it was skipped before any try at saying it."""
    unsaid = (T.key == planned["key"], T.state == "skipped", T.attempts == 0)
    values = {name: planned[name] for name in AFRESH}
    nobody = {"settled_at": None, "leased_until": None, "hinted_at": None}
    connection.execute(update(TOUCHPOINT).where(*unsaid).values(**values, **nobody))
