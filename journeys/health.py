"""The health score: components judged, weighed and explained; pure, like everything in this room."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from journeys.certainty import Unknown, join_reasons
from journeys.health_judging import TENTHS, Judged, judge
from journeys.health_model import Model, Models
from journeys.health_plan import Part, plan_for
from journeys.silence import hearing
from journeys.success import Feed
from journeys.view import View


@dataclass(frozen=True)
class Health:
    """How an account was found by a model; without a score it cannot be told, and `because` says why.

    `absent`: it cannot be told because nobody ever told us anything that it is made of.
    """

    model: str
    title: str
    segment: str
    score: int | None
    band: str | None
    because: str
    components: tuple[Judged, ...] = ()
    absent: bool = False
    make_plan: Callable[[], tuple[Part, ...]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def plan(self) -> tuple[Part, ...]:
        """What to do about each component that lacks points, the biggest gap first; made for those who ask."""
        return self.make_plan()

    @property
    def lowered_by(self) -> list[dict[str, Any]]:
        """The components with a gap as plain data, the biggest gap first; none if there is no score."""
        return [judged.as_plain() | {"gap": judged.gap} for judged in gaps(self.components)] if self.band else []

    @property
    def gaps_in_words(self) -> str:
        """The same in one line, with what was looked at: `Product usage 0 of 40 (usage.feature_adoption is 12%)`."""
        return "; ".join(_gap(judged) for judged in gaps(self.components)) if self.band else ""

    def as_plain(self) -> dict[str, Any]:
        """Answer everything as JSON takes it."""
        return {
            "model": self.model, "title": self.title, "segment": self.segment, "score": self.score, "band": self.band,
            "because": self.because, "components": [judged.as_plain() for judged in self.components],
            "lowered_by": [judged.component.name for judged in gaps(self.components)] if self.band else [],
            "plan": [part.as_plain() for part in self.plan],
        }  # fmt: skip


def gaps(components: Sequence[Judged]) -> list[Judged]:
    """Answer the components that lack points, those that lack most first."""
    return sorted((judged for judged in components if judged.gap), key=lambda judged: -judged.gap)


def find_health(models: Models, feeds: Sequence[Feed], view: View) -> Health:
    """Answer the account's health by the model that its segment calls for."""
    segment = models.segment_of(view)
    if isinstance(segment, Unknown):
        model, because = models.otherwise, f"The score cannot be told, for want of the segment: {segment.because}"
        return Health(model.name, model.title, "", None, None, because)
    return score(models.model_for(segment), segment, feeds, view)


def score(model: Model, segment: str, feeds: Sequence[Feed], view: View) -> Health:
    """Answer the score by one model: never one that is built on a feed that fell silent, or on next to nothing."""
    silences = _silences(feeds, view)
    components = tuple(judge(component, model, view, silences) for component in model.components)
    broken = join_reasons(judged.broken for judged in components)
    known = [judged for judged in components if judged.tenths is not None]
    tenths, possible = sum(judged.tenths or 0 for judged in known), sum(judged.possible for judged in known)
    all_points = sum(component.points for component in model.components)
    if broken or not known or possible < model.least_known * all_points:
        few = f"only {possible} of {all_points} points can be judged: {_left_out(components)}"
        because = f"The score cannot be told: {broken or few}"
        return Health(model.name, model.title, segment, None, None, because, components, absent=not broken)
    points = 100 * tenths // (possible * TENTHS)
    band = model.band(points)
    because = _because(points, band, components)
    plan = partial(plan_for, gaps(components), model, view)
    return Health(model.name, model.title, segment, points, band, because, components, make_plan=plan)


def _silences(feeds: Sequence[Feed], view: View) -> frozenset[str]:
    """Answer why nothing can be concluded from feeds that were heard once: they are silent, or only just back."""
    heard, back = view.behavior.feeds, view.behavior.returns
    hearings = (hearing(feed, view.now, heard.get(feed.name), back.get(feed.name, ())) for feed in feeds)
    return frozenset(found.because for found in hearings if found.state in ("silent", "settling"))


def _because(points: int, band: str, components: Sequence[Judged]) -> str:
    known = [judged for judged in components if judged.tenths is not None]
    parts = ", ".join(f"{judged.component.title} {judged.points} of {judged.possible}" for judged in known)
    told = f"{points} of 100, {band.replace('_', ' ')}: {parts}"
    if len(known) == len(components):
        return told
    return f"{told}. Left out, and the rest weighted up to 100: {_left_out(components)}"


def _gap(judged: Judged) -> str:
    points = f"{judged.component.title} {judged.points} of {judged.possible}"
    return f"{points} ({judged.figures})" if judged.figures else points


def _left_out(components: Sequence[Judged]) -> str:
    lost = (judged for judged in components if judged.tenths is None)
    return "; ".join(f"{judged.component.title} ({judged.because.removeprefix('left out: ')})" for judged in lost)
