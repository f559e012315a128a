"""Mail by SendGrid's v3 Web API: one recipient a request, tried once, judged exactly."""

import json
import time
from dataclasses import replace
from urllib.parse import urlsplit

import h11

from emails.connection import Answer, NotWrittenError, UnansweredError
from emails.connections import Connections
from emails.message import Message
from emails.outcomes import Outcome, Postponed, Refused, Unknown
from emails.sendgrid_answer import outcome
from emails.sendgrid_body import body

BASE_URL = "https://api.sendgrid.com"
PATH = "/v3/mail/send"
PORTS = {"http": 80, "https": 443}


class SendGridMailer:
    """A `Mailer` over kept connections, safe to use from several threads; make it after forking.

    `deadline` is the total for one send, in seconds: connect, write and read together, however slowly the server
    drips. Neither key nor mail is ever logged or put into an outcome.
    """

    def __init__(
        self, api_key: str, base_url: str = BASE_URL, *, deadline: float = 30.0, connections: int = 16
    ) -> None:
        """Raises ValueError for a base URL or a key that no request could carry."""
        origin = urlsplit(base_url)
        if origin.scheme not in PORTS or not origin.hostname:
            raise ValueError(f"SendGrid's base URL must look like {BASE_URL}, not {base_url!r}")
        self._key = api_key
        self._deadline = deadline
        self._target = origin.path.rstrip("/") + PATH
        self._headers = _headers(api_key, origin.netloc.rpartition("@")[2])
        self._connections = Connections(
            origin.hostname, origin.port or PORTS[origin.scheme], secure=origin.scheme == "https", keep=connections
        )

    def send(self, message: Message) -> Outcome:
        """Try once, and say what became of it."""
        try:
            payload = json.dumps(body(message)).encode()
        except (ValueError, TypeError) as problem:
            return Refused(f"not sent: {problem}")
        try:
            return outcome(self._exchange(payload))
        except NotWrittenError as problem:
            return Postponed(self._censored(str(problem)))
        except UnansweredError as problem:
            return Unknown(self._censored(str(problem)))

    def close(self) -> None:
        """Let go of the kept connections."""
        self._connections.close()

    def _exchange(self, payload: bytes) -> Answer:
        deadline = time.monotonic() + self._deadline
        headers = [*self._headers, ("Content-Length", str(len(payload)))]
        request = h11.Request(method="POST", target=self._target, headers=headers)
        with self._connections.lend(deadline) as connection:
            answer = connection.exchange(request, payload, deadline)
        return replace(answer, body=self._censored(answer.body.decode("utf-8", "replace")).encode())

    def _censored(self, words: str) -> str:
        """Whoever answers may quote what we said; the key must not get into a table with it."""
        return words.replace(self._key, "[key]")


def _headers(api_key: str, host: str) -> list[tuple[str, str]]:
    headers = [("Host", host), ("Authorization", f"Bearer {api_key}"), ("Content-Type", "application/json")]
    try:
        h11.Request(method="POST", target=PATH, headers=headers)
    except (h11.LocalProtocolError, UnicodeError):
        raise ValueError("the SendGrid API key has characters that no request can carry") from None
    if not api_key:
        raise ValueError("the SendGrid API key is empty")
    return headers
