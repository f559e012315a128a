"""Roles that change and change back before something was said: it reaches the one person whom it is for then."""

from sqlalchemy import update

from models.database import begin
from models.facts import ContactFacts
from models.intake import record_contacts
from models.tables import CONTACT, TOUCHPOINT
from tests.in_app import product_of, signed
from tests.meanwhile import planned
from tests.world import World


def roles(world: World, **by_name: str) -> None:
    """Let these people of the account have these roles from now on."""
    facts = [
        ContactFacts(f"acme-{name}", "acme", {"first_name": name, "role": role, "email": f"{name}@acme.example"})
        for name, role in by_name.items()
    ]
    with begin(world.engine) as connection:
        record_contacts(connection, world.now, facts)


def test_a_message_inside_the_product_that_goes_to_another_and_back_is_seen(world: World) -> None:
    with product_of(world) as product:
        product.world.account()
        roles(product.world, ada="admin", bob="user")
        product.world.look()

        roles(product.world, ada="user", bob="admin")
        to_ada = product.messages(signed("acme", "acme-ada"))
        roles(product.world, ada="admin", bob="user")
        to_bob = product.messages(signed("acme", "acme-bob"))
        again = product.messages(signed("acme", "acme-ada"))

        assert (to_ada, to_bob) == ([], [])
        assert len(again) == 1
        assert sorted(row.state for row in product.touchpoints()) == ["pending", "skipped"]


def test_a_mail_that_goes_to_another_and_back_is_sent_once(world: World) -> None:
    planned(world)
    roles(world, ada="user", bob="admin")
    world.deliver()
    roles(world, ada="admin", bob="user")
    for _ in range(3):
        world.deliver()

    found = [(row.state, row.attempts) for row in world.rows(TOUCHPOINT)]
    assert sorted(found) == [("accepted", 1), ("skipped", 0)]


def test_a_mail_comes_back_to_somebody_who_has_another_id_by_then(world: World) -> None:
    planned(world)
    roles(world, ada="user", bob="admin")
    world.deliver()
    with begin(world.engine) as connection:
        connection.execute(update(CONTACT).where(CONTACT.c.key == "acme-ada").values(key="ada-7"))
        record_contacts(connection, world.now, [ContactFacts("ada-7", "acme", {"role": "admin"})])
    roles(world, bob="user")
    for _ in range(3):
        world.deliver()

    found = [(row.state, row.attempts) for row in world.rows(TOUCHPOINT)]
    assert sorted(found) == [("accepted", 1), ("skipped", 0)]
