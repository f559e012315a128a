"""Where suppressions of an address stand: under itself, its domains, and what is kept of one that was forgotten."""

import re
from functools import lru_cache
from hashlib import blake2b

from models.facts import clean_address, printable

REMEMBERED = 50_000
_FORGOTTEN = "#"
_COPIED = re.compile(r".*<([^<>]+)>")  # what a mail program puts around an address


def fingerprint(email: str) -> str:
    """Answer what is kept of an address that was forgotten: it can be recognized when it is told again, not read.

    Without a key, since a key that is lost would break the promise not to write: who has this and guesses the address
    can see that the guess is right, and learns nothing else by it.
    """
    return _FORGOTTEN + blake2b(email.encode(), digest_size=20, person=b"tenure forgotten").hexdigest()


def key_place(key: str) -> str:
    """Answer what is kept of a contact's key that told who somebody was: they may be told again under it."""
    return fingerprint(f"key {key}")


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

    As people write and copy them: `Ada <ada@acme.example>`, `mailto:ada@acme.example`, `*@example.com`, and a domain in
    letters beyond ASCII as mail knows it. Raises ValueError, with the reason, for what is neither.
    """
    said = _COPIED.sub(r"\1", text.strip()).lower().removeprefix("mailto:")
    local, at, domain = said.rpartition("@")
    if not at:
        hint = f"; a whole domain is written @{printable(said)}" if "." in said else ""
        raise ValueError(f'"{printable(text)}" is not an address: it needs one @ with something on both sides{hint}')
    domain = _in_ascii(domain.removesuffix("."))
    if local not in ("", "*"):
        return clean_address(f"{local}@{domain}")
    try:
        return clean_address(f"anybody@{domain}").removeprefix("anybody")
    except ValueError:
        raise ValueError(f'"{printable(text)}" is not a domain') from None


def _in_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
