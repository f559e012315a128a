"""The load: customers who sign up and work in the product, and colleagues who look at the pages."""

import base64
import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import urllib3

from workers.clocks import Clock

KEYS = {source: f"{source}-soak-key-0123456789" for source in ("product", "billing", "support")}
DEEDS = {
    "product": ("signed in", "project created", "task created", "task completed", "board viewed", "report viewed"),
    "billing": ("invoice paid", "payment failed"),
    "support": ("ticket opened", "ticket closed"),
}
SHARES = {"product": 0.94, "billing": 0.03, "support": 0.03}
AT_ONCE = 10  # calls a request
PAGES = ("/", "/journeys", "/journeys/onboarding", "/releases", "/healthz", "/no-such-page")
Call = dict[str, Any]


class Crowd:
    """Makes calls at a steady rate; `answers` counts the status of each by what it was for, `slowest` are seconds."""

    def __init__(self, url: str, now: Clock, cookie: str, seed: int = 1) -> None:
        self.url, self.now, self.cookie = url, now, cookie
        self.chance, self.numbers = random.Random(seed), itertools.count(1)
        self.accounts: list[str] = []
        self.answers: Counter[str] = Counter()
        self.slowest: dict[str, float] = {}

    @contextmanager
    def at_work(self, sign_ups: float, events: float, looks: float) -> Iterator[None]:
        """Let so many sign up, happen and be looked at each second, for as long as the block lasts."""
        over = threading.Event()
        duties: Sequence[tuple[float, Callable[[urllib3.PoolManager], None]]] = (
            (1 / sign_ups, self.sign_up),
            (AT_ONCE / events, self.work),
            (1 / looks, self.look),
        )
        threads = [threading.Thread(target=_steadily, args=(over, *duty)) for duty in duties]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    def sign_up(self, pool: urllib3.PoolManager) -> None:
        """Let a customer of two people sign up."""
        number, at = next(self.numbers), self.now()
        key = f"soak-{number}"
        zone = self.chance.choice(("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"))
        traits = {"name": key, "seats": 5, "arr": 9000, "timezone": zone, "signed_up_at": at.isoformat()}
        calls = [_call("group", f"g-{key}", at, groupId=key, userId=f"{key}-0", traits=traits)]
        for place, role in enumerate(("admin", "member")):
            who = f"{key}-{place}"
            person = {"email": f"{who}@{key}.example", "firstName": "Ada", "role": role}
            context = {"groupId": key}
            calls.append(_call("identify", f"i-{who}", at, userId=who, traits=person, context=context))
        if self._post(pool, "product", calls) == 200:
            self.accounts.append(key)

    def work(self, pool: urllib3.PoolManager) -> None:
        """Let some things happen at some customers."""
        if self.accounts:
            source = self.chance.choices([*SHARES], [*SHARES.values()])[0]
            self._post(pool, source, [self._deed(source, self.now()) for _ in range(AT_ONCE)])

    def look(self, pool: urllib3.PoolManager) -> None:
        """Let a colleague look at a page."""
        page = self.chance.choice(PAGES)
        self._ask(page, pool, "GET", page, headers={"Cookie": f"tenure={self.cookie}"})

    def _deed(self, source: str, at: datetime) -> Call:
        account, what = self.chance.choice(self.accounts), self.chance.choice(DEEDS[source])
        told: Call = {"userId": f"{account}-{self.chance.randint(0, 1)}", "context": {"groupId": account}}
        key = f"e-{next(self.numbers)}"
        return _call("track", key, at, event=what, properties={"ticket": key, "amount": 9}, **told)

    def _post(self, pool: urllib3.PoolManager, source: str, calls: Sequence[Call]) -> int:
        known = base64.b64encode(f"{KEYS[source]}:".encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {known}"}
        return self._ask(source, pool, "POST", "/v1/batch", body=json.dumps({"batch": calls}), headers=headers)

    def _ask(self, what: str, pool: urllib3.PoolManager, method: str, path: str, **words: Any) -> int:
        """Answer the status, and keep how long that took; 0: nobody answered."""
        began = time.monotonic()
        try:
            status = pool.request(method, self.url + path, redirect=False, **words).status
        except urllib3.exceptions.HTTPError:
            status = 0
        self.answers[f"{what} {status or 'unanswered'}"] += 1
        self.slowest[what] = max(self.slowest.get(what, 0.0), time.monotonic() - began)
        return status


def _call(kind: str, key: str, at: datetime, **told: Any) -> Call:
    return {"type": kind, "messageId": key, "timestamp": at.isoformat(), **told}


def _steadily(over: threading.Event, every: float, duty: Callable[[urllib3.PoolManager], None]) -> None:
    pool, began = urllib3.PoolManager(1, retries=False, timeout=60), time.monotonic()
    for number in itertools.count(1):
        if over.wait(max(0.0, began + number * every - time.monotonic())):
            return
        duty(pool)


def write_keys() -> Mapping[str, str]:
    """Answer the variable by which the web process knows who calls."""
    return {"TENURE_WRITE_KEYS": ",".join(f"{source}:{key}" for source, key in KEYS.items())}
