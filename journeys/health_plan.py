"""The plan: what a human does about each component that lacks points, the biggest gap first."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journeys.field import Field
from journeys.health_judging import Judged
from journeys.health_model import Action, Model
from journeys.telling import in_words, plain
from journeys.view import View

BRACES = re.compile(r"\{([^{}]*)\}")
MOST = 5  # things told by name; whoever reads a task wants no catalog


@dataclass(frozen=True, slots=True)
class Part:
    """What to do about one component, and the points that are to be won."""

    component: str
    title: str
    gap: float
    actions: tuple[str, ...]

    def as_plain(self) -> dict[str, Any]:
        """Answer everything as JSON takes it."""
        return {"component": self.component, "title": self.title, "gap": self.gap, "actions": list(self.actions)}


def plan_for(gaps: Iterable[Judged], model: Model, view: View) -> tuple[Part, ...]:
    """Answer a part for every gap, in the order given, with the actions that apply."""
    return tuple(_part(judged, model, view) for judged in gaps)


def _part(judged: Judged, model: Model, view: View) -> Part:
    component = judged.component
    actions = tuple(_filled(action.do, model.fields, view) for action in component.plan if _applies(action, view))
    return Part(component.name, component.title, judged.gap, actions)


def _applies(action: Action, view: View) -> bool:
    """Answer whether it does for certain: nobody is sent to do what may be pointless."""
    wanted = action.when is None or action.when.run(view, {}) is True
    return wanted and (action.unless is None or action.unless.run(view, {}) is False)


def _filled(text: str, fields: Mapping[str, Field], view: View) -> str:
    return BRACES.sub(lambda found: _shown(fields[found[1].strip()], view), text)


def _shown(field: Field, view: View) -> str:
    value = field.read(view)
    if isinstance(value, list | tuple):
        return _listed([_titled(item) for item in value])
    return in_words(plain(value), field.unit)


def _titled(item: object) -> str:
    return str(item.get("title") or item.get("name") or "") if isinstance(item, Mapping) else str(item)


def _listed(titles: Sequence[str]) -> str:
    if len(titles) > MOST:
        return f"{', '.join(titles[:MOST])} and {len(titles) - MOST} more"
    return " and ".join([*filter(None, [", ".join(titles[:-1])]), *titles[-1:]]) or "none"
