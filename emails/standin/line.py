"""HTTP/1.1 on one connection of the stand-in."""

import asyncio
from typing import cast

import h11

from emails.standin.provider import LARGEST_REQUEST, Provider
from emails.standin.reply import Reply
from emails.standin.request import Request


class Line(asyncio.Protocol):
    """Reads one request after another and hands each to the provider, who answers when it is ready.

    A line that has been idle for `idle` seconds is closed, as every real server does sooner or later.
    """

    def __init__(self, provider: Provider, idle: float) -> None:
        self._provider = provider
        self._idle = idle
        self._http = h11.Connection(h11.SERVER)
        self._request = Request("", "", {})
        self._body = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request."""
        self._transport = cast(asyncio.Transport, transport)
        self._provider.stats.connections += 1
        self._provider.stats.open += 1
        self._rest()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (the signature is asyncio's)
        """Forget the line; an answer that comes later finds nobody."""
        self._provider.stats.open -= 1
        self._waiting.cancel()

    def data_received(self, data: bytes) -> None:
        """Take in what has come, and whatever requests it completes."""
        self._waiting.cancel()
        try:
            self._http.receive_data(data)
            self._proceed()
        except h11.ProtocolError:
            self._transport.close()

    def answer(self, reply: Reply) -> None:
        """Send the reply, and go on to the next request."""
        if self._transport.is_closing():
            return
        headers = [*reply.headers, ("Content-Length", str(len(reply.body)))]
        events = (
            h11.Response(status_code=reply.status, headers=headers),
            h11.Data(data=reply.body),
            h11.EndOfMessage(),
        )
        self._transport.write(b"".join(self._http.send(event) or b"" for event in events))
        self._next()

    def babble(self, noise: bytes) -> None:
        """Send bytes that are not HTTP, and hang up."""
        self._transport.write(noise)
        self._transport.close()

    def cut(self) -> None:
        """Hang up without a word."""
        self._transport.abort()

    def _next(self) -> None:
        if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
            self._transport.close()
            return
        self._http.start_next_cycle()
        self._rest()
        self._proceed()

    def _rest(self) -> None:
        self._waiting = asyncio.get_running_loop().call_later(self._idle, self._transport.close)

    def _proceed(self) -> None:
        while (event := self._http.next_event()) not in (h11.NEED_DATA, h11.PAUSED):
            if isinstance(event, h11.Request):
                headers = {name.decode(): value.decode("latin-1") for name, value in event.headers}
                self._request = Request(event.method.decode(), event.target.decode(), headers)
                self._body = bytearray()
            elif isinstance(event, h11.Data) and len(self._body) <= LARGEST_REQUEST:  # the rest changes nothing
                self._body += event.data
            elif isinstance(event, h11.EndOfMessage):
                self._request.body = bytes(self._body)
                self._provider.handle(self._request, self)
