"""A body is read for so long and no longer."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from console.ingest.body import read_body
from console.ingest.problem import Problem


def test_who_never_finishes_is_not_waited_for() -> None:
    pieces: list[Message] = [{"type": "http.request", "body": b'{"userId"', "more_body": True}]

    async def receive() -> Message:
        if pieces:
            return pieces.pop()
        await asyncio.Event().wait()
        raise AssertionError("it never comes")

    request = Request({"type": "http", "method": "POST", "headers": []}, receive)
    with pytest.raises(Problem) as told:
        asyncio.run(read_body(request, 100, patience=0.01))
    assert (told.value.status, told.value.code) == (408, "too_slow")
