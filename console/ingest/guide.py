"""What the program in force says of events: by which feed they come, and which of them may change a decision."""

from collections.abc import Collection
from dataclasses import dataclass, field

from journeys.needs import Counts, Crowd, Details, Need, Users
from journeys.reserved import RESERVED
from journeys.success import Feed
from workers.editions import Edition


@dataclass(frozen=True, slots=True)
class Guide:
    """Of one edition: its number (none: nothing is in force), its feeds, and the events that anybody asks for."""

    edition: int | None = None
    feeds: tuple[Feed, ...] = ()
    wakeful: frozenset[str] | None = None
    _known: dict[str, str] = field(default_factory=dict)

    def feed(self, event: str, source: str) -> str:
        """Answer the feed of an event: the program's, else the reserved event's own, else the source it came from."""
        found = self._known.get(event)
        if found is None:
            found = self._find(event)
            if len(self._known) < MOST_REMEMBERED:
                self._known[event] = found
        return found or source

    def _find(self, event: str) -> str:
        brought = next((feed.name for feed in self.feeds if feed.brings(event)), "")
        return brought or (RESERVED[event].feed if event in RESERVED else "")


MOST_REMEMBERED = 10_000  # names of events are the sender's: there may be any number


def guide_of(edition: Edition | None, before: Guide) -> Guide:
    """Answer the guide of an edition: the one from before while the edition is the same."""
    if edition is None:
        return before if before.edition is None else Guide()
    if before.edition == edition.latest:
        return before
    return Guide(edition.latest, edition.book.program.feeds, frozenset(_events(edition.needs)))


def _events(needs: Collection[Need]) -> set[str]:
    asked = {need.event for need in needs if isinstance(need, Counts | Users | Details)}
    return asked.union(*(need.events for need in needs if isinstance(need, Crowd)))
