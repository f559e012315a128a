"""The broker of a stage, to be killed and started again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import redis

from console.valkey import socket_url, valkey_command
from tests.chaos.waiting import wait_for
from workers import tether

SOCKET = "valkey.sock"


class Valkey:
    """The broker, to be killed and started again."""

    def __init__(self, home: Path) -> None:
        self.home, self.url = home, socket_url(home / SOCKET)
        # The kernel takes what a thread has started for orphaned when that thread ends: this one outlives it.
        self.starter = ThreadPoolExecutor(1)
        self.again()

    def _start(self) -> "subprocess.Popen[bytes]":
        command = valkey_command(self.home, self.home / SOCKET)
        tied = [sys.executable, "-I", "-S", tether.__file__, str(os.getpid()), *command, "--appendonly", "no"]
        with (self.home / "valkey.out").open("ab") as log:
            process = subprocess.Popen(tied, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        wait_for(lambda: answers(self.url), "the broker")
        return process

    def kill(self) -> None:
        """SIGKILL it: it keeps nothing on disk, so all is lost."""
        self.process.kill()
        self.process.wait()

    def again(self) -> None:
        """Start it anew, empty."""
        self.process = self.starter.submit(self._start).result()


@contextmanager
def valkey(home: Path) -> Iterator[Valkey]:
    """Run a broker that has its socket in that folder."""
    server = Valkey(home)
    try:
        yield server
    finally:
        server.kill()
        server.starter.shutdown()


def answers(url: str) -> bool:
    """Answer whether a broker is there."""
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_connect_timeout=1) as client:
        return bool(client.ping())
    return False
