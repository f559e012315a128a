"""Where people read what became of mails: `tenure why`, `tenure status` and the first page."""

import json
from io import StringIO

import pytest
from rich.console import Console
from typer.testing import CliRunner

from console.story import print_story
from console.web import web
from emails.outcomes import Unknown
from models.database import begin
from tests.command_line import app as command
from tests.meanwhile import Meanwhile, deliver, planned
from tests.people import signed_in
from tests.sendgrid import event, read
from tests.site import served
from tests.world import World
from workers.clocks import machine_time
from workers.mail_events import take_events


@pytest.fixture
def told(world: World) -> World:
    """A world with a mail that came back after it was delivered and opened, and another one in doubt."""
    deliver(world, planned(world), Meanwhile())
    deliver(world, planned(world, "zenith"), Meanwhile(answer=Unknown("no answer")))
    key = world.mails()[0].key
    bounced = event("bounce", key, reason="550 <ada@acme.example> left")
    with begin(world.engine) as connection:
        batch = read(
            event("processed", key), event("delivered", key), event("open", key), event("open", key, 2), bounced
        )
        take_events(connection, world.app.editions.current(connection), batch, world.now, machine_time())
    return world


def status(world: World, *more: str) -> str:
    url = world.engine.url.render_as_string(hide_password=False)
    given = {"DATABASE_URL": url, "TENURE_HOME": str(world.home), "COLUMNS": "200"}
    return CliRunner().invoke(command, ["status", *more], env=given).stdout


def test_the_story_says_beside_the_mail_what_became_of_it(told: World) -> None:
    out = StringIO()
    print_story(Console(file=out, width=1000), told.engine, "acme", told.now)
    story = out.getvalue()

    assert "delivered Sun 1 Mar 2026 12:00; opened, by somebody or a machine Sun" in story
    assert story.count("opened, by") == 1
    assert "nobody writes to it again: 550 <the address> left" in story


def test_the_status_says_when_something_was_told_last_and_how_long_a_mail_has_been_in_doubt(told: World) -> None:
    said, figures = status(told), json.loads(status(told, "--json"))

    assert "SendGrid tells" in said
    assert "mails in doubt  1, the oldest for" in said
    assert "1 mails may or may not have left; they are held until SendGrid tells of them" in said
    assert figures["told_at"] > figures["doubted_since"]


def test_where_nobody_ever_told_anything_the_status_says_where_to_look(world: World) -> None:
    assert "nothing of mails yet: see SendGrid in console/README.md" in status(world)


def test_the_first_page_says_it_too(told: World) -> None:
    with served(web(told.app)) as client:
        page = signed_in(client, told.engine).get("/").text

    assert "SendGrid told of a mail" in page
    assert "the oldest " in page
