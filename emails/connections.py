"""Idle connections to one server, kept so that a mail need not wait for a handshake."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from emails.connection import Connection


class Connections:
    """Lends connections to any thread, the freshest first. Make it after forking: children must not share sockets.

    A connection that has lain idle for longer than `rest` seconds is not used again: its server may be hanging up at
    this very moment, and a request lost in that race could not be told from one that was carried out.
    """

    def __init__(self, host: str, port: int, *, secure: bool, keep: int, rest: float = 5.0) -> None:
        self._host, self._port = host, port
        self._tls = ssl.create_default_context() if secure else None
        self._keep, self._rest = keep, rest
        self._idle: list[Connection] = []
        self._lock = threading.Lock()

    @contextmanager
    def lend(self, deadline: float) -> Iterator[Connection]:
        """Lend a connection for one exchange and keep it afterwards if it is still good. Raises `NotWrittenError`."""
        connection = self._idle_one() or Connection(self._host, self._port, self._tls, deadline)
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        self._take_back(connection)

    def close(self) -> None:
        """Let go of every idle connection."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _idle_one(self) -> Connection | None:
        while (connection := self._freshest()) is not None:
            if time.monotonic() - connection.used_at < self._rest and connection.reusable:
                return connection
            connection.close()
        return None

    def _freshest(self) -> Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _take_back(self, connection: Connection) -> None:
        if connection.reusable:
            with self._lock:
                if len(self._idle) < self._keep:
                    self._idle.append(connection)
                    return
        connection.close()
