"""The troubles that the provider makes on purpose: which mails they hit is a matter of the send key alone."""

from collections.abc import Mapping
from typing import Any

TROUBLES: tuple[Mapping[str, Any], ...] = (
    {"answer": "429", "share": 0.004, "times": 1, "reset_after": 0},  # "not now": tried again
    {"answer": "400", "share": 0.004},  # refused: a human has to look
    {"answer": "accept-then-cut", "share": 0.004},  # taken, but the line breaks before the answer: unknown
)
