"""An installation whose pages are served, and whose machine has a clock to move."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine

from console.web import web
from tests.site import served
from workers.boot import App, make_mailer
from workers.clocks import machine_time
from workers.settings import Settings


class Console:
    """The pages of one installation; `site` serves them anew, as after a restart."""

    def __init__(self, engine: Engine, home: Path, stack: ExitStack) -> None:
        self.engine, self.now = engine, machine_time()
        self.home, self._stack = home, stack

    def site(self, host: str | None = None, **settings: str) -> httpx.Client:
        """Answer a client of the pages, with these environment variables."""
        chosen = Settings.model_validate({"TENURE_HOME": self.home, **settings})
        app = App(chosen, self.engine, self.clock, make_mailer(chosen), "a secret of tests")
        return self._stack.enter_context(served(web(app, self.clock), host))

    def clock(self) -> datetime:
        """Answer what time it is."""
        return self.now

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@contextmanager
def installed(engine: Engine, home: Path) -> Iterator[Console]:
    """Lend an installation; what it serves ends with it."""
    with ExitStack() as stack:
        yield Console(engine, home, stack)


def visitor(client: httpx.Client, **headers: str) -> httpx.Client:
    """Answer another browser at the same site: without cookies, with these headers."""
    return httpx.Client(base_url=client.base_url, headers=headers, trust_env=False, timeout=60)
