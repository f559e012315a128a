"""Manners: what must hold at the moment of speaking, whatever the journey says, and how seldom a thing is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from journeys.catalog import Catalog
from journeys.conditions import Condition, compile_condition
from journeys.mistakes import Mistakes
from journeys.taste import Rule


@dataclass(frozen=True, slots=True)
class Taste:
    """A rule of taste, compiled: nothing that has it is said unless the condition holds."""

    name: str
    holds: Condition


@dataclass(frozen=True, slots=True)
class Manner:
    """What the file of a mail says about when it may be said: the names of rules of taste, and how seldom."""

    taste: tuple[str, ...] = ()
    once_in: timedelta | None = None


NO_MANNERS: Mapping[str, Manner] = {}


def compile_taste(rules: Iterable[Rule], catalog: Catalog, mistakes: Mistakes) -> Mapping[str, Taste]:
    """Answer the rules by name; what is wrong with one is added to `mistakes`, and it is left out."""
    found: dict[str, Taste] = {}
    for rule in rules:
        try:
            found[rule.name] = Taste(rule.name, compile_condition(rule.text, catalog, rule.at))
        except ExceptionGroup as group:
            mistakes.include(group)
    return found
