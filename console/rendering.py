"""The pages: templates filled with plain values, and how those are said in words."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from console.day import busy, day_in_words
from console.doors import shut_in_words, stopped_by, way_out
from console.evidence import in_words, moment
from journeys.schedule import zone_of
from models.story import AnyRow

PAGES = Path(__file__).parent / "pages"
# What a page knows of who looks at it, unless it is told.
NOBODY = {"user": None, "csrf": "", "place": "", "places": (), "band": ""}
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
WAY_OUT = re.compile(" until `[^`]*`,?")
UNITS = (
    (timedelta(days=1), "d"),
    (timedelta(hours=1), "h"),
    (timedelta(minutes=1), "min"),
    (timedelta(seconds=1), "s"),
)


def page(name: str, status: int = 200, /, **values: object) -> HTMLResponse:
    """Answer the page `name` with `values` in it."""
    return HTMLResponse(ENVIRONMENT.get_template(name).render(values), status)


def distance(now: datetime, moment: datetime) -> str:
    """Answer how far a moment lies from now: `in 2 d`, `5 min ago`, `now`."""
    gap = abs(moment - now)
    unit = next(((length, word) for length, word in UNITS if gap >= length), None)
    if unit is None:
        return "now"
    length, word = unit
    said = f"{gap // length} {word}"
    return f"in {said}" if moment > now else f"{said} ago"


def stamp(moment: datetime) -> str:
    """Answer a moment as people read it, in UTC."""
    return f"{moment:%a} {moment.day} {moment:%b %Y, %H:%M} UTC"


def local(at: datetime, timezone: str | None) -> str:
    """Answer a moment as people at the account read it, and says whose clock that is."""
    zone = zone_of(timezone)
    return f"{moment(at, zone)} ({zone.key})"


def evidence(found: object, name: str, timezone: str | None) -> str:
    """Answer a value of the evidence as people read it, moments on the account's clock."""
    return in_words(name, found, zone_of(timezone))


def shut(door: AnyRow) -> str:
    """Answer a shut door in words, but for what opens it."""
    said = WAY_OUT.sub("", shut_in_words(door))
    return said[:1].upper() + said[1:]


def readable(found: object) -> object:
    """Answer a value without the signs that turn letters around: with them `gnp.exe` is read as `exe.png`."""
    return TURNING.sub("", found) if type(found) is str and not found.isascii() else found


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=readable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"stamp": stamp, "local": local, "evidence": evidence}
    environment.filters |= {"shut": shut, "way_out": way_out, "stopped": stopped_by, "busy": busy, "day": day_in_words}
    environment.globals |= {"distance": distance, **NOBODY}
    return environment


ENVIRONMENT = _environment()
