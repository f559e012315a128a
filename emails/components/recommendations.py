"""Recommendations: what they do not use yet, and what it would give them."""

import re

from markupsafe import Markup

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots

_USUAL = "usage.unused_features[:3]"
_LIST = re.compile(r"[a-z_]+(\.[a-z_]+)+(\[:\d+\])?")
_NEEDS = ("title", "benefit", "link")


def recommendations(desk: Desk, use: Use) -> Slots:
    """Answer the list that is gone through: three features they do not use, or the one that is named."""
    written = use.argument or _USUAL
    if not _LIST.fullmatch(written):
        raise MiswrittenError("only the name of a list may follow :::recommendations, such as usage.unused_features")
    known = len(desk.page.mistakes)
    desk.fields.update(desk.language.read(desk.page, f"{{% for item in {written} %}}{{% endfor %}}", use.line))
    kind = desk.language.kind(written)
    if len(desk.page.mistakes) == known and any(name not in kind.items or kind.items[name].optional for name in _NEEDS):
        raise MiswrittenError(f"every item of {written} needs a title, a benefit and a link")
    return {"list": Markup(written)}  # noqa: S704 - the name of a list
