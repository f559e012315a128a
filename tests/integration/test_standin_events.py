"""Events told three times, shuffled, late and one in a hundred forged, over real HTTP: as if told once, in order."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from console.web import web
from emails.sendgrid_events import read_events
from emails.sendgrid_mailer import SendGridMailer
from emails.standin.handle import StandIn, in_thread
from emails.standin.server import Options
from models.database import look
from models.tables import PROVIDER_EVENT
from tests.mail_state import dump, outcome
from tests.meanwhile import planned
from tests.site import served
from tests.world import World
from workers.boot import App
from workers.deliver import deliver_mails

FIRMS = [f"firm{number}" for number in range(24)]
WHAT_BECOMES = {
    "bounced": "@firm[0-2]\\.", "blocked": "@firm[3-4]\\.", "dropped": "@firm5\\.", "complained": "@firm6\\.",
    "unsubscribed": "@firm7\\.", "clicked": "@firm1[0-9]\\.",
}  # fmt: skip


@pytest.fixture
def standin(tmp_path: Path) -> Iterator[StandIn]:
    """A provider of the test's own."""
    with in_thread(Options(tmp_path / "provider" / "ledger.jsonl", durable=False)) as running:
        yield running


@pytest.fixture
def app(engine: Engine, world: World, standin: StandIn) -> Iterator[App]:
    """An installation that knows the provider's key."""
    settings = world.app.settings.model_copy(update={"given_webhook_keys": standin.events()["public_key"]})
    with closing(SendGridMailer("SG.test", standin.url, deadline=2.0)) as mailer:
        yield replace(world.app, settings=settings, mailer=mailer)


def test_what_is_told_three_times_shuffled_and_partly_forged_comes_to_the_same_as_what_is_told_once(
    app: App, world: World, standin: StandIn
) -> None:
    ids = planned(world, *FIRMS)
    with served(web(app)) as client:
        url = f"{client.base_url}/webhooks/sendgrid"
        standin.tell_of_mails(url=url, copies=3, shuffled=True, seed=7, batch=7, forged=0.05, **WHAT_BECOMES)
        standin.play({"answer": "accept-then-5xx", "share": 0.3})
        deliver_mails(app, ids)
        doubted = [mail.state for mail in world.mails()].count("unknown")
        owed = standin.events()["owed"]
        clean = outcome(world, [read_events(json.dumps(owed).encode())])
        told = standin.tell_all()
    with look(world.engine) as connection:
        found = dump(connection)

    assert found == clean
    assert 0 < doubted < len(FIRMS)
    assert (len(owed), told["owed"]) == (len({event["sg_event_id"] for event in owed}), [])
    assert ({*told["genuine"]}, {*told["forged"]}) == ({"200"}, {"403"})
    assert sum(told["forged"].values()) >= 1
    assert {mail.state for mail in world.mails()} == {"accepted", "refused"}


def test_what_nobody_took_is_told_again(app: App, world: World, standin: StandIn) -> None:
    standin.tell_of_mails(url="http://127.0.0.1:9/webhooks/sendgrid")
    deliver_mails(app, planned(world))
    nobody = standin.tell_all()
    with served(web(app)) as client:
        standin.tell_of_mails(url=f"{client.base_url}/webhooks/sendgrid")
        told = standin.tell_all()

    assert (nobody["genuine"], len(nobody["owed"])) == ({"0": 1}, 2)
    assert (told["genuine"], told["owed"]) == ({"200": 1}, [])


def test_it_tells_by_itself_what_is_old_enough(app: App, world: World, standin: StandIn) -> None:
    with served(web(app)) as client:
        url = f"{client.base_url}/webhooks/sendgrid"
        standin.tell_of_mails(url=url, every=0.02, late=3600)
        deliver_mails(app, planned(world))
        young = standin.events()
        standin.tell_of_mails(url=url, every=0.02)
        while standin.events()["owed"]:
            pass

    assert (len(young["owed"]), young["genuine"]) == (2, {})
    assert len(world.rows(PROVIDER_EVENT)) == 2


def test_how_to_tell_is_checked(standin: StandIn) -> None:
    with pytest.raises(OSError, match="400"):
        standin.tell_of_mails(url="nowhere")
