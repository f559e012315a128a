"""Events as a product sends them: bodies for /v1/batch, made before the time runs, and the sending of them."""

import base64
import json
import queue
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

import urllib3

from tests.benchmarks.stage import EVENTS

KEY = "benchmark-write-key-0123456789"
BATCH = 100  # events a request: what Segment's own Python client sends
AUTHORIZATION = "Basic " + base64.b64encode(f"{KEY}:".encode()).decode()
HEADERS = {"Content-Type": "application/json", "Authorization": AUTHORIZATION}
NUMBERS = count(1)  # no message id is ever sent twice


def bodies(now: datetime, events: int, accounts: int, batch: int = BATCH) -> list[bytes]:
    """Answer requests with so many events in all, spread over the accounts, their people and the last ten days."""
    return [
        json.dumps({"batch": [_track(now, accounts) for _ in range(min(batch, events - start))]}).encode()
        for start in range(0, events, batch)
    ]


def _track(now: datetime, accounts: int) -> dict[str, object]:
    number = next(NUMBERS)
    account = number * 7919 % accounts + 1
    at = now - timedelta(days=number % 10, seconds=number % 3571)
    return {
        "type": "track",
        "messageId": f"bench-{number:08}-4f5a-9d1e-0c2b7a6e5d43",
        "userId": f"person-{account}-{number % 3}",
        "anonymousId": None,
        "event": EVENTS[number % len(EVENTS)],
        "properties": {"plan": "team", "source": "web", "items": number % 9, "title": "Quarterly plan"},
        "timestamp": at.isoformat(),
        "context": {"groupId": f"account-{account}", "library": {"name": "analytics-python", "version": "2.4.0"}},
        "integrations": {},
    }


def send(url: str, parts: Sequence[bytes], threads: int = 16) -> float:
    """Send every request over kept connections; answer the seconds it took. Raises if one is not taken."""
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    for part in parts:
        waiting.put(part)
    failures: list[str] = []
    senders = [threading.Thread(target=_send, args=(url, waiting, failures)) for _ in range(threads)]
    began = time.perf_counter()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    if failures:
        raise RuntimeError(f"{len(failures)} requests were not taken: {failures[0]}")
    return time.perf_counter() - began


def _send(url: str, waiting: "queue.SimpleQueue[bytes]", failures: list[str]) -> None:
    pool = urllib3.PoolManager(1, retries=False)
    while True:
        try:
            body = waiting.get_nowait()
        except queue.Empty:
            return
        answer = pool.request("POST", url, body=body, headers=HEADERS)
        if answer.status != 200:
            failures.append(f"{answer.status} {answer.data[:300]!r}")
