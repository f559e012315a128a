"""What a process of the harness is: a worker, a clock, the web or the provider, as the product has it, patched."""

import asyncio
import logging
import os
import random
import signal
import socket
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import uvicorn
from dramatiq import Worker

from console.web import make_app
from emails.library import Library
from emails.standin.server import Options, serve
from journeys.load import Book
from workers import advance, assess, calls, compare, deliver, editions, prompt_ends, tell_operators  # noqa: F401  (warm)
from workers.editions import Editions, compiled

PATCHES = "CHAOS_PATCHES"  # names of what to patch, by commas, each with its words after a colon
GRACE = "CHAOS_GRACE_MS"


def play(role: str, variables: Mapping[str, str]) -> None:
    """Become what the role says, in this environment, until told to stop."""
    os.environ.update(variables)
    random.seed()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    Editions.__init__.__defaults__ = (compiled_once,)
    ROLES[role]()


def compiled_once(sources: Mapping[str, str]) -> tuple[Book, Library]:
    """Answer what these files say; who is born of a process that has read them need not read them again."""
    return _compiled(frozenset(sources.items()))


@lru_cache(maxsize=8)
def _compiled(sources: frozenset[tuple[str, str]]) -> tuple[Book, Library]:
    return compiled(dict(sources))


def worker() -> None:
    """Take hints and act on them, as a process of `dramatiq workers.actors` does."""
    from workers import actors  # noqa: F401  (binds the broker that the environment names)
    from workers.broker import broker

    _patch()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    broker.emit_after("process_boot")
    crew = Worker(broker, worker_threads=int(os.environ.get("WORKER_THREADS", "3")))
    crew.start()
    stop.wait()
    crew.stop(timeout=int(os.environ.get(GRACE, "20000")))


def clock() -> None:
    """Tick, as `python -m workers.clock` does."""
    from workers.clock import main

    _patch()
    main()


def provider() -> None:
    """Be the stand-in for the provider; its address is written to a file, its ledger is on disk before any answer."""
    home = Path(os.environ["CHAOS_HOME"])
    port = int(os.environ.get("CHAOS_PORT", "0"))
    options = Options(ledger=home / "ledger.jsonl", port=port)

    def announce(url: str) -> None:
        draft = home / "url.new"
        draft.write_text(url)
        draft.replace(home / "url")

    asyncio.run(serve(options, announce, asyncio.Event()))


def web() -> None:
    """Answer what is asked over HTTP, as `uvicorn` does; who is born again takes the same place."""
    _patch()
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    place.bind(("127.0.0.1", int(os.environ["CHAOS_WEB_PORT"])))
    uvicorn.Server(uvicorn.Config(make_app(), log_level="warning", lifespan="off")).run([place])


def _patch() -> None:
    from tests.chaos.patches import apply

    for words in filter(None, os.environ.get(PATCHES, "").split(",")):
        apply(words)


def gossip() -> None:
    """Tell of everything once more."""
    from tests.chaos.redelivery import gossip as tell

    tell()


ROLES: Mapping[str, Callable[[], None]] = {
    "worker": worker, "clock": clock, "web": web, "provider": provider, "gossip": gossip,
}  # fmt: skip
