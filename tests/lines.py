"""Servers that talk as they please: for what no well-behaved HTTP server can be made to do."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from emails.standin.handle import StandIn

Talk = Callable[[socket.socket], object]


@contextmanager
def talking(talk: Talk, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """Lend the URL of a server that gives every connection to `talk`, each in its own thread, and then closes it."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    lines: list[threading.Thread] = []

    def accept() -> None:
        with suppress(OSError):  # closing the listener ends the loop
            while True:
                line = threading.Thread(target=_serve, args=(listener.accept()[0], talk, tls))
                lines.append(line)
                line.start()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield f"{'https://localhost' if tls else 'http://127.0.0.1'}:{port}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for line in (thread, *lines):
            line.join()


def _serve(line: socket.socket, talk: Talk, tls: ssl.SSLContext | None) -> None:
    with suppress(OSError), line:
        if tls:
            with tls.wrap_socket(line, server_side=True) as secured:
                talk(secured)
        else:
            talk(line)


def hear(line: socket.socket) -> bytes:
    """Answer one whole request as it came, or nothing if the client has hung up."""
    heard = b""
    while b"\r\n\r\n" not in heard or len(heard.partition(b"\r\n\r\n")[2]) < _length(heard):
        if not (more := line.recv(65_536)):
            return b""
        heard += more
    return heard


def _length(heard: bytes) -> int:
    head = heard.partition(b"\r\n\r\n")[0].lower()
    return int(head.partition(b"content-length:")[2].split(b"\r\n")[0])


def unused_url() -> str:
    """Answer a loopback URL on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def settled(standin: StandIn, most: int) -> bool:
    """Answer whether soon no more than `most` connections are open, besides the one that asks."""
    return any(standin.stats()["open"] <= most + 1 for _ in range(2_000))
