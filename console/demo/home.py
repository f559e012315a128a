"""The folder the demonstration plays in: made by it, marked as its own, and the only kind it ever empties."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from console.failures import CommandError

MARK = "made-by-tenure-demo"
MEANING = "`tenure demo` made this folder and empties it whenever it starts again. Keep nothing here.\n"


class HomeRefusedError(CommandError):
    """The folder is not the demonstration's to empty; the message says the way out."""


@contextmanager
def fresh_home(home: Path) -> Iterator[Path]:
    """Hold `home` for one run, emptied; answer its full path.

    Raises HomeRefusedError for a folder that holds something and has no mark of ours, or in which a run is under way.
    """
    _claim(home)
    with (home / MARK).open("a") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise HomeRefusedError(
                f"a demonstration is running in {home}: wait for it, or give another --home"
            ) from None
        _empty(home)
        yield home.resolve()


def _claim(home: Path) -> None:
    if home.is_symlink() or (home.exists() and not home.is_dir()):
        raise HomeRefusedError(f"{home} is not a plain folder: give another --home")
    if home.is_dir() and any(home.iterdir()) and not (home / MARK).is_file():
        raise HomeRefusedError(
            f"{home} holds files that no demonstration made: give another --home, nothing was touched"
        )
    home.mkdir(parents=True, exist_ok=True)
    if not (home / MARK).exists():
        (home / MARK).write_text(MEANING)


def _empty(home: Path) -> None:
    for found in home.iterdir():
        if found.name == MARK:
            continue
        if found.is_dir() and not found.is_symlink():
            shutil.rmtree(found)
        else:
            found.unlink()
