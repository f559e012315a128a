"""A stage for health: a small program with traits to look at, models written in a test, and who is judged by them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from journeys.assess import Health, assess
from journeys.behavior import Behavior
from journeys.catalog import Catalog
from journeys.program import read_program
from tests.unit.journeys.small_program import ALIVE, NOW, TEXT, account

TRAITS = """\
traits:
  happy: {type: flag, meaning: Whether they say they are}
  angry: {type: flag, meaning: Whether they say they are}
  rating: {type: number, meaning: What they would give us}
"""
MODEL = """\
title: A test
least_known: 30%
bands: {healthy: 80, moderate: 50, at_risk: 0}
components:
  mood:
    title: Mood
    points: 25
    green: account.happy
    red: account.angry
    plan:
      - do: Ask what is missing
  use:
    title: Use
    points: 40
    green: usage.feature_adoption >= 75%
    red: usage.feature_adoption < 25%
    plan:
      - do: "Show them {usage.unused_features}"
      - do: Call them about what they gave us, {account.rating}
        when: account.rating < 3
      - do: Leave them alone
        unless: account.angry
  rating:
    title: Rating
    points: 10
    value: account.rating
    from: 1
    to: 5
    plan:
      - do: Ask for the reason
"""
CHOICE = "health: {otherwise: test}\n"


def catalog(model: str = MODEL, choice: str = CHOICE, traits: str = "", **others: str) -> Catalog:
    """Answer the catalog of the small program with this model, called `test`, and others by name."""
    files = {f"journeys/health/{name}.yaml": text for name, text in {"test": model, **others}.items()}
    return Catalog(read_program(TEXT.replace("traits:\n", TRAITS + traits) + choice, "journeys/program.yaml", files))


CATALOG = catalog()


def found(behavior: Behavior, catalog: Catalog = CATALOG, now: datetime = NOW) -> Health:
    """Answer the account's health."""
    health = assess(now, catalog, behavior)
    assert health is not None
    return health


def moody(feeds: Mapping[str, datetime] = ALIVE, **traits: Any) -> Behavior:
    """Answer a small account of whom these traits were told."""
    known: dict[str, Any] = {"arr": 1000, "seats": 5, **traits}
    return account(None, feeds, **known)
