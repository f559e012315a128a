"""Where one can go: the entries of the navigation."""

from dataclasses import dataclass

from console.access.rights import Right


@dataclass(frozen=True, slots=True)
class Place:
    """An entry: its address, what it is called, and who may go there."""

    path: str
    name: str
    right: Right


PLACES = (
    Place("/", "Home", Right.SEE),
    Place("/journeys", "Journeys", Right.SEE),
    Place("/workshop", "Workshop", Right.SEE),
    Place("/releases", "Releases", Right.SEE),
    Place("/users", "Users", Right.ADMINISTER),
)


def place_of(path: str) -> str:
    """Answer the path of the place in which a page lies."""
    inside = (place.path for place in PLACES if place.path != "/" and f"{path}/".startswith(f"{place.path}/"))
    return next(inside, "/" if path == "/" or path.startswith("/mails/") else "")
