"""Forms, read within bounds."""

import asyncio

import pytest
from fastapi import HTTPException, Request
from starlette.types import Message

from console.access.form import read_form


def test_a_form_that_is_cut_short_is_refused_and_no_mistake_of_ours() -> None:
    told: list[Message] = [
        {"type": "http.request", "body": b"email=dana", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return told.pop(0)

    headers = [(b"content-type", b"application/x-www-form-urlencoded")]
    with pytest.raises(HTTPException) as refused:
        asyncio.run(read_form(Request({"type": "http", "method": "POST", "headers": headers}, receive)))

    assert refused.value.status_code == 400
