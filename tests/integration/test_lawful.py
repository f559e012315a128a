"""A commercial mail that has lost its way out is not sent: it is refused with the reason, and a human is asked."""

import json

import pytest

from tests.integration.test_gap import program
from tests.world import World


@pytest.fixture
def heard(world: World) -> World:
    """A world in which an account is to get one commercial mail, and one about a payment."""
    world.publish({path: text for path, text in program().items() if not path.endswith("spotlight.yaml")})
    world.account("acme")
    return world


def test_what_leaves_shows_the_way_out(heard: World) -> None:
    heard.look()

    entries = [json.loads(line) for line in heard.provider.file.read_text().splitlines()]
    assert len(entries) == 2
    for entry in entries:
        assert entry["unsubscribe"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert entry["unsubscribe"]["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/unsubscribe/")


def test_a_commercial_mail_without_its_headers_is_refused_and_one_about_a_payment_goes(
    heard: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.compose.headers", lambda _: {})

    heard.look()
    heard.look()  # the account was stirred by what is refused: whoever waited for that is looked at at once

    states = {mail.template: mail.state for mail in heard.mails()}
    assert states == {"payment": "accepted", "renewal": "refused"}
    [task] = heard.tasks()
    assert task.reason == "mail-refused"
    assert task.because == ("the mail renewal may not leave as it is: it has no header List-Unsubscribe with a link")
    assert len(heard.provider.accepted()) == 1
