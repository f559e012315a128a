"""One kept HTTP/1.1 connection whose exchanges have a total deadline and fail in a way one can judge."""

import selectors
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass

import h11

LONGEST_ANSWER = 1_000_000  # bytes: a provider's answer has a few hundred
PER_ADDRESS = 10.0  # seconds: one dead address of several must not use up the whole deadline
CHUNK = 65_536

Allowed = Callable[[str], bool]  # whether we may speak to an address, such as 203.0.113.7


class NotWrittenError(Exception):
    """The server cannot have the whole request: it was not reached, or the line broke while we wrote."""


class UnansweredError(Exception):
    """The whole request left us and no readable answer came back: the server may have acted on it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said, header names in lower case; the body is cut short when the line broke within it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """A socket to one server, for one thread at a time. Deadlines are moments of `time.monotonic`."""

    def __init__(
        self, host: str, port: int, tls: ssl.SSLContext | None, deadline: float, allowed: Allowed | None = None
    ) -> None:
        """Connect, with `tls` when it is given, or raise `NotWrittenError`.

        `allowed` says of each address that the name stands for whether we may speak to it (None: to any). Looking up
        the name has no deadline of its own; nothing is written when it ends too late.
        """
        self.used_at = time.monotonic()
        self._http = h11.Connection(h11.CLIENT)
        try:
            self._socket = _connected(host, port, tls, deadline, allowed)
        except (OSError, UnicodeError) as problem:
            raise NotWrittenError(f"not connected: {_words(problem)}") from problem

    def exchange(self, request: h11.Request, body: bytes, deadline: float) -> Answer:
        """Write the request once, read its answer. Raises `NotWrittenError` or `UnansweredError`; never tries again."""
        self._write(request, body, deadline)
        answer = self._read(deadline)
        self.used_at = time.monotonic()
        return answer

    @property
    def reusable(self) -> bool:
        """Whether the last exchange ended cleanly and the server has neither spoken nor hung up since."""
        if self._http.our_state is not h11.IDLE or self._http.trailing_data[0]:
            return False
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            return not selector.select(0)

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()

    def _write(self, request: h11.Request, body: bytes, deadline: float) -> None:
        parts = (request, h11.Data(data=body), h11.EndOfMessage())
        rest = memoryview(b"".join(self._http.send(part) or b"" for part in parts))
        try:
            while rest:
                self._socket.settimeout(_left(deadline))
                rest = rest[self._socket.send(rest) :]
        except OSError as problem:
            # Nobody can carry out a part of a request that has told its length.
            raise NotWrittenError(f"cut while writing: {_words(problem)}") from problem

    def _read(self, deadline: float) -> Answer:
        try:
            response = self._response(deadline)
        except (OSError, h11.RemoteProtocolError) as problem:
            raise UnansweredError(f"handed to the provider, but {_silence(problem)}") from problem
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
        return Answer(response.status_code, headers, self._rest(deadline))

    def _response(self, deadline: float) -> h11.Response:
        while not isinstance(event := self._event(deadline), h11.Response):
            if not isinstance(event, h11.InformationalResponse):
                raise ConnectionError("the server hung up")
        return event

    def _rest(self, deadline: float) -> bytes:
        """Read the body as far as it comes: the status alone has said what became of the request."""
        body = bytearray()
        with suppress(OSError, h11.RemoteProtocolError):
            while isinstance(event := self._event(deadline), h11.Data) and len(body) < LONGEST_ANSWER:
                body += event.data
            if isinstance(event, h11.EndOfMessage) and self._http.our_state is h11.DONE:
                self._http.start_next_cycle()
        return bytes(body)

    def _event(self, deadline: float) -> object:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._socket.settimeout(_left(deadline))
            self._http.receive_data(self._socket.recv(CHUNK))
        return event


def _connected(
    host: str, port: int, tls: ssl.SSLContext | None, deadline: float, allowed: Allowed | None
) -> socket.socket:
    problem: OSError = ConnectionError(f"{host} has no address")
    for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if allowed and not allowed(str(address[0])):
            problem = PermissionError(f"{address[0]} is inside our own network")
            continue
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(min(PER_ADDRESS, _left(deadline)))
            line.connect(address)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return _secured(line, host, tls, deadline)
        except OSError as why:
            line.close()
            problem = why
    raise problem


def _secured(line: socket.socket, host: str, tls: ssl.SSLContext | None, deadline: float) -> socket.socket:
    if tls is None:
        return line
    line.settimeout(_left(deadline))
    return tls.wrap_socket(line, server_hostname=host)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left


def _silence(problem: Exception) -> str:
    """Answer in words for people why there is no answer."""
    if isinstance(problem, TimeoutError):
        return "it did not answer in time"
    if isinstance(problem, ConnectionError) or "ConnectionClosed" in str(problem):
        return "the line was cut before it answered"
    return f"its answer makes no sense: {_words(problem)}"


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:300]
