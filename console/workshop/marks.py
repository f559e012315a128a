"""What tells one state of a program's folder from the next, without reading any file."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("journeys", "emails")
ENDINGS = (".md", ".yaml", ".yml", ".mjml", ".txt", ".html", ".markdown")


def mark(root: Path) -> str:
    """Answer the mark of the folder as it is now: another one after whatever somebody saves, moves or deletes.

    It looks instead of listening to the system: a folder may only appear later, or lie on a network or in a
    container, where nobody is told of changes.
    """
    found = hashlib.sha256()
    for folder in FOLDERS:
        for path, state in sorted(_states(root / folder)):
            found.update(f"{path}\0{state.st_ino}\0{state.st_mtime_ns}\0{state.st_size}\n".encode("utf-8", "replace"))
    return found.hexdigest()[:16]


def _states(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = [*os.scandir(folder)]
    except OSError:  # it is not there, or not any more
        return
    for entry in entries:
        if entry.name.startswith((".", "__")):
            continue
        if entry.is_dir(follow_symlinks=False):  # a link may lead round in a circle; nor is the program read through it
            yield from _states(Path(entry.path))
        elif entry.name.lower().endswith(ENDINGS):
            yield from _state(entry)


def _state(entry: os.DirEntry[str]) -> Iterator[tuple[str, os.stat_result]]:
    try:
        yield entry.path, entry.stat()
    except OSError:  # an editor replaced it this very moment
        return
