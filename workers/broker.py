"""The broker: messages are hints to look at rows, so it may lose everything and nothing is lost.

Declared before any actor, since actors bind to the broker that is set when they are declared.
"""

import sys

import dramatiq
import redis
from dramatiq import Consumer
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AgeLimit, Callbacks, Pipelines, Retries, ShutdownNotifications, TimeLimit
from redis.backoff import NoBackoff
from redis.retry import Retry

from workers.manners import Manners
from workers.settings import Settings, SettingsError
from workers.standstill import Standstill

HINT_AGE = 600_000  # ms: an older hint says nothing that the clock has not said again

WANTED = (AgeLimit, TimeLimit, ShutdownNotifications, Callbacks, Pipelines, Retries)


THINKING = {"advance", "assess"}
IN_HAND = 2  # messages of those: one that is thought about, and the next; more would keep them from an idle process


class Broker(RedisBroker):
    """Takes little ahead of what there is to think about, since a process thinks of one thing at a time."""

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> Consumer:
        """Answer who takes messages of that queue."""
        return super().consume(queue_name, min(prefetch, IN_HAND) if queue_name in THINKING else prefetch, timeout)

    def declare_queue(self, queue_name: str) -> None:
        """Declare a queue, without the one for delayed messages beside it: the rows know when they are due."""
        if queue_name not in self.queues:
            self.emit_before("declare_queue", queue_name)
            self.queues.add(queue_name)
            self.emit_after("declare_queue", queue_name)


def make_broker(settings: Settings) -> RedisBroker:
    """Answer a broker without silent retries: a lost reply must not enqueue a hint twice or strand one.

    Maintenance runs often (100,000 of a million commands), so that a killed worker's hints come back within
    a minute or so; were they lost, the clock would give them again anyway.
    """
    client = redis.Redis.from_url(
        settings.redis_url, retry=Retry(NoBackoff(), 0), socket_timeout=10, socket_connect_timeout=5
    )
    broker = Broker(  # type: ignore[no-untyped-call]
        client=client,
        middleware=[*(kind() for kind in WANTED), Manners(settings.poll_seconds), Standstill()],
        namespace=settings.namespace,
        maintenance_chance=100_000,
        heartbeat_timeout=60_000,
    )
    dramatiq.set_broker(broker)
    return broker


try:
    broker = make_broker(Settings.read())
except SettingsError as error:  # every process of ours comes by here: one line is all a person needs
    sys.exit(f"tenure: the environment cannot be used: {error}")


def queued(queue: str) -> int:
    """Answer how many messages wait in a queue."""
    length: int = broker.client.llen(f"{broker.namespace}:{queue}")
    return length
