"""The journeys in Markdown, each drawn with Mermaid: written from the definitions themselves."""

from collections.abc import Iterable, Iterator

from journeys.diagram import Clause, Diagram, Stop, Way, diagram
from journeys.load import Book

HEAD = """# The journeys that ship

Written by `tenure catalog --journeys` from `definitions/`; a test keeps it true. The console draws them on `/journeys`,
with who stands where. Read a diagram downwards: a day with its step, what it does and in which case, and the next day.
"""
SHAPES = {"email": ("[", "]"), "in_app": ("(", ")"), "handoff": ("[/", "/]"), "webhook": ("[[", "]]")}
NAMES = {"email": "mail", "in_app": "in the product", "handoff": "task", "webhook": "other system"}


def journeys_page(book: Book) -> str:
    """Answer the page of all journeys, in Markdown: those that speak first before the others."""
    found = [diagram(journey, book) for journey in book.journeys.values()]
    found.sort(key=lambda one: (-one.priority, one.name))
    return "\n".join([HEAD, *_overview(found), *(_section(one) for one in found)])


def flowchart(found: Diagram) -> str:
    """Answer a journey as a Mermaid flowchart."""
    lines, before = ["flowchart TD", f"  start([{_label('Starts', found.starts)}])"], "start"
    for number, stop in enumerate(found.stops):
        key = f"s{number}"
        lines += [f"  {before} --> {key}", *_stop(key, stop)]
        before = " & ".join(f"{key}w{way}" for way in range(len(stop.ways))) if _forks(stop) else key
    return "\n".join([*lines, f"  {before} --> finish([Ends])"])


def _overview(found: Iterable[Diagram]) -> Iterator[str]:
    yield "| journey | kind | priority | starts | steps |\n| --- | --- | --- | --- | --- |"
    for one in found:
        title, starts = _plain(one.title), _plain(one.starts)
        cells = (f"[{title}](#{one.name})", one.kind, str(one.priority), starts, str(len(one.stops)))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _section(one: Diagram) -> str:
    file = f"definitions/{one.name}.yaml"
    about = f"**{_plain(one.title)}.** Kind {one.kind}, priority {one.priority}, in [{file}]({file})."
    return "\n".join(
        [f"## {one.name}\n", about, "", *map(_told, one.frame), "", "```mermaid", flowchart(one), "```", ""]
    )


def _told(clause: Clause) -> str:
    fence = "``" if "`" in clause.written else "`"
    written = f" ({fence}{clause.written}{fence})" if clause.written else ""
    return f"- **{clause.lead}** {_plain(clause.words)}{written}"


def _plain(text: str) -> str:
    """Answer a text on one line that Markdown does not take for HTML."""
    return " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")


def _forks(stop: Stop) -> bool:
    return any(way.case for way in stop.ways)


def _stop(key: str, stop: Stop) -> Iterator[str]:
    """Answer a step; what it does in every case stands in the same box."""
    said = [f"Day {stop.day}: {stop.id}", *(f"{clause.lead} {clause.words}" for clause in stop.clauses)]
    if _forks(stop):
        yield f"  {key}{{{{{_label(*said)}}}}}"
        yield from (f"  {key} -->{_case(way)} {key}w{number}{_box(way)}" for number, way in enumerate(stop.ways))
    else:
        yield f"  {key}{_box(stop.ways[0], *said)}" if stop.ways else f"  {key}[{_label(*said)}]"


def _case(way: Way) -> str:
    return f"|{_label(f'{way.case.lead} {way.case.words}'.strip())}|" if way.case else ""


def _box(way: Way, *said: str) -> str:
    opening, closing = SHAPES[way.channel]
    return f"{opening}{_label(*said, f'{NAMES[way.channel]}: {way.name}')}{closing}"


def _label(*lines: str) -> str:
    """Answer a label that Mermaid takes as text, whatever stands in it."""
    said = "<br>".join(_safe(line) for line in lines)
    return f'"{said}"'


def _safe(text: str) -> str:
    for sign, entity in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;"), ("`", "#96;")):
        text = text.replace(sign, entity)
    return text
