"""A button: the one thing to do."""

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots


def button(desk: Desk, use: Use) -> Slots:
    """Answer the words of the button and where they lead."""
    found = desk.markdown.link(use.argument, use.line)
    if found is None:
        raise MiswrittenError("a button is words in [ ] and, right behind them, in ( ) where they lead")
    label, href, rest = found
    if rest:
        raise MiswrittenError("nothing follows the link of a button")
    return {"label": label, "href": href}
