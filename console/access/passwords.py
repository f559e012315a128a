"""Passwords: hashed by Argon2id, and checked in the same time whether there is one or not."""

import unicodedata
from functools import cached_property
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2  # each takes 64 MB and a core: whoever knocks a hundred times at once must not take the machine


class Passwords:
    """Hashes and checks; by the second recommendation of RFC 9106 unless another hasher is given."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """Use this hasher."""
        self._hasher = hasher or PasswordHasher()
        self._room = BoundedSemaphore(AT_ONCE)

    def hashed(self, password: str) -> str:
        """Answer what is kept of a password."""
        with self._room:
            return self._hasher.hash(_plain(password))

    def is_right(self, kept: str | None, password: str) -> bool:
        """Answer whether the password is the one that was kept; without one it takes as long, and is never right."""
        decoy = self._decoy  # made with the first check, whoever is checked
        try:
            with self._room:
                self._hasher.verify(kept or decoy, _plain(password))
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None

    def is_outdated(self, kept: str) -> bool:
        """Answer whether a hash was made as nobody makes it any more."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _decoy(self) -> str:
        return self.hashed("of nobody")


def _plain(password: str) -> str:
    """Answer a password as it is hashed: one that is typed on another keyboard is the same."""
    return unicodedata.normalize("NFKC", password)
