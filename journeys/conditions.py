"""Conditions: a question about an account, written in one line, compiled once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from journeys.behavior import Behavior
from journeys.catalog import Catalog
from journeys.needs import Need
from journeys.place import Place

__all__ = ["Answer", "Condition", "Need", "compile_condition"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, no or unknown (None, and `unknown` says why), and what was looked at, as written, with its value."""

    value: bool | None
    evidence: Mapping[str, object]
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition; `needs` is what must be gathered before it is asked."""

    text: str
    needs: frozenset[Need]

    def ask(self, now: datetime, behavior: Behavior) -> Answer:
        """Answer whether it holds for the account at `now`."""
        return Answer(None, {}, "")


def compile_condition(text: str, catalog: Catalog, at: Place) -> Condition:
    """Compile `text`, which stands `at` that place. Raises an ExceptionGroup of SyntaxErrors: all its mistakes."""
    return Condition(text, frozenset())
