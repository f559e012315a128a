"""The stand-in's Event Webhook: tells what became of mails, signed by its own key, and notes the answers."""

import asyncio
import base64
import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from emails.standin.ledger import Entry
from emails.standin.telling import Event, Post, Telling, events_of, posts

PATIENCE = 30.0  # seconds for one answer


class Teller:
    """Owes events of every mail that was taken, until a post with them is answered by 2xx: as SendGrid does.

    Every post and its answer is a line of the file beside the ledger, and so the oracle of what was told. The key lies
    there, too, so that it outlives a restart.
    """

    def __init__(self, ledger: Path, clock: Callable[[], float]) -> None:
        self._key = _own_key(ledger.with_suffix(".key"))
        self._file, self._clock = ledger.with_suffix(".told.jsonl"), clock
        self._telling: Telling | None = None
        self._entries: list[tuple[int, Entry]] = []
        self._taken = 0
        self._answers: Counter[tuple[bool, int]] = Counter()
        self._at_work: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    def note(self, entries: Sequence[Entry]) -> None:
        """Owe the events of mails that were just taken."""
        for entry in entries if self._telling else ():
            self._taken += 1
            self._entries.append((self._taken, entry))

    def begin(self, telling: Telling) -> None:
        """Tell in this way from now on, also what is owed of earlier mails."""
        self._telling, self._answers = telling, Counter()
        self._stop()
        if telling.every is not None:
            self.start(self._tell_on(telling, telling.every))

    async def leave(self) -> None:
        """Leave off telling."""
        self._stop()
        await asyncio.gather(*self._at_work, return_exceptions=True)

    def start(self, deed: Coroutine[Any, Any, None]) -> None:
        """Have it done beside the rest."""
        task = asyncio.get_running_loop().create_task(deed)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    def summary(self) -> dict[str, Any]:
        """Answer the public key, the events that are owed, and how posts were answered."""
        genuine, forged = ({str(s): n for (f, s), n in self._answers.items() if f is which} for which in (False, True))
        return {"public_key": _public(self._key), "owed": self._owed(), "genuine": genuine, "forged": forged}

    async def tell(self, late: float = 0.0) -> None:
        """Post everything that is owed and `late` seconds old, once; what is not taken stays owed."""
        async with self._turn:
            if self._telling is None:
                return
            due = [one for one in self._entries if self._clock() - one[1]["time"] >= late]
            refused: set[str] = set()
            for post in posts(self._events(due), self._telling):
                if not await self._post(post, self._telling.url):
                    refused |= {event["sg_event_id"] for event in post.events}
            gone = {one[0] for one in due if refused.isdisjoint(event["sg_event_id"] for event in self._events([one]))}
            self._entries = [one for one in self._entries if one[0] not in gone]

    def _stop(self) -> None:
        for task in self._at_work:
            task.cancel()

    async def _tell_on(self, telling: Telling, every: float) -> None:
        while True:
            await asyncio.sleep(every)
            await self.tell(telling.late)

    async def _post(self, post: Post, url: str) -> bool:
        key = generate_private_key(SECP256R1()) if post.forged else self._key
        status = await asyncio.to_thread(_send, url, post.body, key, str(int(self._clock())))
        self._answers[post.forged, status] += 1
        line = {"forged": post.forged, "status": status, "events": [event["sg_event_id"] for event in post.events]}
        with self._file.open("a") as file:
            file.write(json.dumps(line) + "\n")
        return post.forged or 200 <= status < 300

    def _owed(self) -> list[Event]:
        return self._events(self._entries)

    def _events(self, entries: Sequence[tuple[int, Entry]]) -> list[Event]:
        return [
            event for number, entry in entries if self._telling for event in events_of(entry, number, self._telling)
        ]


def _send(url: str, body: bytes, key: EllipticCurvePrivateKey, timestamp: str) -> int:
    """Answer the status of one post; 0: nobody answered."""
    signature = base64.b64encode(key.sign(timestamp.encode() + body, ECDSA(SHA256()))).decode()
    headers = {
        "Content-Type": "application/json",
        "X-Twilio-Email-Event-Webhook-Signature": signature,
        "X-Twilio-Email-Event-Webhook-Timestamp": timestamp,
    }
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310  (as the script says)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return int(error.code)
    except OSError:
        return 0


def _own_key(file: Path) -> EllipticCurvePrivateKey:
    if file.exists():
        found = load_der_private_key(file.read_bytes(), None)
        assert isinstance(found, EllipticCurvePrivateKey)  # noqa: S101  (written below)
        return found
    key = generate_private_key(SECP256R1())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    return key


def _public(key: EllipticCurvePrivateKey) -> str:
    plain = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(plain).decode()
