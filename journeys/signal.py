"""Signals and states: conditions that have a name, so that journeys, people and reports mean the same by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from keyword import iskeyword

from journeys.document import Scalar
from journeys.place import Place
from journeys.section import Section

TAKEN = ("risks", "risk-level", "on")  # what all churn signals come to
KINDS = ("expansion", "churn", "advocacy", "milestone", "leaving")


@dataclass(frozen=True, slots=True)
class Signal:
    """A condition by name; `kind` says what it is a sign of (none: it is a state). `at` is where its rule stands."""

    name: str
    kind: str
    meaning: str
    rule: str
    at: Place

    @property
    def field(self) -> str:
        """The field's name: what is called seat-limit in playbooks is signals.seat_limit in conditions."""
        return f"{'signals' if self.kind else 'states'}.{self.name.replace('-', '_')}"


def read_signals(program: Section) -> tuple[Signal, ...]:
    """Read `signals`, by name: what each is a sign of, what it means, and when it is on."""
    return tuple(_read(program, "signals"))


def read_states(program: Section) -> tuple[Signal, ...]:
    """Read `states`, by name: what cuts across the segments."""
    return tuple(_read(program, "states"))


def _read(program: Section, key: str) -> Iterator[Signal]:
    outer = program.section(key, required=False)
    for name in outer.dashed_names if outer else ():
        section = outer.section(name) if outer else None
        if outer is None or section is None:
            continue
        if iskeyword(name) or (key == "signals" and name in TAKEN):
            outer.mistakes.add(outer.where_key(name), f'"{name}" means something else already: choose another name')
        kind = section.choice("kind", KINDS) if key == "signals" else ""
        yield Signal(name, kind, section.text("meaning"), section.text("when"), _place(section))
        section.close()


def _place(section: Section) -> Place:
    value = section.value("when")
    return value.place if isinstance(value, Scalar) else section.place
