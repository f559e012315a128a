"""Lots: which variant of a mail an account gets, the same one for ever and for all of its people."""

from collections.abc import Mapping
from hashlib import blake2b

ORIGINAL = "a"
_ALL = 2**64


def draw(mail: str, key: str, shares: Mapping[str, float | None]) -> str:
    """Answer the variant of `mail` for the account `key`: the original, or one of those in `shares`.

    A share is a part of all accounts; None: as much as the original, of what the others leave. A further variant takes
    from those it has to, and nobody changes between those that were there before.
    """
    place = _number(mail, key) / _ALL
    for letter, share in sorted(shares.items()):
        if share is not None and place < share:
            return letter
        place -= share or 0.0
    equals = [ORIGINAL, *(letter for letter, share in sorted(shares.items()) if share is None)]
    return min(equals, key=lambda letter: _number(mail, key, letter))  # rendezvous hashing: the least of all wins


def _number(*words: str) -> int:
    told = "\x1f".join(words).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(told, digest_size=8).digest())
