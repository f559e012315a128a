"""The figure behind a value in a component: what is measured, without the way it is written."""

import re
from collections.abc import Mapping

from emails.components.component import Desk
from emails.fields import Kind
from emails.tokens import expression

_LOOP = re.compile(r"\{%[-+]?\s*for\s+(\w+)\s+in\s+(.+?)\s*[-+]?%\}")
_WRITTEN = re.compile(r"\|\s*(?:percent|number|money|plural)\s*(?:\([^()]*\))?\s*$")


def measure(desk: Desk, placeholder: str) -> tuple[str, str]:
    """Answer the expression behind a lone value, and of what kind it is; nothing if there is more or less."""
    value = expression(desk.tokens[placeholder])
    figure = _WRITTEN.sub("", value).strip()
    return (figure, desk.language.kind(figure, _items(desk, placeholder, figure)).type) if figure else ("", "")


def _items(desk: Desk, placeholder: str, figure: str) -> Mapping[str, Mapping[str, Kind]]:
    """Answer what the items of a loop hold, if the figure is of one: of the nearest before it that names them so."""
    name = figure.partition(".")[0]
    loops = (loop for tag in desk.tokens.before(placeholder) if (loop := _LOOP.fullmatch(tag)) and loop[1] == name)
    return next(({name: desk.language.kind(loop[2]).items} for loop in loops), {})
