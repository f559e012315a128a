"""The figure behind a value in a component: what is measured, without the way it is written."""

import re

from emails.components.component import Desk
from emails.tokens import expression

_WRITTEN = re.compile(r"\|\s*(?:percent|number|money|plural)\s*(?:\([^()]*\))?\s*$")


def measure(desk: Desk, placeholder: str) -> tuple[str, str]:
    """Answer the expression behind a lone value, and of what kind it is; nothing if there is more or less."""
    value = expression(desk.tokens[placeholder])
    figure = _WRITTEN.sub("", value).strip()
    return (figure, desk.language.kind(figure).type) if figure else ("", "")
