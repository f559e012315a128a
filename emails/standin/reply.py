"""What the stand-in says: a status, headers, a body."""

import json
from dataclasses import dataclass
from typing import Any


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
