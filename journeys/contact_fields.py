"""What a mail can say about the person it is for."""

from collections.abc import Callable, Iterator

from journeys.behavior import Contact
from journeys.certainty import Unknown
from journeys.field import Field
from journeys.view import View

ROLES = ("admin", "champion", "billing", "sponsor", "user")
STARTER = "starter"  # no contact's role: in a chain, it is whoever did what the journey starts from
NOBODY = Unknown("there is no contact")


def contact_fields() -> Iterator[Field]:
    """Answer the fields of the group `contact`."""
    yield _field("first_name", lambda contact: contact.first_name, "The first name", "Ada", optional=True)
    yield _field("last_name", lambda contact: contact.last_name, "The last name", "Okafor", optional=True)
    yield _field("email", lambda contact: contact.email, "The address", "ada@acme.example")
    yield _field("locale", lambda contact: contact.locale, "The language they read", "en-US", optional=True)
    yield _field("role", lambda contact: contact.role, "The role at the account", "admin", choices=ROLES)


def _field(
    name: str, get: Callable[[Contact], str | None], formula: str, example: str,
    *, optional: bool = False, choices: tuple[str, ...] = (),
) -> Field:  # fmt: skip
    missing = Unknown(f"contact.{name} is not known", absent=True)

    def read(view: View) -> object:
        return NOBODY if view.contact is None else get(view.contact) or missing

    return Field(
        f"contact.{name}", "text", read, formula, example, optional=optional, choices=choices, in_conditions=False
    )
