"""Doing something beside a block, for as long as it lasts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def beside(act: Callable[[threading.Event], None]) -> Iterator[None]:
    """Have it done in a thread; the event that it is given is set when the block is over, and then it is waited for."""
    over = threading.Event()
    thread = threading.Thread(target=act, args=(over,))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
