"""Conditions: a question about an account, written in one line, compiled once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from journeys.behavior import Behavior, Contact
from journeys.catalog import Catalog
from journeys.certainty import Unknown
from journeys.expression import compile_expression
from journeys.needs import Need
from journeys.part import Run
from journeys.place import Place
from journeys.telling import plain

__all__ = ["Answer", "Condition", "Need", "compile_condition"]

PLAIN = frozenset({bool, int, str})


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes, no or unknown (None, and `unknown` says why), and what was looked at, as written, with its value."""

    value: bool | None
    evidence: Mapping[str, object]
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition; `needs` is what must be gathered before it is asked.

    `of_recipient`: it looks at the person whom a step would speak to.
    """

    text: str
    needs: frozenset[Need]
    _catalog: Catalog = field(repr=False, compare=False)
    _run: Run = field(repr=False, compare=False)
    of_recipient: bool = False

    def ask(self, now: datetime, behavior: Behavior, recipient: Contact | None = None) -> Answer:
        """Answer whether it holds for the account at `now`, and for the `recipient` if it looks at them.

        The evidence is plain (text, numbers, true, false, None for unknown), ready for JSON.
        """
        evidence: dict[str, object] = {}
        whom = recipient if self.of_recipient else None  # so that all others share one view of the account
        value = self._run(self._catalog.look(now, behavior, whom), evidence)
        for name, seen in evidence.items():
            if seen.__class__ not in PLAIN:
                evidence[name] = plain(seen)
        return Answer(None, evidence, value.because) if value.__class__ is Unknown else Answer(value, evidence)

    def holds(self, now: datetime, behavior: Behavior) -> bool | None:
        """Answer whether it holds for the account at `now`, and nothing else: None if it cannot be told.

        Many times as quick as `ask`, for all who have nothing to tell if it does not hold.
        """
        value = self._run(self._catalog.look(now, behavior), None)
        return None if value.__class__ is Unknown else value

    def doubt(self, now: datetime, behavior: Behavior) -> str:
        """Answer why it cannot be told whether it holds; an empty text if it can."""
        value = self._run(self._catalog.look(now, behavior), None)
        return value.because if isinstance(value, Unknown) else ""

    def unit_of(self, name: str) -> str:
        """Answer the unit of the field or function `name` among the evidence; nothing for all else."""
        seen = self._catalog.fields.get(name) or self._catalog.functions.get(name.partition("(")[0])
        return seen.unit if seen else ""


def compile_condition(text: str, catalog: Catalog, at: Place, *, of_step: bool = False) -> Condition:
    """Compile `text`, which stands `at` that place. Raises an ExceptionGroup of SyntaxErrors: all its mistakes.

    One `of_step` may look at the recipient.
    """
    compiled = compile_expression(text, catalog.words, at, of_step=of_step)
    return Condition(text, compiled.needs, catalog, compiled.run, compiled.of_recipient)
