"""What `tenure why` says of the account itself, before its story."""

from datetime import timedelta
from io import StringIO

from rich.console import Console

from console.story import print_story
from models.database import begin
from models.facts import ContactFacts
from models.intake import record_contacts
from tests.world import World


def head(world: World, account: str) -> str:
    out = StringIO()
    print_story(Console(file=out, width=1000), world.engine, account, world.now)
    return out.getvalue()


def test_of_many_contacts_a_dozen_are_named_and_the_rest_are_counted(world: World) -> None:
    world.account()
    people = [ContactFacts(f"p{n:04}", "acme", {"email": f"p{n:04}@acme.example"}) for n in range(1500)]
    with begin(world.engine) as connection:
        record_contacts(connection, world.now, people)

    [contacts] = [line for line in head(world, "acme").splitlines() if line.startswith("Contacts: ")]

    assert contacts.count("@acme.example") == 12
    assert contacts.rstrip().endswith(" and 1,489 more")


def test_who_is_still_to_sign_up_is_said_to(world: World) -> None:
    world.account(signed_up_at=world.now + timedelta(days=21))

    assert "Signs up Mon 23 Mar 2026 10:00, 3 weeks from now" in head(world, "acme")
