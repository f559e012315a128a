"""Needs: what has to be gathered about an account before a question can be answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """An event's total (`days` is None), or how often it happened on each of its last `days` days, today included."""

    event: str
    days: int | None = None
