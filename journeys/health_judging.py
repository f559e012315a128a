"""Judging one component of an account's health: its color or its place on a scale, and what was looked at."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from journeys.certainty import Unknown, Unsure, bounds, doubt, join_reasons
from journeys.field import Field
from journeys.health_model import Color, Colors, Component, Model, Scale
from journeys.telling import percent, plain, told
from journeys.view import View

TENTHS = 10  # points are counted in tenths, so that what is shown adds up to what is scored


@dataclass(frozen=True)
class Judged:
    """How a component was found: `tenths` of points; None: it cannot be told, so it is left out.

    `follows` says what follows from what was `seen`; `hidden` are the inputs that a condition went on without, each
    with the reason; `broken` is why nothing may be concluded at all: a feed that told us of it once has fallen silent.
    Most of those who ask for a score never ask what it was made of, so that is put into words only for those who do.
    """

    component: Component
    tenths: int | None
    color: Color | None
    follows: str
    seen: Mapping[str, object]
    hidden: Mapping[str, str]
    units: Mapping[str, Field]
    broken: str = ""

    @cached_property
    def evidence(self) -> Mapping[str, object]:
        """What was looked at, as JSON takes it."""
        return {name: plain(value) for name, value in self.seen.items() if not _asks_whether_known(name)}

    @cached_property
    def missing(self) -> Mapping[str, str]:
        """The inputs that are not known, each with its reason."""
        unknown = {name: value.because for name, value in self.seen.items() if isinstance(value, Unknown)}
        return {**unknown, **self.hidden}

    @cached_property
    def because(self) -> str:
        """What was looked at and what follows, in words."""
        if self.tenths is None:
            return self.follows
        return ", ".join(filter(None, (self.figures, self.follows))) + _unsaid(self.missing)

    @property
    def figures(self) -> str:
        """What was looked at, in words: `usage.feature_adoption is 12%`."""
        return told(self.evidence, lambda name: self.units[name].unit if name in self.units else "")

    @property
    def possible(self) -> int:
        """The points it could give."""
        return self.component.points

    @property
    def points(self) -> float | None:
        """The points it gives."""
        return None if self.tenths is None else _in_points(self.tenths)

    @property
    def gap(self) -> float:
        """The points it lacks; a component that was left out lacks none."""
        return 0 if self.tenths is None else _in_points(self.possible * TENTHS - self.tenths)

    def as_plain(self) -> dict[str, Any]:
        """Answer everything as JSON takes it."""
        return {
            "name": self.component.name, "title": self.component.title, "color": self.color, "points": self.points,
            "possible": self.possible, "because": self.because, "missing": dict(self.missing),
            "evidence": dict(self.evidence),
        }  # fmt: skip


def _in_points(tenths: int) -> float:
    return tenths / TENTHS if tenths % TENTHS else tenths // TENTHS


def judge(component: Component, model: Model, view: View, silences: Collection[str]) -> Judged:
    """Answer how the component is found; `silences` are the reasons of feeds that were heard and fell silent."""
    seen: dict[str, object] = {}
    rule = component.rule
    found = (
        _by_color(component, rule, view, seen) if isinstance(rule, Colors) else _on_scale(component, rule, view, seen)
    )
    hidden = dict(_hidden(seen, model.fields, view))
    doubts = [*hidden.values(), *([found.because] if isinstance(found, Unknown) else [])]
    broken = join_reasons(reason for text in doubts for reason in text.split("; ") if reason in silences)
    if isinstance(found, Unknown):
        return Judged(component, None, None, f"left out: {found.because}", seen, hidden, model.fields, broken)
    return Judged(component, found.tenths, found.color, found.follows, seen, hidden, model.fields, broken)


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a component is worth, and what is said to follow from what was looked at."""

    tenths: int
    color: Color | None
    follows: str


def _by_color(component: Component, rule: Colors, view: View, seen: dict[str, object]) -> _Finding | Unknown:
    """Red is asked first: whoever is red and green at once has a trouble that must not be painted over."""
    red = rule.red.run(view, seen)
    if red is True:
        return _Finding(0, "red", f"so red: {rule.red.text}")
    green = rule.green.run(view, seen)
    if isinstance(red, Unknown) or isinstance(green, Unknown):
        return doubt(red, green)
    if green:
        return _Finding(component.points * TENTHS, "green", f"so green: {rule.green.text}")
    neither = f"so yellow: neither green ({rule.green.text}) nor red ({rule.red.text})"
    return _Finding(component.points // 2 * TENTHS, "yellow", neither)


def _on_scale(component: Component, rule: Scale, view: View, seen: dict[str, object]) -> _Finding | Unknown:
    amount = rule.amount.run(view, seen)
    low, high = (_along(bound, rule) for bound in bounds(amount))
    if isinstance(amount, Unknown) or low != high:
        return doubt(amount)
    tenths = int(round(low * component.points * TENTHS, 6))  # or 0.3 of 10 points would be 2.9
    return _Finding(tenths, None, f"which is {percent(low)} of the way {rule.written}")


def _along(amount: float, rule: Scale) -> float:
    return min(max((amount - rule.worst) / (rule.best - rule.worst), 0), 1)


def _hidden(seen: Mapping[str, object], fields: Mapping[str, Field], view: View) -> Iterator[tuple[str, str]]:
    """Answer what `known(…)` found to be unknown, with the reason: the condition went on without it."""
    for name, known in seen.items():
        asked = fields.get(name[len("known(") : -1]) if _asks_whether_known(name) and known is False else None
        value = asked.read(view) if asked else None
        if asked and isinstance(value, Unsure):
            yield asked.name, value.because


def _asks_whether_known(name: str) -> bool:
    return name.startswith("known(")


def _unsaid(missing: Mapping[str, str]) -> str:
    reasons = ", ".join(f"{name} ({because})" for name, because in missing.items())
    return f"; not known: {reasons}" if reasons else ""
