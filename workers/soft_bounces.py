"""When an address that keeps turning mails away for the moment gets no more. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

MANY = 3  # different mails
SPAN = timedelta(days=30)


def keeps_refusing(blocks: Iterable[tuple[datetime, int]], delivered: Iterable[datetime]) -> datetime | None:
    """Answer since when an address is given up: three different mails within 30 days, and none delivered since.

    `blocks` are the moments at which mails (by their ids) were turned away. Whatever order they are told in, the answer
    is the same; a delivery that is told late takes it back.
    """
    last = max(delivered, default=None)
    since = sorted((at, mail) for at, mail in blocks if last is None or at > last)
    for place, (begun, _) in enumerate(since):
        seen: set[int] = set()
        for at, mail in since[place:]:
            if at - begun > SPAN:
                break
            seen.add(mail)
            if len(seen) == MANY:
                return at
    return None
