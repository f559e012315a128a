"""When a message happened: as its sender says, corrected where the sender's clock is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from console.importing import kinds
from console.importing.kinds import Manner
from models.facts import printable

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD = timedelta(hours=24)  # for zones and clocks
TOLERATED = timedelta(minutes=1)  # between two clocks
NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Timing:
    """What the messages of a request are dated by.

    `drift` is how far the sender's clock is behind ours; `live`: a message without a timestamp has just happened.
    """

    manner: Manner
    drift: timedelta
    live: bool

    @classmethod
    def of(cls, now: datetime, sent_at: object, *, live: bool) -> Self:
        """Answer the timing of a request that came in now and says it was sent at `sent_at`."""
        manner = Manner(now, ZoneInfo("UTC"))
        return cls(manner, _drift(manner, sent_at), live)

    def at(self, message: Mapping[str, object]) -> datetime | date:
        """Answer the moment (UTC) of a message, or the day where no time is told.

        Raises ValueError where there is none that can be meant.
        """
        original = message.get("originalTimestamp")
        told = message.get("timestamp") or original
        if not told:
            if self.live:
                return self.manner.now
            raise ValueError("the timestamp is missing: what is imported must say when it happened")
        if not isinstance(told, str):
            raise ValueError("the timestamp must be a text such as 2026-03-31T14:05:00Z")  # noqa: TRY004 - a reason
        at = self._read(told)
        # A timestamp that differs from the original one was corrected by somebody before us.
        if isinstance(at, datetime) and (not original or original == told):
            at += _drift(self.manner, message["sentAt"]) if message.get("sentAt") else self.drift
        self._check(at, told)
        return at

    def _read(self, told: str) -> datetime | date:
        try:
            return kinds.moment(told, self.manner)
        except ValueError as error:
            raise ValueError(f"timestamp: {error}") from None

    def _check(self, at: datetime | date, told: str) -> None:
        latest = self.manner.now + AHEAD
        if at > (latest if isinstance(at, datetime) else latest.date()):
            raise ValueError(f'the timestamp "{printable(told)}" is more than 24 hours ahead of us')
        if at < (EARLIEST if isinstance(at, datetime) else EARLIEST.date()):
            raise ValueError(f'the timestamp "{printable(told)}" is before 2000')


def _drift(manner: Manner, sent_at: object) -> timedelta:
    try:
        sent = kinds.moment(sent_at, manner) if isinstance(sent_at, str) else None
    except ValueError:
        return NOTHING
    drift = manner.now - sent if isinstance(sent, datetime) else NOTHING
    return drift if abs(drift) > TOLERATED else NOTHING
