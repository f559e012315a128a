"""What a new password has to be like."""

from collections.abc import Iterator

SHORTEST, LONGEST = 12, 200
FEWEST_KINDS = 5
COMMON = ("password", "passwort", "qwerty", "123456", "abcdef", "letmein", "welcome", "iloveyou", "tenure")


def objections(password: str, again: str, email: str) -> dict[str, str]:
    """Answer what is wrong with a new password, by field; nothing if it will do."""
    found = {"password": _objection(password, email)}
    if password != again:
        found["again"] = "This is not the same as above."
    return {field: said for field, said in found.items() if said}


def _objection(password: str, email: str) -> str:
    if len(password) < SHORTEST:
        return f"Take at least {SHORTEST} characters; a few words are easy to remember."
    if len(password) > LONGEST:
        return f"Take at most {LONGEST} characters."
    if len(set(password)) < FEWEST_KINDS or _is_mostly(password.lower(), email):
        return "This is easy to guess: take a few words that have nothing to do with each other."
    return ""


def _is_mostly(password: str, email: str) -> bool:
    """Answer whether little is left of it without what anybody would try first."""
    for word in _obvious(email):
        password = password.replace(word, "")
    return len(password) < SHORTEST / 2


def _obvious(email: str) -> Iterator[str]:
    name, _, domain = email.lower().partition("@")
    yield from (word for word in (name, domain.partition(".")[0], *COMMON) if len(word) > 2)
