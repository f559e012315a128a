"""A call: one message while it is read, and the parts of it that every kind of message has."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from console.ingest.guide import Guide
from console.ingest.letter import Letter
from console.ingest.timing import Timing

LONGEST_ID = 200
NO_IDS = frozenset({"", "null", "undefined", "nan", "none", "nil", "[object object]"})  # slips that would be one person
ANONYMOUS = "anonymous:"  # what the key of a person begins with whose own id nobody told

Told = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is the same for every message of a request: its source, its timing, and the program in force.

    `kind` is what the path says of a single message; of a batch, each message says it itself.
    """

    source: str
    kind: str | None
    timing: Timing
    guide: Guide


@dataclass(slots=True)
class Call:
    """What a message says, read part by part; what is wrong with it goes into the letter's reasons."""

    letter: Letter
    told: Told
    occasion: Occasion
    context: Told = field(init=False)
    user: str | None = field(init=False)
    anonymous: str | None = field(init=False)
    at: datetime | date = field(init=False)

    def __post_init__(self) -> None:
        """Read who it is about, and when."""
        self.context = self.part("context")
        self.user = self.key("userId")
        self.anonymous = self.key("anonymousId")
        if self.user and self.user.startswith(ANONYMOUS):
            self.refuse(f'userId must not begin with "{ANONYMOUS}": that stands for those who have none')
        try:
            self.at = self.occasion.timing.at(self.told)
        except ValueError as error:
            self.at = self.occasion.timing.manner.now  # so that the rest of it can be judged, too
            self.refuse(str(error))

    @property
    def person(self) -> str | None:
        """Answer the key of whoever it is about, if anybody is named."""
        return self.user or (ANONYMOUS + self.anonymous if self.anonymous else None)

    @property
    def since(self) -> datetime:
        """Answer since when it is so, for what is told of companies and people: never later than now."""
        told = self.at if isinstance(self.at, datetime) else datetime.combine(self.at, time(), UTC)
        return min(told, self.occasion.timing.manner.now)

    def refuse(self, reason: str) -> None:
        """Say why the message cannot be taken."""
        self.letter.reasons.append(reason)

    def key(self, name: str, told: Told | None = None) -> str | None:
        """Answer an id, or none where none is told: an empty one, or "undefined", is what some clients send instead."""
        value = (self.told if told is None else told).get(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            self.refuse(f"{name} must be a text")
            return None
        if len(value) > LONGEST_ID:
            self.refuse(f"{name} is too long: at most {LONGEST_ID} characters")
        value = value.strip()
        return None if value.lower() in NO_IDS else value

    def part(self, name: str, told: Told | None = None) -> Told:
        """Answer an object within the message, or an empty one where none is told."""
        value = (self.told if told is None else told).get(name)
        if isinstance(value, dict):
            return value
        if value not in (None, []):  # an empty list is what PHP writes for an empty object
            self.refuse(f"{name} must be an object")
        return {}
