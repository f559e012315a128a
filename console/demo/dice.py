"""Chance that falls the same way every time."""

from random import Random


def dice(*names: object) -> Random:
    """Answer dice of their own for what is named: who else throws, and how often, does not change their fall."""
    return Random(":".join(map(str, names)))  # noqa: S311  (a play, not a secret)
