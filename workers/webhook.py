"""Telling another system by HTTP: signed, once a call, to no place inside our own network, judged by its answer."""

import hashlib
import hmac
import json
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, ip_address, ip_network
from urllib.parse import urlsplit

import h11

from emails.connection import Answer, Connection, NotWrittenError, UnansweredError
from emails.outcomes import Accepted, Outcome, Postponed, Refused

PORT = 443
LATER = {408, 425, 429}  # the receiver asks us to come back
WORDS = 200  # letters of an answer that are kept
NAT64 = ip_network("64:ff9b::/96")  # its last 32 bits are the IPv4 address that is reached
INSIDE = [*map(ip_network, ("::/96", "64:ff9b:1::/48", "2002::/16", "fec0::/10"))]  # global by name, and lead inside


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told to whom: the address, the body, and the id by which a receiver knows it again."""

    url: str
    id: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Caller:
    """Tells other systems; `deadline` is the total for one call, in seconds.

    Who is told may be inside our own network only if `inside` says so: whoever edits a file must not reach what only
    our machines can.
    """

    secret: str
    deadline: float
    inside: bool = False

    def call(self, letter: Letter, machine: datetime) -> Outcome:
        """Try once, and say what became of it. Unlike a mail, what is in doubt is told again: receivers know its id."""
        try:
            return _outcome(self._exchange(letter, machine))
        except (NotWrittenError, UnansweredError) as problem:
            return Postponed(str(problem).replace(self.secret, "[secret]"))
        except (ValueError, h11.LocalProtocolError) as problem:  # got past `tenure check`
            return Refused(f"nobody can call this address: {problem}; mend `webhooks` in program.yaml, and publish")

    def _exchange(self, letter: Letter, machine: datetime) -> Answer:
        place, until = urlsplit(letter.url), time.monotonic() + self.deadline
        headers = _headers(letter, place.netloc, signature(letter.body, self.secret, machine))
        target = (place.path or "/") + (f"?{place.query}" if place.query else "")
        request = h11.Request(method="POST", target=target, headers=[*headers.items()])
        allowed = _anywhere if self.inside else is_public
        tls = ssl.create_default_context()
        connection = Connection(place.hostname or "", place.port or PORT, tls, until, allowed)
        try:
            return connection.exchange(request, letter.body, until)
        finally:
            connection.close()


def letter_of(url: str, key: str, told: Mapping[str, object]) -> Letter:
    """Answer the letter that says this; the same at every try."""
    body = json.dumps({"id": key, **told}, ensure_ascii=False, sort_keys=True, default=str)
    return Letter(url, key, body.encode())


def signature(body: bytes, secret: str, at: datetime) -> str:
    """Answer what proves that it comes from us: `t=SECONDS,v1=HEX`, an HMAC-SHA256 over `SECONDS.BODY`."""
    seconds = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def is_public(address: str) -> bool:
    """Answer whether an address is one that the whole world can reach."""
    found = ip_address(address.partition("%")[0])
    if found in NAT64:
        found = IPv4Address(found.packed[-4:])
    return found.is_global and not found.is_multicast and not any(found in network for network in INSIDE)


def _anywhere(_address: str) -> bool:
    return True


def _headers(letter: Letter, host: str, signed: str) -> dict[str, str]:
    return {
        "Host": host,
        "Content-Type": "application/json",
        "Content-Length": str(len(letter.body)),
        "User-Agent": "Tenure",
        "Idempotency-Key": letter.id,
        "Tenure-Signature": signed,
        "Connection": "close",
    }


def _outcome(answer: Answer) -> Outcome:
    match answer.status:
        case status if 200 <= status < 300:
            return Accepted(detail=f"it answered {status}")
        case status if 300 <= status < 400:
            where = answer.headers.get("location", "nowhere")[:WORDS]
            return Refused(f"it answered {status} and points to {where}: no redirect is followed, name that address")
        case status if status in LATER or status >= 500:
            return Postponed(f"it answered {status}{_said(answer)}")
        case status:
            return Refused(f"it answered {status}{_said(answer)}")


def _said(answer: Answer) -> str:
    words = " ".join(answer.body[: 4 * WORDS].decode("utf-8", "replace").split())[:WORDS]
    return f": {words}" if words else ""
