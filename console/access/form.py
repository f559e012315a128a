"""What a form of ours sends, read within bounds."""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request
from starlette.requests import ClientDisconnect

LONGEST = 64 * 1024
FIELDS = 100
TOO_MUCH = f"That is too much for a form: at most {LONGEST // 1024} KB."
CUT_SHORT = "The form was cut short on its way."

Form = Mapping[str, str]


async def read_form(request: Request) -> Form:
    """Answer the fields that were sent, read once per request; nothing if it was no form."""
    known: Form | None = getattr(request.state, "form", None)
    if known is None:
        known = request.state.form = _fields(await _body(request)) if _is_form(request) else {}
    return known


Sent = Annotated[Form, Depends(read_form)]


def _is_form(request: Request) -> bool:
    return request.headers.get("Content-Type", "").partition(";")[0].strip() == "application/x-www-form-urlencoded"


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LONGEST:
                raise HTTPException(413, TOO_MUCH)
    except ClientDisconnect:
        raise HTTPException(400, CUT_SHORT) from None  # no mistake of ours to fill the log with
    return bytes(body)


def _fields(body: bytes) -> Form:
    try:
        pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=FIELDS)
    except ValueError:
        raise HTTPException(400, "That is no form of ours.") from None
    return {name: value.replace("\0", "") for name, value in pairs}  # PostgreSQL has no text with a zero in it
