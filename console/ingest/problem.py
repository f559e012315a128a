"""Why a request is not taken, as the clients of the Segment spec read it: `{"code", "message"}`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from starlette.responses import Response

SOON, LATER = 1, 5  # seconds after which it is worth trying again: when we are behind, when the database is away


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818 - an answer, by the word of RFC 9457
    """An answer other than 200. `refused` says of each message why it is bad, where that is the problem."""

    status: int
    code: str
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)
    refused: Sequence[Mapping[str, object]] = ()

    @property
    def response(self) -> Response:
        """Answer it as JSON."""
        told = {"code": self.code, "message": self.message} | ({"refused": self.refused} if self.refused else {})
        return Response(orjson.dumps(told), self.status, dict(self.headers), "application/json")


def invalid_json(because: str) -> Problem:
    """Answer that the body cannot be read at all."""
    return Problem(400, "invalid_json", f"the body is not the JSON that is expected here: {because}")


def too_large(what: str, most: int) -> Problem:
    """Answer that a body has more than `most` bytes."""
    return Problem(
        413, "too_large", f"{what} is too large: at most {most:,} bytes, after decompression; send less at once"
    )


def too_many(most: int) -> Problem:
    """Answer that a batch has too many messages."""
    return Problem(413, "too_large", f"the batch has too many messages: at most {most:,}; send fewer at once")


def overloaded() -> Problem:
    """Answer that too much waits to be recorded already."""
    return Problem(429, "overloaded", "too much is waiting to be recorded; try again", {"Retry-After": str(SOON)})


def database_away(because: str) -> Problem:
    """Answer that nothing can be recorded now."""
    return Problem(503, "database_away", f"nothing can be recorded now: {because}", {"Retry-After": str(LATER)})
