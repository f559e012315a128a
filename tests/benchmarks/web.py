"""A home whose web process can be asked: its port, its write key, and whether it is up."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.event_load import KEY
from tests.benchmarks.fleet import Home, home
from tests.benchmarks.plan import Plan
from tests.benchmarks.stage import NOW, Stage


@contextmanager
def web_home(plan: Plan, stage: Stage, provider: str = "") -> Iterator[tuple[Home, str]]:
    """Answer a home for a web process, and the URL to which batches of events are sent."""
    port = str(free_port())
    more = {"PORT": port, "TENURE_WRITE_KEYS": f"product:{KEY}", "BENCH_DSN": stage.dsn}
    with home(plan, stage.url, NOW, provider, more) as place:
        yield place, f"http://127.0.0.1:{port}/v1/batch"


def is_up(url: str) -> bool:
    """Answer whether somebody listens there."""
    try:
        socket.create_connection(("127.0.0.1", int(url.rsplit(":", 1)[1].partition("/")[0])), 1).close()
    except OSError:
        return False
    return True


def free_port() -> int:
    """Answer a port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
