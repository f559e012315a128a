"""Write keys: which source a request comes from."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from hashlib import sha256

from console.ingest.problem import Problem

ASK = {"WWW-Authenticate": 'Basic realm="Tenure write key", charset="UTF-8"'}
NO_KEYS = "this installation has no write keys yet: set TENURE_WRITE_KEYS=product:KEY, the key of 16 characters or more"
NO_KEY = "no write key is told: send it as the user name of Basic auth, or as writeKey in the body"
WRONG_KEY = "this write key is not known here: compare it with TENURE_WRITE_KEYS"


class Keyring:
    """Knows the sources by their keys, and compares in a time that tells nothing about them."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Remember each key's source; of the keys only a fingerprint, so that lengths do not show either."""
        self._sources = [(_fingerprint(key), source) for key, source in sources.items()]

    def source(self, key: str | None) -> str:
        """Answer the name of the source with this key; raise a Problem (401) for none or an unknown one."""
        asked, found = _fingerprint(key or ""), ""
        for fingerprint, source in self._sources:
            if hmac.compare_digest(fingerprint, asked):
                found = source
        if found:
            return found
        said = NO_KEYS if not self._sources else WRONG_KEY if key else NO_KEY
        raise Problem(401, "invalid_write_key", said, ASK)


def key_of(authorization: str | None) -> str | None:
    """Answer the write key that a header carries (HTTP Basic, as the user name), if any."""
    kind, _, value = (authorization or "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        return base64.b64decode(value, validate=True).decode().partition(":")[0] or None
    except (binascii.Error, ValueError):
        return None


def _fingerprint(key: str) -> bytes:
    return sha256(key.encode(errors="replace")).digest()
