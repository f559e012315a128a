"""What comes in at the stand-in, and the line on which it is answered."""

from dataclasses import dataclass
from typing import Protocol

from emails.standin.reply import Reply


@dataclass(slots=True)
class Request:
    """One HTTP request; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


class Caller(Protocol):
    """The connection on which a request came."""

    def answer(self, reply: Reply) -> None:
        """Send the reply."""

    def babble(self, noise: bytes) -> None:
        """Send bytes that are not HTTP, and hang up."""

    def cut(self) -> None:
        """Hang up without a word."""
