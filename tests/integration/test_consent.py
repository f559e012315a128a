"""Who does not want our mails gets none, whatever happens to their address, their id or their account."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from console.web import web
from emails.unsubscribe import Subscription, sign
from models.database import begin
from models.facts import ContactFacts, LinkFacts
from models.reception import receive
from models.tables import CONSENT_CHANGE, SUPPRESSION
from models.told import Told
from models.upsert import insert_new
from tests.site import served
from tests.world import World

ADA = "acme-ada"


def tell(world: World, *facts: ContactFacts | LinkFacts) -> None:
    """Let the ingest API tell it, a minute later."""
    world.now += timedelta(minutes=1)
    contacts = [fact for fact in facts if isinstance(fact, ContactFacts)]
    links = [fact for fact in facts if isinstance(fact, LinkFacts)]
    with begin(world.engine) as connection:
        receive(connection, world.now, Told(contacts=contacts, links=links))


def ada(world: World, key: str = ADA, **columns: Any) -> ContactFacts:
    return ContactFacts(key, "acme", {"role": "admin"} | columns, at=world.now)


def link_in_a_mail_to(world: World, key: str) -> str:
    token = sign(Subscription(world.contact(key).id, "onboarding"), world.app.secret)
    return f"/unsubscribe/{token}?everything=true"


def click(world: World, link: str) -> httpx.Response:
    with served(web(world.app)) as browser:
        return browser.post(link)


def mailed(world: World) -> list[str]:
    """Answer the send keys of the mails that left, once the account was looked at."""
    world.event("acme", "signed in")
    world.look()
    return world.provider.accepted()


@pytest.mark.parametrize("again", ["ADA@Acme.Example", "  ada@acme.example ", "ada@new.example"])
def test_nobody_is_subscribed_again_by_what_the_product_tells(world: World, again: str) -> None:
    world.account()
    click(world, link_in_a_mail_to(world, ADA))

    tell(world, ada(world, email=again.strip().lower()))

    assert mailed(world) == []


def test_another_id_with_the_same_address_is_not_mailed_either(world: World) -> None:
    world.account()
    click(world, link_in_a_mail_to(world, ADA))

    tell(world, ada(world, "u-2", email="ada@acme.example"))

    assert mailed(world) == []


def test_who_had_no_address_when_they_unsubscribed_is_not_mailed_at_a_later_one(world: World) -> None:
    world.account()
    link = link_in_a_mail_to(world, ADA)
    tell(world, ada(world, email=None))

    assert click(world, link).status_code == 200
    tell(world, ada(world, email="ada@acme.example"))
    tell(world, ada(world, email=None))
    tell(world, ada(world, email="ada@new.example"))

    assert mailed(world) == []


def test_a_link_in_a_mail_to_an_earlier_id_unsubscribes_the_person(world: World) -> None:
    world.account()
    link = link_in_a_mail_to(world, ADA)
    tell(world, ada(world, "u-2", email="ada@new.example"))
    tell(world, LinkFacts(ADA, "u-2", world.now))

    assert "a…@new.example" in click(world, link).text

    assert {row.email for row in world.rows(SUPPRESSION)} == {"ada@acme.example", "ada@new.example"}
    assert mailed(world) == []


@pytest.mark.parametrize("unwilling", [ADA, "u-2"])
def test_of_two_who_turn_out_to_be_one_either_may_have_unsubscribed(world: World, unwilling: str) -> None:
    world.account()
    tell(world, ada(world, "u-2", email="ada@new.example"))
    click(world, link_in_a_mail_to(world, unwilling))

    tell(world, LinkFacts(ADA, "u-2", world.now))

    assert mailed(world) == []


def test_an_address_that_bounced_says_nothing_of_the_next_one(world: World) -> None:
    world.account()
    with begin(world.engine) as connection:
        row = {"email": "ada@acme.example", "topic": "*", "reason": "bounced", "source": "a test", "at": world.now}
        insert_new(connection, SUPPRESSION, [row])

    tell(world, ada(world, email="ada@new.example"))

    assert len(mailed(world)) == 1


def test_a_wish_that_follows_somebody_to_another_address_is_on_record(world: World) -> None:
    world.account()
    click(world, link_in_a_mail_to(world, ADA))
    tell(world, ada(world, email="ada@new.example"))
    tell(world, ada(world, email="ada@new.example", first_name="Augusta"))

    assert [(row.email, row.because) for row in world.rows(CONSENT_CHANGE)] == [
        ("ada@acme.example", ""),
        ("ada@new.example", "it was said at another address of the same person"),
    ]
