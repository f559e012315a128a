"""What is learned of an account after its mail was claimed and before it leaves: no mail leaves on stale data."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from models.database import begin
from models.doors import PAUSED, open_door, shut
from models.sending import obstacle, open_attempt
from models.tables import ACCOUNT
from tests.first_month import first_month
from tests.meanwhile import Meanwhile, deliver, planned
from tests.world import World
from workers.clocks import machine_time
from workers.envelope import envelopes


@pytest.mark.parametrize("ahead", [timedelta(days=9), timedelta()], ids=["asleep", "due for a look already"])
def test_a_mail_stays_when_something_is_learned_of_its_account(world: World, ahead: timedelta) -> None:
    mails = planned(world, "acme", "globex")
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).values(wake_at=world.now + ahead))
    mailer = Meanwhile(lambda: world.event("globex", "project created"))  # while the first of the two is being sent

    deliver(world, mails, mailer)

    assert [mail.to.email for mail in mailer.mails] == ["ada@acme.example"]
    assert [mail.state for mail in world.mails()] == ["accepted", "planned"]


def test_a_mail_of_an_account_that_is_due_for_a_look_leaves_when_nothing_is_learned(world: World) -> None:
    mails = planned(world, "acme", "globex")
    with begin(world.engine) as connection:
        connection.execute(update(ACCOUNT).values(wake_at=world.now))
    mailer = Meanwhile(lambda: world.event("acme", "project created"))

    deliver(world, mails, mailer)

    assert [mail.state for mail in world.mails()] == ["accepted", "accepted"]


def test_a_mail_stays_when_another_release_is_published_meanwhile(world: World) -> None:
    mails = planned(world, "acme", "globex")
    files = first_month()
    changed = {name: text + "\n" for name, text in files.items() if name.endswith("program.yaml")}
    mailer = Meanwhile(lambda: world.publish({**files, **changed}))

    deliver(world, mails, mailer)

    assert [mail.state for mail in world.mails()] == ["accepted", "planned"]


def test_a_mail_in_whose_way_something_stood_is_not_taken_for_lost_when_that_ends_the_same_moment(world: World) -> None:
    [envelope] = envelopes(world.app, planned(world), machine_time())
    row, words = envelope.desk.row, (envelope.ready, world.now, machine_time())
    with begin(world.engine) as connection:
        shut(connection, PAUSED, "a test", machine_time(), None)

    with begin(world.engine) as connection:
        opened = open_attempt(connection, row, *words, timedelta(seconds=60))
        open_door(connection, PAUSED, machine_time())
        why = obstacle(connection, row, *words)

    assert (opened, why) == (None, "gone")
