"""The bare limit of (f): a uvicorn that parses a batch and COPYs it into the table of events; it counts nothing."""

import asyncio
import os
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime
from typing import Any

import orjson
import psycopg

COPY = """
COPY event (message_id, account_id, contact_id, feed, name, at, received_at, amount, digest, origin, properties)
FROM STDIN
"""
LINES = 8  # connections to the database

Message = MutableMapping[str, Any]


class BareIngest:
    """An ASGI application that answers once the events are committed. It knows every account before it starts."""

    def __init__(self, dsn: str) -> None:
        """Connect when first asked."""
        self.dsn = dsn
        self.accounts: dict[str, int] = {}
        self.people: dict[str, int] = {}
        self.free: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()
        self.ready = asyncio.Lock()

    async def __call__(
        self, scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        """Take one request."""
        if scope["type"] != "http":
            return
        async with self.ready:
            await self._connect()
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        await self._store(orjson.loads(body)["batch"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"{}"})

    async def _connect(self) -> None:
        if self.accounts:
            return
        for _ in range(LINES):
            await self.free.put(await psycopg.AsyncConnection.connect(self.dsn))
        connection = await self.free.get()
        for table, found in (("account", self.accounts), ("contact", self.people)):
            found.update(await (await connection.execute(f"SELECT key, id FROM {table}")).fetchall())
        await connection.commit()
        await self.free.put(connection)

    async def _store(self, batch: list[dict[str, Any]]) -> None:
        connection, now = await self.free.get(), batch[0]["timestamp"]
        async with connection.cursor() as cursor:
            async with cursor.copy(COPY) as copy:
                for event in batch:
                    await copy.write_row(
                        (
                            event["messageId"], self.accounts[event["context"]["groupId"]],
                            self.people.get(event["userId"]), "product", event["event"],
                            datetime.fromisoformat(event["timestamp"]), now, 1, "", "",
                            orjson.dumps(event["properties"]).decode(),
                        )
                    )  # fmt: skip
            await connection.commit()
        await self.free.put(connection)


def make_app() -> BareIngest:
    """Answer the application for the database the environment names."""
    return BareIngest(os.environ["BENCH_DSN"])
