"""The components a marketer may use, `:::name`: how each is written, and what it hands to the theme to be drawn."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from emails.body import Use
from emails.markdown import Markdown, html
from emails.page import Page
from emails.plain import plain
from emails.safety import Language
from emails.tokens import Tokens, expression

Slots = Mapping[str, object]
_ROW = re.compile(r"[-*]\s+(.+?):\s+(.+)")
_STEP = re.compile(r"(\d+)\.\s+(.+)")


@dataclass(frozen=True, slots=True)
class Desk:
    """What is at hand while the components of one mail are read."""

    page: Page
    tokens: Tokens
    language: Language
    markdown: Markdown


@dataclass(frozen=True, slots=True)
class Component:
    """How a component is read into slots (None: it was not written as it should be), with an example of it."""

    read: Callable[[Desk, Use], Slots | None]
    example: str
    has_body: bool = False


def slots(desk: Desk, use: Use) -> Slots | None:
    """Answer what the theme needs to draw the component; None if it is not written as it should be."""
    component = COMPONENTS[use.name]
    found = None if component.has_body and use.inside is None else component.read(desk, use)
    if component.has_body and use.inside is None:
        desk.page.report(
            f":::{use.name} is never closed: end it with a line that says ::: and no more", use.line, ":::"
        )
    elif found is None:
        written = component.example.replace("\n", " ⏎ ")
        desk.page.report(f"this is not how it is written: {written}", use.line, ":::")
    return found


def _nothing(_desk: Desk, use: Use) -> Slots | None:
    return None if use.argument else {}


def _link(desk: Desk, use: Use) -> Slots | None:
    found = desk.markdown.link(use.argument, use.line)
    return {"label": found[0], "href": found[1], "note": found[2]} if found else None


def _button(desk: Desk, use: Use) -> Slots | None:
    found = _link(desk, use)
    return found if found and not found["note"] else None


def _prose(desk: Desk, use: Use) -> Slots | None:
    parsed = desk.markdown.parse("\n".join(use.inside or ()), use.line + 1)
    return {"html": Markup(html(parsed)), "text": plain(parsed)} if parsed and not use.argument else None  # noqa: S704


def _stats(_desk: Desk, use: Use) -> Slots | None:
    found = [_ROW.fullmatch(line.strip()) for line in use.inside or () if line.strip()]
    rows = [{"label": row[1], "value": row[2]} for row in found if row]
    return {"rows": rows} if rows and len(rows) == len(found) else None


def _bars(desk: Desk, use: Use) -> Slots | None:
    rows = _stats(desk, use)
    if rows is None or not isinstance(rows["rows"], list):
        return None
    bars = [_bar(desk, row["label"], row["value"]) for row in rows["rows"]]
    return {"rows": bars} if all(bars) else None


def _bar(desk: Desk, label: str, placeholder: str) -> Slots | None:
    share = expression(desk.tokens[placeholder]).partition("|")[0].strip()
    if not share or desk.language.kind(share).type != "share":
        return None
    desk.tokens[placeholder] = f"{{{{ {share} | percent }}}}"
    length, meter = (f"{{{{ {share} | {drawn} }}}}" for drawn in ("share", "meter"))
    return {"label": label, "value": placeholder, "share": length, "meter": meter}


def _steps(desk: Desk, use: Use) -> Slots | None:
    found = [_STEP.fullmatch(line.strip()) for line in use.inside or () if line.strip()]
    rows = [_step(desk, step[1], step[2], use.line + 1) for step in found if step]
    return {"rows": rows} if rows and len(rows) == len(found) else None


def _step(desk: Desk, number: str, text: str, line: int) -> Slots:
    parsed = desk.markdown.parse(text, line)
    inner = html(parsed).strip().removeprefix("<p>").removesuffix("</p>")
    return {"number": number, "html": Markup(inner), "text": plain(parsed)}  # noqa: S704 - Markdown without HTML


COMPONENTS: Mapping[str, Component] = MappingProxyType(
    {
        "button": Component(_button, ":::button [words]({{ links.app }})"),
        "video": Component(_link, ":::video [title]({{ links.video }}) 2 minutes"),
        "checklist": Component(_nothing, ":::checklist, alone on its line"),
        "signature": Component(_nothing, ":::signature, alone on its line"),
        "callout": Component(_prose, ":::callout\nsome text\n:::", has_body=True),
        "stats": Component(_stats, ":::stats\n- label: {{ value }}\n:::", has_body=True),
        "bars": Component(_bars, ":::bars\n- label: {{ usage.feature_adoption | percent }}\n:::", has_body=True),
        "steps": Component(_steps, ":::steps\n1. what to do\n2. what to do next\n:::", has_body=True),
    },
)
WITH_BODY = frozenset(name for name, component in COMPONENTS.items() if component.has_body)
