"""Where suppressions of an address stand: under itself, its domains, and what is kept of one that was forgotten."""

from functools import lru_cache
from hashlib import blake2b

from models.facts import clean_address

REMEMBERED = 50_000
_FORGOTTEN = "#"


def fingerprint(email: str) -> str:
    """Answer what is kept of an address that was forgotten: it can be recognized when it is told again, not read.

    Without a key, since a key that is lost would break the promise not to write: who has this and guesses the address
    can see that the guess is right, and learns nothing else by it.
    """
    return _FORGOTTEN + blake2b(email.encode(), digest_size=20, person=b"tenure forgotten").hexdigest()


@lru_cache(maxsize=REMEMBERED)
def places(email: str) -> tuple[str, ...]:
    """Answer every place at which a suppression speaks of an address; none for no address."""
    if not email:
        return ()
    labels = email.rpartition("@")[2].split(".")
    domains = (f"@{'.'.join(labels[start:])}" for start in range(len(labels) - 1))
    return (email, *domains, fingerprint(email))


def clean_place(text: str) -> str:
    """Answer an address, or a whole domain such as `@example.com`, in lower case.

    Raises ValueError, with the reason, for what is neither.
    """
    said = text.strip().lower()
    if not said.startswith("@"):
        return clean_address(said)
    return clean_address(f"anybody{said}").removeprefix("anybody")
