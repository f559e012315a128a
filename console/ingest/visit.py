"""A visit: one request while it is looked at, from its write key to the parcel it brings."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from console.ingest.body import read_body
from console.ingest.call import Occasion
from console.ingest.guide import Guide
from console.ingest.json_text import read_json
from console.ingest.keyring import Keyring, key_of
from console.ingest.letter import LARGEST, Letter
from console.ingest.parcel import MOST_MESSAGES, Parcel
from console.ingest.problem import Problem, invalid_json, too_many
from console.ingest.timing import Timing

LARGEST_BATCH = 500 * 1024  # bytes
BATCH, IMPORT = "batch", "import"


@dataclass(slots=True)
class Visit:
    """A request to one of the paths; whose it is becomes known with its write key, in the headers or the body."""

    path: str
    keyring: Keyring
    guide: Guide
    now: datetime
    source: str = ""
    _key: str = ""
    _body: bytes = b""

    async def parcel(self, request: Request) -> Parcel:
        """Answer what the request brings; raise a Problem if that cannot be read."""
        self._key = key_of(request.headers.get("Authorization")) or ""
        if self._key:
            self.source = self.keyring.source(self._key)
        self._body = await read_body(request, LARGEST_BATCH if self._is_list else LARGEST)
        told = read_json(self._body)
        if not isinstance(told, dict):
            raise invalid_json("it must be an object")
        key = told.pop("writeKey", None)
        self.source = self.source or self.keyring.source(key if isinstance(key, str) else None)
        return Parcel(self._occasion(told.get("sentAt")), self._messages(told), len(self._body))

    def complaint(self, problem: Problem) -> Parcel:
        """Answer what is to be recorded of a request that could not be read."""
        content = self._body.replace(self._key.encode(), b"") if self._key else self._body
        letter = Letter(0, content, reasons=[problem.message])
        return Parcel(self._occasion(None), (), 0, [letter])

    @property
    def _is_list(self) -> bool:
        return self.path in {BATCH, IMPORT}

    def _occasion(self, sent_at: object) -> Occasion:
        timing = Timing.of(self.now, sent_at, live=self.path != IMPORT)
        return Occasion(self.source, None if self._is_list else self.path, timing, self.guide)

    def _messages(self, told: dict[str, object]) -> list[object]:
        if not self._is_list:
            return [told]
        messages = told.get("batch")
        if not isinstance(messages, list):
            raise invalid_json("batch must be a list of messages")
        if len(messages) > MOST_MESSAGES:
            raise too_many(MOST_MESSAGES)
        for message in messages:
            if isinstance(message, dict):
                message.pop("writeKey", None)  # some clients send it with every message; it is kept nowhere
        return messages
