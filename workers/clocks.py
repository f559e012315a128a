"""What time it is: the customers' time, which a time-lapse may move, and the machine's own."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from workers.settings import SettingsError

Clock = Callable[[], datetime]


def machine_time() -> datetime:
    """Answer the machine's own time (UTC): what leases and deadlines are counted in."""
    return datetime.now(UTC)


def steady_time() -> float:
    """Answer seconds of a clock that nobody can set and that, where the system has such a one, goes on in sleep."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the monotonic clock does the same or comes close
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def clock(file: Path | None) -> Clock:
    """Answer the customers' clock: the machine's, or the virtual one that `file` holds."""
    if file is None:
        return machine_time
    return VirtualClock(file)


class VirtualClock:
    """Answers the moment that a file holds; reads it again only when it was replaced."""

    def __init__(self, file: Path) -> None:
        """Watch `file`, which need not be there yet."""
        self._file = file
        self._known: tuple[tuple[int, int] | None, datetime] | None = None

    def __call__(self) -> datetime:
        """Answer the virtual now. Raises SettingsError without a file, or if it holds no moment."""
        mark = self._mark()
        known = self._known
        if known is None or known[0] != mark:
            known = self._known = (mark, read_instant(self._file))
        return known[1]

    def _mark(self) -> tuple[int, int] | None:
        """Answer what tells one state of the file from the next; nothing if there is no file."""
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns


def read_instant(file: Path) -> datetime:
    """Answer the moment written in `file` (ISO 8601 with a zone), or raise SettingsError."""
    try:
        moment = datetime.fromisoformat(file.read_text().strip())
    except (OSError, ValueError) as error:
        raise SettingsError(f"TENURE_CLOCK: {file} cannot be read as a moment: {error}") from None
    if moment.tzinfo is None:
        raise SettingsError(f"TENURE_CLOCK: the moment in {file} needs a zone, such as 2026-03-02T10:00:00+00:00")
    return moment.astimezone(UTC)


def write_instant(file: Path, moment: datetime) -> None:
    """Move the virtual clock, in one step that no reader sees half done."""
    draft = file.with_suffix(".new")
    draft.write_text(moment.astimezone(UTC).isoformat())
    draft.replace(file)
