"""Taking a clause out of the statements of the product, by what they say once they are SQL."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

REACHED = "reached"  # a file under the stage's home: the mutant was passed, so that its run says something
PLACEHOLDER = r"(?:\?|%\(\w+\)s(?:::[A-Z]+(?: WITH TIME ZONE)?)?)"

Change = Callable[[str], str]


def change_statements(about: str, change: Change) -> None:
    """Change every statement of this process that writes and matches `about`."""
    wanted = re.compile(about)

    def altered(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> tuple[str, Any]:
        if not wanted.search(statement):
            return statement, parameters
        new = change(statement)
        if new != statement:
            mark_reached()
        return new, parameters

    event.listen(Engine, "before_cursor_execute", altered, retval=True)


def always(clause: str) -> Change:
    """Answer what lets a clause always hold; what it is compared with is still told."""
    wanted = re.compile(clause.replace("?", PLACEHOLDER))
    return lambda statement: wanted.sub(r"(1=1 OR \g<0>)", statement)


def never(clause: str) -> Change:
    """Answer what lets a clause never hold."""
    wanted = re.compile(clause.replace("?", PLACEHOLDER))
    return lambda statement: wanted.sub(r"(1=0 AND \g<0>)", statement)


def nobody_in(table: str) -> Change:
    """Answer what lets no row of a table be found by any EXISTS."""
    wanted = re.compile(rf"EXISTS \(SELECT \*\s+FROM {table}\b")

    def change(statement: str) -> str:
        while found := wanted.search(statement):
            end = _closing(statement, found.start() + len("EXISTS ("))
            inside = (
                statement[found.start() : end].replace("EXISTS (", "EXISTS ( ", 1).replace("SELECT *", "SELECT 1", 1)
            )
            statement = f"{statement[: found.start()]}(1=0 AND {inside}){statement[end:]}"
        return statement

    return change


def somebody_in(table: str) -> Change:
    """Answer what lets a row of a table be found by every EXISTS."""
    without = nobody_in(table)
    return lambda statement: without(statement).replace("(1=0 AND EXISTS ( ", "(1=1 OR EXISTS ( ")


def mark_reached() -> None:
    """Note that what is mutated was passed."""
    file = Path(os.environ["CHAOS_HOME"]) / REACHED
    if not file.exists():
        file.touch()


def _closing(statement: str, at: int) -> int:
    """Answer the place after the parenthesis that closes the one before `at`."""
    depth = 1
    while depth:
        depth += {"(": 1, ")": -1}.get(statement[at], 0)
        at += 1
    return at
