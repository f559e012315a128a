"""A health model: what an account's health is made of, what each part weighs, and what to do about a gap."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from journeys.certainty import Unknown
from journeys.field import Field
from journeys.needs import Need
from journeys.part import Run
from journeys.view import Reader, View

Color = Literal["green", "yellow", "red"]


@dataclass(frozen=True, slots=True)
class Question:
    """A condition or an amount as it was written; `run` answers it, and writes down what it looked at."""

    text: str
    run: Run = field(repr=False, compare=False)
    needs: frozenset[Need] = frozenset()


@dataclass(frozen=True, slots=True)
class Colors:
    """Red, without points, if `red` holds; otherwise green, with all of them, if `green` does; otherwise yellow."""

    green: Question
    red: Question


@dataclass(frozen=True, slots=True)
class Scale:
    """No points where the amount is `worst`, all where it is `best`, evenly in between; `written`: `from 0% to 50%`."""

    amount: Question
    worst: float
    best: float
    written: str


@dataclass(frozen=True, slots=True)
class Action:
    """What a human does about a gap: only if `when` holds and `unless` does not. Fields in braces are filled in."""

    do: str
    when: Question | None = None
    unless: Question | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the score: its weight in points, how it is judged, and what to do if it is not all it could be."""

    name: str
    title: str
    points: int
    rule: Colors | Scale
    plan: tuple[Action, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        """Everything it asks."""
        yield from (self.rule.green, self.rule.red) if isinstance(self.rule, Colors) else (self.rule.amount,)
        for action in self.plan:
            yield from (question for question in (action.when, action.unless) if question)


@dataclass(frozen=True, slots=True)
class Model:
    """A way of finding the score. `bands` are its names with the least score of each, the best first.

    `fields` are all that it may look at, `needs` what must be gathered before it does. Unless `least_known` of the
    points (a share) can be judged, there is no score.
    """

    name: str
    title: str
    bands: tuple[tuple[str, int], ...]
    components: tuple[Component, ...]
    fields: Mapping[str, Field] = field(default_factory=dict, repr=False, compare=False)
    needs: frozenset[Need] = frozenset()
    least_known: float = 0.5

    def band(self, score: int) -> str:
        """Answer the band that a score is in."""
        return next(name for name, least in self.bands if score >= least)


@dataclass(frozen=True, slots=True, eq=False)  # it is the same as itself: what was found by it is kept by it
class Models:
    """Which model judges whom: one for each segment that is named, and `otherwise`. `segment` answers the account's."""

    by_segment: Mapping[str, Model]
    otherwise: Model
    segment: Reader | None = field(default=None, repr=False, compare=False)
    needs: frozenset[Need] = frozenset()

    @property
    def chosen(self) -> tuple[Model, ...]:
        """Every model that may judge somebody, each once."""
        return tuple({model.name: model for model in (*self.by_segment.values(), self.otherwise)}.values())

    def segment_of(self, view: View) -> str | Unknown:
        """Answer the account's segment: empty if there are none, or if it only lacks what nobody told us."""
        found = self.segment(view) if self.segment else ""
        if isinstance(found, Unknown):
            return "" if found.absent or found.untold or not self.by_segment else found
        return str(found)

    def model_for(self, segment: str) -> Model:
        """Answer the model that judges this segment."""
        return self.by_segment.get(segment, self.otherwise)
