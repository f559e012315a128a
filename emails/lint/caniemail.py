"""What mail programs can do, by caniemail.com: the data lie in `emails/caniemail/`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).parent.parent / "caniemail" / "data.json"
# The programs asked about: the name of each, and where it runs, as its users say. Windows Mail is retired.
PROGRAMS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "Gmail": {
            "desktop-webmail": "Gmail in the browser",
            "ios": "Gmail on iPhones",
            "android": "Gmail on Android",
            "mobile-webmail": "Gmail in a phone's browser",
        },
        "Outlook": {
            "windows": "Outlook on Windows",
            "outlook-com": "Outlook.com",
            "macos": "Outlook on Macs",
            "ios": "Outlook on iPhones",
            "android": "Outlook on Android",
        },
        "Apple Mail": {"macos": "Apple Mail on Macs", "ios": "Apple Mail on iPhones"},
    }
)


@dataclass(frozen=True, slots=True)
class Feature:
    """Something HTML or CSS can do, by its name at caniemail.com, and the mail programs that cannot."""

    slug: str
    title: str
    url: str
    missing: tuple[str, ...]


@lru_cache(maxsize=1)
def features() -> Mapping[str, Feature]:
    """Answer what was tested, by its name there."""
    told = json.loads(DATA.read_text(encoding="utf-8"))["data"]
    return {one["slug"]: Feature(one["slug"], one["title"], one["url"], _missing(one["stats"])) for one in told}


def _missing(stats: Mapping[str, Any]) -> tuple[str, ...]:
    found: list[str] = []
    for program, places in PROGRAMS.items():
        told = stats.get(program.lower().replace(" ", "-"), {})
        without = [name for place, name in places.items() if _newest(told.get(place, {})).startswith("n")]
        found += [program] if len(without) == len(places) else without
    return tuple(found)


def _newest(versions: Mapping[str, str]) -> str:
    """Answer what the newest version can do: y, n, a (almost) or u (unknown), with notes; they come in order."""
    return next(reversed([*versions.values()]), "u")
