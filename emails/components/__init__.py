"""The components a marketer may use, `:::name`."""

from collections.abc import Mapping
from types import MappingProxyType

from emails.body import Use
from emails.components.bars import bars
from emails.components.button import button
from emails.components.callout import callout
from emails.components.columns import columns
from emails.components.component import Component, Desk, MiswrittenError, Slots, nothing
from emails.components.quote import quote
from emails.components.recommendations import recommendations
from emails.components.scale import scale
from emails.components.stats import stats
from emails.components.steps import steps
from emails.components.trend import trend
from emails.components.video import video

__all__ = ["COMPONENTS", "WITH_BODY", "Component", "Desk", "slots"]

COMPONENTS: Mapping[str, Component] = MappingProxyType(
    {
        "button": Component(button, ":::button [words]({{ links.app }})"),
        "video": Component(video, ":::video [title]({{ links.video }}) 2 minutes"),
        "checklist": Component(nothing, ":::checklist, alone on its line"),
        "recommendations": Component(recommendations, ":::recommendations, alone on its line"),
        "signature": Component(nothing, ":::signature, alone on its line"),
        "divider": Component(nothing, ":::divider, alone on its line"),
        "callout": Component(callout, ":::callout\nsome text\n:::", has_body=True),
        "quote": Component(quote, ":::quote\nwhat was said\n— who said it\n:::", has_body=True),
        "columns": Component(columns, ":::columns\nleft\n|||\nright\n:::", has_body=True),
        "stats": Component(stats, ":::stats\n- label: {{ metrics.tasks_completed }}\n:::", has_body=True),
        "bars": Component(bars, ":::bars\n- label: {{ usage.feature_adoption | percent }}\n:::", has_body=True),
        "trend": Component(trend, ":::trend\n- label: {{ now }} against {{ before }}\n:::", has_body=True),
        "scale": Component(
            scale, ":::scale\n- [0]({{ surveys.nps_0 }})\n- [10]({{ surveys.nps_10 }})\n:::", has_body=True
        ),
        "steps": Component(steps, ":::steps\n1. what to do\n2. what to do next\n:::", has_body=True),
    },
)
WITH_BODY = frozenset(name for name, component in COMPONENTS.items() if component.has_body)


def slots(desk: Desk, use: Use) -> Slots | None:
    """Answer what the theme needs to draw the component; None, and a mistake reported, if it is miswritten."""
    component = COMPONENTS[use.name]
    try:
        _check_shape(use, component)
        return component.read(desk, use)
    except MiswrittenError as slip:
        way_out = "" if slip.line else f": write {component.written}"
        desk.page.report(f"{slip}{way_out}", slip.line or use.line, slip.near)
        return None


def _check_shape(use: Use, component: Component) -> None:
    if not component.has_body:
        if use.inside is not None:
            raise MiswrittenError(f":::{use.name} is a single line, without a closing :::")
    elif use.argument:
        raise MiswrittenError(f"nothing follows :::{use.name} on its line")
    elif use.inside is None:
        raise MiswrittenError(f":::{use.name} is never closed: end it with a line that says ::: and no more", use.line)
    elif not any(line.strip() for line in use.inside):
        raise MiswrittenError(f"there is nothing inside :::{use.name}")
