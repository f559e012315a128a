"""What the stand-in has accepted: a file of JSON lines, on disk before any answer."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypedDict


class Entry(TypedDict):
    """One accepted mail to one recipient. `send_key` is ours, if the mail had one; `time` is Unix time in seconds."""

    send_key: str | None
    to: str
    subject: str | None
    topic: str | None
    categories: list[str]
    time: float
    unsubscribe: dict[str, str]


class Ledger:
    """An append-only file and the counts by send key. Whatever has been committed survives a kill.

    `durable=False` leaves out the fsync: the entries then survive a kill of the process, not of the machine.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        """Take up the file where it ends. A last line that was cut short was never answered for, and is dropped."""
        self.counts: Counter[str] = Counter()
        self.unkeyed = 0
        self._durable = durable
        self._pending: list[bytes] = []
        path.parent.mkdir(parents=True, exist_ok=True)
        for entry in entries(path):
            self._count(entry)
        self._file = path.open("ab", buffering=0)
        self._file.truncate(_whole_lines(path))

    def add(self, entry: Entry) -> int:
        """Note an entry for the next commit; answer how often its key has been accepted, this time included."""
        self._pending.append(json.dumps(entry, separators=(",", ":")).encode() + b"\n")
        return self._count(entry)

    def commit(self) -> None:
        """Put all that was added onto the disk, with one fsync for all of it."""
        lines, self._pending = b"".join(self._pending), []
        rest = memoryview(lines)
        while rest:
            rest = rest[self._file.write(rest) :]
        if lines and self._durable:
            os.fsync(self._file.fileno())

    def summary(self) -> dict[str, Any]:
        """Answer how many mails were accepted, how often each key, and which keys more than once."""
        return {
            "accepted": self.counts.total() + self.unkeyed,
            "keys": len(self.counts),
            "unkeyed": self.unkeyed,
            "duplicates": {key: count for key, count in self.counts.items() if count > 1},
            "counts": dict(self.counts),
        }

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self._file.close()

    def _count(self, entry: Entry) -> int:
        if (key := entry["send_key"]) is None:
            self.unkeyed += 1
            return self.unkeyed
        self.counts[key] += 1
        return self.counts[key]


def entries(path: Path) -> Iterator[Entry]:
    """Yield what a ledger file holds, oldest first; nothing if there is no file. Its server may be running."""
    if not path.exists():
        return
    with path.open("rb") as lines:
        for line in lines:
            if line.endswith(b"\n"):
                yield json.loads(line)


def _whole_lines(path: Path) -> int:
    """Answer the length of the file up to its last line end."""
    return path.read_bytes().rfind(b"\n") + 1
