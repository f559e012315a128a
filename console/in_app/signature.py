"""Who is looking at the product, as its backend signs it: nobody can ask in the name of somebody else."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from console.ingest.problem import Problem, invalid_json
from console.webhooks.part import UNFIT

LONGEST = timedelta(days=31)  # a signature that is good for ever would be a password in a page
MOST = 255  # characters of a key
NEEDED = ("account", "user", "expires", "signature")


@dataclass(frozen=True, slots=True)
class Identity:
    """An account and a person by their keys, believed until `expires` (seconds since 1970)."""

    account: str
    user: str
    expires: int

    @classmethod
    def claimed(cls, told: Mapping[str, object]) -> Self:
        """Answer who a request claims to come from. Raises a Problem if it does not say."""
        account, user, expires = (told.get(name) for name in NEEDED[:3])
        if isinstance(expires, str) and expires.isascii() and expires.isdigit():
            expires = int(expires[:15])
        if _is_key(account) and _is_key(user) and type(expires) is int and expires >= 0:
            return cls(str(account), str(user), expires)
        raise invalid_json(f"it needs {', '.join(NEEDED)}: who is looking, until when (in seconds since 1970), signed")

    def signed(self, secret: str) -> str:
        """Answer the signature: HMAC-SHA256 of the three parts with a zero byte between them, in hexadecimal."""
        words = f"{self.account}\0{self.user}\0{self.expires}"
        return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()


def _is_key(told: object) -> bool:
    return isinstance(told, str) and 0 < len(told) <= MOST and not UNFIT.search(told)


def verified(told: Mapping[str, object], secrets: Iterable[str], now: datetime) -> Identity:
    """Answer who is looking, as one of the secrets signed it. Raises a Problem for what is forged or too old."""
    identity, signature = Identity.claimed(told), told.get("signature")
    given = signature.encode("utf-8", "replace") if isinstance(signature, str) else b""
    if not any(hmac.compare_digest(given, identity.signed(secret).encode()) for secret in secrets):
        raise Problem(
            401, "forged", "the signature is not that of this account, user and expires: see console/README.md"
        )
    left = identity.expires - now.timestamp()
    if left <= 0:
        since = datetime.fromtimestamp(identity.expires, UTC)
        raise Problem(401, "expired", f"the signature was good until {since:%Y-%m-%d %H:%M} UTC: sign anew")
    if left > LONGEST.total_seconds():
        raise Problem(
            401, "too_long", f"a signature is good for {LONGEST.days} days at most: choose an earlier expires"
        )
    return identity
