"""A parcel: everything that one request brings, and how the request is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import orjson
from starlette.responses import Response

from console.ingest.call import Occasion
from console.ingest.guide import Guide
from console.ingest.letter import Letter
from console.ingest.problem import Problem
from console.ingest.spec import read_letter

MOST_MESSAGES = 2500  # of one request
BYTES_PER_MESSAGE = 1000  # so many weigh as much as one more message


@dataclass(slots=True)
class Parcel:
    """The messages of a request, read under one guide; `size` is that of the body, in bytes."""

    occasion: Occasion
    messages: Sequence[object]
    size: int
    letters: list[Letter] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the messages."""
        self.letters = self.letters or self._read()

    @property
    def source(self) -> str:
        """Answer the name of its write key."""
        return self.occasion.source

    @property
    def weight(self) -> int:
        """Answer how much of the room for waiting it takes."""
        return len(self.letters) + self.size // BYTES_PER_MESSAGE

    def follow(self, guide: Guide) -> None:
        """Read the messages again if another program is in force than when they were read."""
        if self.messages and guide.edition != self.occasion.guide.edition:
            self.occasion = replace(self.occasion, guide=guide)
            self.letters = self._read()

    def answer(self) -> Response:
        """Answer what the sender is told; raise a Problem if nothing but bad messages came."""
        refused = [letter.refused for letter in self.letters if letter.reasons]
        if refused and len(refused) == len(self.letters):
            raise Problem(400, "invalid_message", str(refused[0]["reason"]), refused=refused)
        told: dict[str, object] = {"success": True}
        return Response(orjson.dumps(told | ({"refused": refused} if refused else {})), 200, None, "application/json")

    def _read(self) -> list[Letter]:
        return [read_letter(index, message, self.occasion) for index, message in enumerate(self.messages)]
