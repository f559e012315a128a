"""What every webhook does with what it is told: read, check who says so, record, then answer."""

from collections.abc import Callable
from datetime import datetime

from fastapi import Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool

from console.failures import explain
from console.ingest.body import read_body
from console.ingest.problem import Problem, database_away
from models.facts import printable
from models.refusals import keep_refusals

SHOWN = 2000  # characters of a message that cannot be used which are kept

Record = Callable[[bytes], dict[str, object]]


async def receive_signed(request: Request, most: int, check: Callable[[bytes], None], record: Record) -> Response:
    """Answer with what `record` makes of a body of `most` bytes at most; a Problem that `check` raises is the answer.

    503 if the database is away: then it is told again.
    """
    try:
        body = await read_body(request, most)
        check(body)
        return JSONResponse(await run_in_threadpool(record, body))
    except Problem as problem:
        return problem.response
    except DBAPIError as error:
        return database_away(explain(error) or "the database cannot do what it was asked").response


def note_refusal(connection: Connection, at: datetime, source: str, name: str, reason: str, body: bytes) -> str:
    """Write down why a message (by its `name`, if it has one) cannot be used; answer the reason in printable words."""
    shown = body[: 4 * SHOWN].decode(errors="ignore").replace("\0", "")[:SHOWN]
    keep_refusals(connection, [{"at": at, "source": source, "message_id": name, "reason": reason, "content": shown}])
    return printable(reason, 300)
