"""What one of Stripe's events means to us."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """A reserved event with its properties (none: not told). `at`: when, if not when Stripe made its event; `key`:
    what it is known by, if not by that event.
    """

    name: str
    properties: Mapping[str, object]
    at: datetime | None = None
    key: str = ""
