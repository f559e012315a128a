"""What a test or the demonstration holds of a running stand-in, and the two ways to have one run."""

import asyncio
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from emails.standin.server import Options, serve

PATIENCE = 10.0  # seconds for a start or a stop


class StandIn:
    """A running stand-in, in whatever process; `url` is the base URL to give to a mailer."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ledger(self) -> dict[str, Any]:
        """Answer `accepted`, `keys`, `unkeyed`, `duplicates` and `counts` (how often each send key was accepted)."""
        ledger: dict[str, Any] = self._ask("GET", "/_ledger")
        return ledger

    def stats(self) -> dict[str, Any]:
        """Answer `requests`, `connections`, `open`, `violations` and `answers` since the start.

        The question itself is among the requests and connections.
        """
        stats: dict[str, Any] = self._ask("GET", "/_stats")
        return stats

    def play(self, *rules: dict[str, Any]) -> None:
        """Answer by these rules from now on; none: 202 for all. What was used of earlier rules is forgotten."""
        self._ask("PUT", "/_script", json.dumps(rules).encode())

    def events(self) -> dict[str, Any]:
        """Answer `public_key`, `owed` (events), and how `genuine` and `forged` posts were answered, by status."""
        events: dict[str, Any] = self._ask("GET", "/_events")
        return events

    def tell_of_mails(self, **telling: Any) -> dict[str, Any]:
        """Tell what becomes of mails from now on, as `Telling` has it; answer as `events`."""
        told: dict[str, Any] = self._ask("PUT", "/_events", json.dumps(telling).encode())
        return told

    def tell_all(self) -> dict[str, Any]:
        """Tell everything that is owed now; answer as `events` when it is done."""
        told: dict[str, Any] = self._ask("POST", "/_events/tell", b"")
        return told

    def _ask(self, method: str, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(self.url + path, body, method=method)  # noqa: S310  (a URL of our own)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return json.load(answer)


@contextmanager
def in_thread(options: Options) -> Iterator[StandIn]:
    """Run a stand-in in a thread of this process."""
    started: SimpleQueue[str | OSError] = SimpleQueue()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    def run() -> None:
        try:
            loop.run_until_complete(serve(options, started.put, stop))
        except OSError as problem:
            started.put(problem)

    thread = threading.Thread(target=run, name="stand-in", daemon=True)
    thread.start()
    try:
        url = started.get(timeout=PATIENCE)
        if isinstance(url, OSError):
            raise url
        yield StandIn(url)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(PATIENCE)
        loop.close()


@contextmanager
def in_process(ledger: Path, *arguments: str) -> Iterator[StandIn]:
    """Run a stand-in in a process of its own, with the command's further arguments; stop it with SIGTERM."""
    command = [sys.executable, "-m", "emails.standin", "--ledger", str(ledger), "--die-with-parent", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  (our own command)
        try:
            assert process.stdout is not None  # noqa: S101  (asked for above)
            url = process.stdout.readline().strip()
            if not url:
                raise RuntimeError(f"the stand-in ended with {process.wait(PATIENCE)} before it was ready")
            yield StandIn(url)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
