"""A real broker where nobody works: what is put into it stays there."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import redis

from console.valkey import socket_place, socket_url, valkey_command


@contextmanager
def idle_broker(home: Path, patches: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    """Run one, and let this process give its hints to it; answer a client of it."""
    from workers.broker import broker  # not before the environment is what the tests want it to be

    with (
        socket_place(home) as socket,
        subprocess.Popen(valkey_command(home, socket)) as process,
        redis.Redis.from_url(socket_url(socket)) as client,
    ):
        while True:
            with suppress(redis.ConnectionError):
                client.ping()
                break
        patches.setattr(broker, "client", client)
        scripts = {name: client.register_script(script.script) for name, script in broker.scripts.items()}
        patches.setattr(broker, "scripts", scripts)
        yield client
        process.terminate()
