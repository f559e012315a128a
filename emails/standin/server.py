"""The stand-in's process or thread: from a ledger and an address to a server that answers until it is told to stop."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from emails.standin.contract import Mail
from emails.standin.ledger import Ledger
from emails.standin.line import Line
from emails.standin.provider import Provider
from emails.standin.teller import Teller


@dataclass(frozen=True, slots=True)
class Options:
    """How to serve: port 0 takes any that is free; `durable=False` spares the fsync; `idle` is in seconds.

    `bodies` is a file that gets every accepted mail, whole, as a line of JSON.
    """

    ledger: Path
    host: str = "127.0.0.1"
    port: int = 0
    durable: bool = True
    api_key: str | None = None
    idle: float = 75.0
    bodies: Path | None = None


async def serve(options: Options, ready: Callable[[str], None], stop: asyncio.Event) -> None:
    """Serve until `stop` is set; call `ready` with the base URL once requests are answered."""
    ledger = Ledger(options.ledger, durable=options.durable)
    try:
        keep = partial(_keep, options.bodies) if options.bodies else None
        teller = Teller(options.ledger, time.time)
        provider = Provider(ledger, api_key=options.api_key, keep=keep, teller=teller)
        make = lambda: Line(provider, options.idle)  # noqa: E731
        server = await asyncio.get_running_loop().create_server(make, options.host, options.port)
        host, port = server.sockets[0].getsockname()[:2]
        ready(f"http://{host}:{port}")
        await stop.wait()
        server.close()
        provider.settle()
        await teller.leave()
    finally:
        ledger.close()


def _keep(bodies: Path, mail: Mail) -> None:
    with bodies.open("a", encoding="utf-8") as file:
        file.write(mail.model_dump_json(by_alias=True, exclude_defaults=True) + "\n")
