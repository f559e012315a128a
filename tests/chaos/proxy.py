"""A proxy that loses replies: the request arrives, and whoever asked never hears of it."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

CHUNK = 65_536

Harm = Callable[[bytes], str]  # what to do about a request: "" (nothing), "before" (it never arrives) or "after"


class Proxy:
    """Listens on one Unix socket and speaks to another; `harm` says which requests it cuts."""

    def __init__(self, listen: Path, upstream: Path, harm: Harm) -> None:
        self.cuts = 0
        self._upstream, self._harm = upstream, harm
        self._over = threading.Event()
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(listen))
        listen.chmod(0o777)
        self._server.listen(64)
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._over.set()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                client = self._server.accept()[0]
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(str(self._upstream))
            except OSError:
                client.close()
                server.close()
                continue
            lost = threading.Event()
            threading.Thread(target=self._forward, args=(client, server, lost), daemon=True).start()
            threading.Thread(target=self._answer, args=(server, client, lost), daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while data := client.recv(CHUNK):
                harm = self._harm(data)
                if harm:
                    self.cuts += 1
                if harm == "before":
                    break
                if harm == "after":
                    lost.set()
                server.sendall(data)
        _hang_up(server if not lost.is_set() else client)
        _hang_up(client)

    def _answer(self, server: socket.socket, client: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while data := server.recv(CHUNK):
                if lost.is_set():  # it has answered, so the request was carried out: that is where the line breaks
                    break
                client.sendall(data)
        _hang_up(client)
        _hang_up(server)


def _hang_up(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()


@contextmanager
def proxy(listen: Path, upstream: Path, harm: Harm) -> Iterator[Proxy]:
    """Run a proxy for as long as the block lasts."""
    found = Proxy(listen, upstream, harm)
    try:
        yield found
    finally:
        found.close()
