"""Words: everything a condition may say, given a program."""

from collections.abc import Mapping
from dataclasses import dataclass

from journeys.field import Field
from journeys.function import Function
from journeys.success import Feed


@dataclass(frozen=True, slots=True)
class Words:
    """The fields and functions by dotted name, and the names of events."""

    fields: Mapping[str, Field]
    functions: Mapping[str, Function]
    events: frozenset[str]
    feeds: tuple[Feed, ...]

    def is_event(self, name: str) -> bool:
        """Answer whether the program knows the event, by name or as one of a feed's family (`invoice *`)."""
        return name in self.events or any(feed.brings(name) for feed in self.feeds)
