"""A folder of mails that one can open: each an .eml file named by its send key, and an index to list them by."""

import json
import os
import re
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from itertools import islice
from pathlib import Path

from emails.eml import Letter, read, readable, written
from emails.message import Message

INDEX = "index.jsonl"
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,199}")
BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Listed:
    """One mail as a list shows it; `moment` is when the file was written (UTC, the machine's time)."""

    key: str
    to: str
    subject: str
    topic: str
    moment: datetime


class Outbox:
    """The mails in `folder`. Several threads and processes may write at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, message: Message) -> None:
        """Write the mail durably, in one step; the second time for the same key nothing happens.

        Raises ValueError for what cannot be a mail or a file name, OSError when the disk will not have it.
        """
        path = self._path(message.key)
        if path.exists():
            return
        content = written(message)
        self._folder.mkdir(parents=True, exist_ok=True)
        with _draft(self._folder, content) as draft:
            # The index comes first: it may name a mail that is missing, but no mail is missing from it.
            self._append(message)
            draft.replace(path)
        _sync_folder(self._folder)

    def latest(self, count: int = 50, skip: int = 0) -> list[Listed]:
        """Answer up to `count` mails, the newest first, after leaving out the first `skip`."""
        return list(islice(self._listed(), skip, skip + count))

    def count(self) -> int:
        """Answer how many mails there are."""
        with suppress(FileNotFoundError), os.scandir(self._folder) as files:
            return sum(file.name.endswith(".eml") for file in files)
        return 0

    def open(self, key: str) -> Letter | None:
        """Answer the mail with this key, or None if there is none; what cannot be a file name is never looked for."""
        try:
            return read(self._path(key).read_bytes())
        except (ValueError, FileNotFoundError):
            return None

    def forget(self, address: str) -> int:
        """Delete the mails to an address, and blank them in the index; answer how many there were.

        What is blanked keeps its length: others may be adding to the index meanwhile.
        """
        theirs = [one for one in self._listed() if parseaddr(one.to)[1].lower() == address.lower()]
        for one in theirs:
            self._path(one.key).unlink(missing_ok=True)
        if theirs:
            self._blank({one.key for one in theirs})
        return len(theirs)

    def _blank(self, keys: Container[str]) -> None:
        with (self._folder / INDEX).open("r+b", buffering=0) as index:
            at = 0
            for line in index.read().splitlines(keepends=True):
                with suppress(ValueError, KeyError, TypeError):
                    if json.loads(line)["key"] in keys:
                        os.pwrite(index.fileno(), b" " * (len(line) - 1), at)
                at += len(line)
            os.fsync(index.fileno())

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"{key!r} cannot be the name of a file")
        return self._folder / f"{key}.eml"

    def _append(self, message: Message) -> None:
        entry = {"key": message.key, "to": readable(message.to), "subject": message.content.subject}
        # The line end comes first, so that a line cut short by a power failure spoils no other.
        line = "\n" + json.dumps(entry | {"topic": message.topic})
        with (self._folder / INDEX).open("ab", buffering=0) as index:
            index.write(line.encode())
            os.fsync(index.fileno())

    def _listed(self) -> Iterator[Listed]:
        seen = set()
        for line in _backwards(self._folder / INDEX):
            with suppress(ValueError, KeyError, TypeError, FileNotFoundError):
                entry = json.loads(line)
                if entry["key"] not in seen:
                    listed = Listed(**entry, moment=_moment(self._path(entry["key"])))
                    seen.add(listed.key)
                    yield listed


@contextmanager
def _draft(folder: Path, content: bytes) -> Iterator[Path]:
    """Lend a file with this content, safe on the disk; whatever is not renamed by then goes away."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".new")
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as draft:
            draft.write(content)
            draft.flush()
            os.fsync(handle)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; where a folder cannot be opened (Windows) the system sees to it."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _moment(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _backwards(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file from its end, reading no more of it than is asked for."""
    if not path.exists():
        return
    with path.open("rb") as file:
        position = file.seek(0, os.SEEK_END)
        rest = b""
        while position:
            step = min(BLOCK, position)
            position = file.seek(position - step)
            rest, *lines = (file.read(step) + rest).split(b"\n")
            yield from reversed(lines)
        yield rest
