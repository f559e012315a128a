"""How a worker process behaves among others: it takes little at once, asks often, and leaves when told to."""

import threading
from typing import Any

from dramatiq import Middleware, Worker

from workers.tether import die_with_parent

# Set when the worker is to stop: whoever works through a list stops after the item in hand.
STOPPING = threading.Event()


class Manners(Middleware):
    """Fits a Dramatiq worker to hints that travel in batches."""

    def __init__(self, poll_seconds: float) -> None:
        """Ask the broker for work at least every `poll_seconds`, however quiet it has been."""
        self.poll_seconds = poll_seconds

    def before_worker_boot(self, _broker: Any, worker: Worker) -> None:
        """Hold no more messages in memory than there are threads to work on them; die with the main process."""
        die_with_parent()
        worker.queue_prefetch = worker.worker_threads
        worker.worker_timeout = int(self.poll_seconds * 1000)

    def before_worker_shutdown(self, _broker: Any, _worker: Worker) -> None:
        """Tell those who are in the middle of a batch."""
        STOPPING.set()
