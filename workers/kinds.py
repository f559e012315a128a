"""Mails that were planned when their journey was of another kind: judged afresh before any guard asks about them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from journeys.definition import EXPECTED
from models.kinds import judge_afresh
from workers.editions import Edition


def keep_kinds(
    connection: Connection, edition: Edition, machine: datetime, ids: Collection[int] | None = None
) -> set[int]:
    """Let planned mails (these, or all) be commercial if their journeys are by now; answer those that changed."""
    journeys = edition.book.journeys
    expected = {name for name, journey in journeys.items() if journey.kind in EXPECTED}
    return judge_afresh(connection, machine, expected, journeys.keys() - expected, ids)
