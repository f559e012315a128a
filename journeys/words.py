"""Words: everything a condition may say, given a program."""

from collections.abc import Mapping
from dataclasses import dataclass

from journeys.field import Field
from journeys.function import Function
from journeys.reserved import RESERVED, TENURE
from journeys.success import Feed

OWN = frozenset(name for name, one in RESERVED.items() if one.feed == TENURE)  # what nobody but Tenure tells


@dataclass(frozen=True, slots=True)
class Words:
    """The fields and functions by dotted name, and the names of events."""

    fields: Mapping[str, Field]
    functions: Mapping[str, Function]
    events: frozenset[str]
    feeds: tuple[Feed, ...]

    def is_event(self, name: str) -> bool:
        """Answer whether the program knows the event, by name, as one of a family (`invoice *`), or as ours."""
        return name in self.events or name in OWN or any(feed.brings(name) for feed in self.feeds)
