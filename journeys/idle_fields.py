"""What can be looked at about people who do not use the product: by name, for whoever can do something about it."""

from collections.abc import Iterator
from datetime import date

from journeys.active_people import MONTH, ActivePeople
from journeys.behavior import Contact
from journeys.certainty import Between, Unknown
from journeys.field import Field
from journeys.needs import Seen
from journeys.silence import feed_names, silence_of
from journeys.success import Program
from journeys.view import Reader, View

WORKING = frozenset({"admin", "champion", "user"})  # who pays or sponsors need not use it
EXAMPLE = ("Priya Raman", "Tom Berg")


def idle_fields(program: Program) -> Iterator[Field]:
    """Answer the field `people.idle`."""
    yield Field(
        "people.idle", "list", _idle(program),
        f"The people with a name who did nothing in the last {MONTH} days, each with name; those who only pay or "
        "sponsor are left out. Unknown if nobody ever says who was active",
        [{"name": name} for name in EXAMPLE], optional=True, feed=feed_names(program.activity, program.feeds),
        needs=frozenset([Seen(frozenset(program.activity), MONTH)]), in_conditions=False,
    )  # fmt: skip


def _idle(program: Program) -> Reader:
    people, silence = ActivePeople(program), silence_of(program.activity, program.feeds)

    def read(view: View) -> object:
        active = people.users(view, MONTH)
        if isinstance(active, Between):  # what was before the feed was connected nobody will ever tell
            return Unknown(active.because, absent=not silence(view))
        if isinstance(active, Unknown):
            return active
        seen, first = view.behavior.crowd.seen, view.first_day(MONTH)
        idle = [one for one in view.behavior.contacts if _works(one, view) and seen.get(one.id, date.min) < first]
        return [{"name": name} for one in idle if (name := _name(one))]

    return read


def _works(contact: Contact, view: View) -> bool:
    return contact.role in WORKING and (contact.left_at is None or contact.left_at > view.now)


def _name(contact: Contact) -> str:
    return " ".join(part for part in (contact.first_name, contact.last_name) if part)
