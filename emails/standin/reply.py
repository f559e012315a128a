"""What the stand-in says: a status, headers, a body."""

import json
import math
from dataclasses import dataclass
from typing import Any

RATE_LIMIT = 600


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer, before it becomes HTTP."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def document(value: Any, status: int = 200) -> Reply:
    """Answer a reply that carries `value` as JSON."""
    return Reply(status, (("Content-Type", "application/json"),), json.dumps(value).encode())


def refusal(status: int, *mistakes: dict[str, str | None]) -> Reply:
    """Answer an error in SendGrid's shape."""
    return document({"errors": mistakes}, status)


def mistake(message: str, field: str | None = None) -> dict[str, str | None]:
    """Answer one error in SendGrid's shape."""
    return {"message": message, "field": field, "help": None}


def scripted(status: str) -> Reply:
    """Answer the error that the script wants."""
    return refusal(int(status), mistake(f"answered {status} as the script wants"))


def resting(moment: float, seconds: float) -> Reply:
    """Answer 429, with the reset that many seconds after `moment` (Unix time) in SendGrid's headers."""
    reply = refusal(429, mistake("too many requests"))
    reset = math.ceil(moment + seconds)
    limits = {"Limit": RATE_LIMIT, "Remaining": 0, "Reset": reset}
    headers = tuple((f"X-RateLimit-{name}", str(value)) for name, value in limits.items())
    return Reply(429, (*reply.headers, *headers, ("Retry-After", str(math.ceil(seconds)))), reply.body)
