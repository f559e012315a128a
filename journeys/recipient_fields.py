"""What a step can look at about the person whom it would speak to."""

from collections.abc import Callable, Iterator
from datetime import date

from journeys.behavior import Contact
from journeys.certainty import Unknown, join_reasons
from journeys.contact_fields import NOBODY, ROLES
from journeys.field import Field
from journeys.needs import Users
from journeys.silence import feed_names, silence_of
from journeys.success import Feature, Program
from journeys.view import Reader, View

MONTH = 30  # days
DEEP = 0.6  # the share of the core features that makes a power user
KINDS = ("new user", "user", "power user", "admin", "decision maker")
OF_ROLE = {"admin": "admin", "sponsor": "decision maker", "billing": "decision maker"}


def recipient_fields(program: Program) -> Iterator[Field]:
    """Answer the fields of the group `recipient`."""
    events = [event for feature in program.features for event in feature.events]
    yield Field(
        "recipient.kind", "text", _kind(program),
        f"What they come for. An admin is an admin, a sponsor or who pays a decision maker; of the others, who used "
        f"{DEEP:.0%} of the core features in the last {MONTH} days is a power user, and who used one or none a new "
        "user. Where nobody says who did what: user",
        "new user", feed=feed_names(events, program.feeds), choices=KINDS,
        needs=frozenset(Users(event, MONTH) for event in events), in_conditions=False, of_recipient=True,
    )  # fmt: skip
    yield _field("role", lambda person: person.role, "The role at the account", "admin", choices=ROLES)
    yield _field("first_name", lambda person: person.first_name, "The first name", "Ada", optional=True)
    yield _field("locale", lambda person: person.locale, "The language they read", "en-US", optional=True)
    yield _field("team", lambda person: person.team, "The team they work in", "Design", optional=True)


def _field(
    name: str, get: Callable[[Contact], str | None], formula: str, example: str,
    *, optional: bool = False, choices: tuple[str, ...] = (),
) -> Field:  # fmt: skip
    missing = Unknown(f"recipient.{name} is not known", absent=True)

    def read(view: View) -> object:
        return NOBODY if view.contact is None else get(view.contact) or missing

    return Field(
        f"recipient.{name}", "text", read, formula, example, optional=optional, choices=choices,
        in_conditions=False, of_recipient=True,
    )  # fmt: skip


def _kind(program: Program) -> Reader:
    silences = [(feature, silence_of(feature.events, program.feeds)) for feature in program.features]

    def kind(view: View) -> object:
        if view.contact is None:
            return NOBODY
        if view.contact.role in OF_ROLE:
            return OF_ROLE[view.contact.role]
        used = [feature for feature, _ in silences if _uses(view, feature, view.contact.id)]
        doubts = [because for feature, silence in silences if feature not in used and (because := silence(view))]
        kinds = {_by_use(len(used) + more, len(silences)) for more in (0, len(doubts))}
        if len(kinds) > 1:
            return Unknown(join_reasons(doubts))
        return "user" if not used and _is_nameless(view, program) else kinds.pop()

    return kind


def _by_use(used: int, total: int) -> str:
    if used >= max(2, DEEP * total):
        return "power user"
    return "user" if used > 1 else "new user"


def _uses(view: View, feature: Feature, person: int) -> bool:
    first = view.first_day(MONTH)
    found = (view.usage[event].users.get(person, date.min) for event in feature.events if event in view.usage)
    return any(day >= first for day in found)


def _is_nameless(view: View, program: Program) -> bool:
    """Whether core features were used lately, and nobody says by whom."""
    first = view.first_day(MONTH)
    seen = [view.usage[event] for feature in program.features for event in feature.events if event in view.usage]
    named = any(day >= first for usage in seen for day in usage.users.values())
    return not named and any(usage.unnamed and usage.unnamed >= first for usage in seen)
