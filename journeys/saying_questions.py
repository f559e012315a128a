"""Saying questions: what a condition asks of events, as one person would tell it to another."""

from collections.abc import Callable, Mapping

SIGN_WORDS = {
    "==": "is", "!=": "is not", "<": "is below", "<=": "is at most", ">": "is above", ">=": "is at least",
    "in": "is one of", "not in": "is none of", "+": "plus", "-": "less", "*": "times", "/": "divided by",
}  # fmt: skip
NONE = {("==", "0"), ("<", "1"), ("<=", "0")}
ANY = {(">", "0"), (">=", "1"), ("!=", "0")}

ASKED: Mapping[str, Callable[..., str]] = {
    "usage.count": lambda event, window="": f"how often “{event}” happened{_lately(window)}",
    "usage.users": lambda event, window: f"how many people did “{event}”{_lately(window)}",
    "usage.change": lambda event, window: f"the change of “{event}” over {window}",
    "usage.falls": lambda event, window, share: f"how often “{event}” fell by {share} within {window}",
    "usage.days_since": lambda event: f"the time since “{event}”",
    "usage.happened": lambda event: f"“{event}” ever happened",
    "said": lambda template, window: f"we said {template}{_lately(window)}",
    "clicked": lambda template, window: f"somebody followed {template}{_lately(window)}",
    "known": lambda field: f"{field} is known",
}


def times(sign: str, number: str, event: str, window: str = "") -> str:
    """Answer how often an event has to have happened: `“task completed” happened at least 10 times`."""
    if (sign, number) in NONE:
        return f"“{event}” did not happen{_lately(window)}" if window else f"“{event}” never happened"
    if (sign, number) in ANY:
        return f"“{event}” happened{_lately(window)}"
    often = "exactly" if sign == "==" else SIGN_WORDS[sign].removeprefix("is ")
    return f"“{event}” happened {often} {number} times{_lately(window)}"


def _lately(window: str) -> str:
    return f" in the last {window.removeprefix('1 ')}" if window else ""
