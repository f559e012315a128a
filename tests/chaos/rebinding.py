"""Taking the place of a function of the product in a process that begins, wherever it was imported to."""

import sys
from collections.abc import Callable
from typing import Any

ROOMS = ("workers", "models", "emails", "journeys", "console")


def rebind(old: Any, new: Any) -> int:
    """Let every name of the product's modules that means `old` mean `new`; answer how many there were."""
    names = [
        (module, name)
        for module in list(sys.modules.values())
        if module.__name__.partition(".")[0] in ROOMS
        for name, value in list(vars(module).items())
        if value is old
    ]
    for module, name in names:
        setattr(module, name, new)
    if not names:
        raise LookupError(f"nothing of the product is called {old!r} any more: the harness has to follow")
    return len(names)


def around(before: Callable[[], None], old: Callable[..., Any], after: Callable[[], None]) -> Callable[..., Any]:
    """Answer a function that does the same, with something before it and something after it."""

    def wrapped(*words: Any, **named: Any) -> Any:
        before()
        answer = old(*words, **named)
        after()
        return answer

    return wrapped
