"""How many passwords may be tried: by one address, and for one person.

Whoever guesses at a person from everywhere stops guessing soon, and not that person: a browser in which they signed in
before is counted by itself, whatever is tried at the address that it may share with others. Every wait is over after a
quarter of an hour, and a one-time link knows none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request

from console.access.cookies import Cookies
from console.access.origin import network_of
from console.access.tokens import is_mark_of

PER_PERSON, PER_ADDRESS = 10, 50


@dataclass(frozen=True, slots=True)
class Guess:
    """A try to sign in: the keys under which it is counted; no address for a browser that is known."""

    person: str
    address: str

    @property
    def limits(self) -> Mapping[str, int]:
        """Answer how many tries each key has."""
        return {self.person: PER_PERSON} | ({self.address: PER_ADDRESS} if self.address else {})


def guess_of(request: Request, cookies: Cookies, email: str, secret: str) -> Guess:
    """Answer under which keys a try is counted; the keys name nobody."""
    mark = cookies.mark(request)
    known = mark if mark and is_mark_of(mark, email, secret) else ""
    return Guess(_key("person", email, known), "" if known else _key("address", network_of(request)))


def _key(*words: str) -> str:
    return sha256("\n".join(words).encode(errors="replace")).hexdigest()
