"""Assessing an account: its health at one instant, for whoever writes it down or shows it."""

from datetime import datetime

from journeys.behavior import Behavior
from journeys.catalog import Catalog
from journeys.health import Health
from journeys.health_fields import health_reader

__all__ = ["Health", "assess"]


def assess(now: datetime, catalog: Catalog, behavior: Behavior) -> Health | None:
    """Answer the account's health at `now`; None if program.yaml says nothing about health.

    Where it cannot be told there is no score and no band, and `because` says why. What must be gathered for it is
    `catalog.needs(["health.score"])`.
    """
    read = health_reader(catalog.program)
    return read(catalog.look(now, behavior)) if read else None
