"""What time it is: the customers' time, which a time-lapse may move, and the machine's own."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Clock = Callable[[], datetime]


def machine_time() -> datetime:
    """Answer the machine's own time (UTC): what leases and deadlines are counted in."""
    return datetime.now(UTC)


def clock(file: Path | None) -> Clock:
    """Answer the customers' clock: the machine's, or the virtual one that `file` holds."""
    if file is None:
        return machine_time
    return lambda: read_instant(file)


def read_instant(file: Path) -> datetime:
    """Answer the moment written in `file` (ISO 8601 with a zone)."""
    return datetime.fromisoformat(file.read_text().strip()).astimezone(UTC)


def write_instant(file: Path, moment: datetime) -> None:
    """Move the virtual clock, in one step that no reader sees half done."""
    draft = file.with_suffix(".new")
    draft.write_text(moment.astimezone(UTC).isoformat())
    draft.replace(file)
