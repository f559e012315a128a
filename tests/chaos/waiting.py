"""Waiting for something to be so, and giving up when it takes far too long."""

import time
from collections.abc import Callable

PATIENCE = 30.0  # seconds for a part of the stage to come up


def wait_for(condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Return as soon as it holds; raise TimeoutError when it takes far too long."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} does not come")
        time.sleep(0.01)
