"""What stands inside a component that holds words: prose, statements around it, and where it fits, buttons."""

from collections.abc import Sequence

from markupsafe import Markup

from emails.body import Control, Part, Prose, Use, parts
from emails.components.button import button
from emails.components.component import Desk, MiswrittenError, Slots
from emails.markdown import html
from emails.plain import plain


def blocks(desk: Desk, lines: Sequence[str], first_line: int, within: str, *, buttons: bool = False) -> list[Slots]:
    """Answer the blocks that the lines hold: each has `html` and `text`, a button `href` and `label`."""
    found = parts("\n".join(lines), first_line, desk.tokens, frozenset())
    return [_block(desk, part, within, buttons=buttons) for part in found]


def joined(found: Sequence[Slots], mark: str) -> Slots:
    """Answer the blocks as one; in text every line of theirs begins with the `mark`."""
    markup = Markup("").join(Markup(block["html"]) for block in found)  # noqa: S704 - Markup already
    return {"html": markup, "text": "".join(_marked(str(block["text"]), mark) for block in found).rstrip("\n")}


def _marked(text: str, mark: str) -> str:
    words = text.rstrip("\n")
    return text if words == text else "\n".join(f"{mark} {line}" for line in words.split("\n")) + "\n\n"


def _block(desk: Desk, part: Part, within: str, *, buttons: bool) -> Slots:
    match part:
        case Prose():
            parsed = desk.markdown.parse(part.text, part.line)
            written = Markup(html(parsed, part.around))  # noqa: S704 - Markdown without HTML
            return {"href": "", "html": written, "text": plain(parsed, part.around) + "\n\n"}
        case Control():
            comments = Markup(" ").join(Markup("<!--{}-->").format(word) for word in part.tags.split())
            return {"href": "", "html": comments, "text": part.tags.replace(" ", "")}
        case Use(name="button") if buttons and part.inside is None:
            drawn = button(desk, part)
            return {**drawn, "html": "", "text": f"{drawn['label']}:\n{drawn['href']}\n\n"}
    fits = "words and buttons" if buttons else "words"
    raise MiswrittenError(f":::{part.name} cannot stand inside {within}, which holds {fits} only", part.line)
