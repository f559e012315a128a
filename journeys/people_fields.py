"""What can be looked at about the people at the account: who is there, who has left, and whom we can reach."""

from collections.abc import Iterator

from journeys.behavior import Contact
from journeys.certainty import Unknown
from journeys.field import Field
from journeys.view import Reader, View

DEFAULT = "user"
QUARTER = 90  # days
UNTOLD = Unknown("nobody told us who does what there: all are users, as whoever has no role is", absent=True)
NOBODY = Unknown("nobody at the account is known", absent=True)


def people_fields() -> Iterator[Field]:
    """Answer the fields of the group `people`."""
    for role in ("champion", "sponsor", "admin"):
        yield Field(
            f"people.{role}", "flag", _is_there(role),
            f"Whether somebody is there as {role} who has not left; unknown if nobody has a role but {DEFAULT}", True,
            optional=True,
        )  # fmt: skip
    yield Field(
        "people.champion_left", "flag", _champion_left,
        f"Whether a champion left in the last {QUARTER} days, and nobody has taken their place", True, optional=True,
    )  # fmt: skip
    yield Field(
        "people.total", "number", lambda view: len(_there(view)), "How many people are known and have not left", 4
    )
    yield Field(
        "people.reachable", "number", lambda view: sum(not (one.unreachable or one.declined) for one in _there(view)),
        "How many of them we may write to", 3,
    )  # fmt: skip


def _there(view: View) -> list[Contact]:
    return [one for one in view.behavior.contacts if one.left_at is None or one.left_at > view.now]


def _is_there(role: str) -> Reader:
    def read(view: View) -> object:
        contacts = view.behavior.contacts
        if all(one.role == DEFAULT for one in contacts):
            return UNTOLD if contacts else NOBODY
        return any(one.role == role for one in _there(view))

    return read


def _champion_left(view: View) -> object:
    champions = [one for one in view.behavior.contacts if one.role == "champion"]
    began = view.began(QUARTER)
    gone = [one for one in champions if one.left_at and one.left_at <= view.now]
    lately = any(one.left_at and one.left_at >= began for one in gone)
    return lately and len(gone) == len(champions) if view.behavior.contacts else NOBODY
