"""What the product of the loaded program calls things, so that the book speaks its language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from journeys.success import Feed, Program

COUNTED = "task"  # what the program that ships counts as use
VALUE = "first_value"
RELEASE = datetime(2027, 2, 1, tzinfo=UTC)  # the timeline, rolled out over some days


@dataclass(frozen=True, slots=True)
class Words:
    """Event names by their part in the story.

    `checklist`: what proves each item, in order. `features`: what proves each core feature first, `uses`
    whatever does later. `task` is what is counted
    as use, `first_value` what proves the first value, `presence` that somebody was there at all.
    """

    presence: str
    task: str
    first_value: str
    checklist: tuple[str, ...]
    features: tuple[str, ...]
    feeds: tuple[Feed, ...] = ()
    uses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, event: str) -> bool:
        """Answer whether a feed of the program tells of `event`."""
        return any(feed.brings(event) for feed in self.feeds)

    def feed_of(self, event: str) -> str:
        """Answer the feed that tells of `event`."""
        return next((feed.name for feed in self.feeds if feed.brings(event)), "product")


def words_of(program: Program) -> Words:
    """Answer the words of a program: its milestone `first_value` or else its last, its metric of tasks or its first."""
    tasks = sorted(program.metrics, key=lambda metric: COUNTED not in metric.name)
    values = sorted(program.milestones, key=lambda milestone: milestone.name == VALUE)
    return Words(
        presence=program.activity[0],
        task=tasks[0].event,
        first_value=values[-1].event,
        checklist=tuple(item.event for item in program.checklist),
        features=tuple(feature.events[0] for feature in program.features),
        feeds=program.feeds,
        uses={feature.events[0]: feature.events for feature in program.features},
    )
