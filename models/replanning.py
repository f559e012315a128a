"""Planning again: what was left unsaid to somebody, who is the one to hear it after all."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, update

from models.tables import TOUCHPOINT

T = TOUCHPOINT.c
SAME = ("account_id", "journey", "occurrence", "step", "contact_id")  # as by its key, which an old name may be in
AFRESH = ("channel", "template", "state", "commercial", "because", "due_at")


def plan_again(connection: Connection, planned: Mapping[str, Any]) -> None:
    """Put the same touchpoint for the same person back, as `planned`, if it was skipped before any try at saying it."""
    unsaid = (*(T[name] == planned[name] for name in SAME), T.state == "skipped", T.attempts == 0)
    values = {name: planned[name] for name in AFRESH}
    nobody = {"settled_at": None, "leased_until": None, "hinted_at": None}
    connection.execute(update(TOUCHPOINT).where(*unsaid).values(**values, **nobody))
