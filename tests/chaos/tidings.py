"""What the provider tells of the mails it took: the place to switch its events on, which settle what is in doubt.

Off until the stand-in can tell them: whatever is in doubt is then held, a human is asked, and it is counted.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from tests.chaos.stage import Stage

SWITCH = "CHAOS_EVENTS"


def is_told() -> bool:
    """Answer whether the provider's events are switched on: then nothing may stay unresolved."""
    return os.environ.get(SWITCH, "") == "1"


@contextmanager
def tidings(_found: Stage) -> Iterator[None]:
    """Let the provider tell what became of its mails for as long as the block lasts, if that is switched on."""
    yield
