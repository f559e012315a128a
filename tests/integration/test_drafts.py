"""What is drafted for a task: written as it would be sent, kept as it was, sent to nobody, and never in the way."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console

from console.program_files import read_program
from console.story import print_story
from console.web import web
from console.worksheet import print_draft
from emails.library import Library
from emails.mail import Mail
from emails.naming import Name
from emails.template import Template
from journeys.load import Book
from models.agenda import lease_due_accounts
from models.database import begin, look
from models.facts import AccountFacts, ContactFacts
from models.intake import record_accounts, record_contacts
from models.tables import DRAFT
from models.worklist import find_draft, open_tasks
from tests.people import signed_in
from tests.site import served
from tests.surveys import KEPT
from tests.talk import TALK
from tests.world import AnyRow, World, compiled_once
from workers.advance import advance_accounts
from workers.clocks import machine_time
from workers.drafts import FAILED, NOBODY
from workers.editions import Editions

MAIL = """\
---
subject: "{{ account.name }} on half a page"
preheader: One click, and we know better what to do for you
topic: onboarding
---
# Half a page

{% if contact.first_name %}Hi {{ contact.first_name }},{% endif %}
you have {{ metrics.tasks_completed | plural("task") }} behind you.

:::button [Set the next goal]({{ surveys.success_goals }})
"""
DRAFTING = f"{TALK}draft: half-a-page\n"
JOURNEY = """\
title: Talk
kind: service
starts: account.signed_up_at
priority: 50
to: sponsors
late: {within: 1 day, otherwise: {handoff: talk}}
steps:
"""
MAIL_PATH, PLAY, PLAN = (
    "emails/templates/half-a-page.md", "journeys/playbooks/talk.yaml", "journeys/definitions/talk.yaml",
)  # fmt: skip
AT_ONCE = JOURNEY + "  - {id: talk, day: 0, handoff: talk}\n  - {id: say, day: 40, email: half-a-page}\n"
BY_MAIL = JOURNEY + "  - {id: say, day: 0, email: half-a-page}\n"


@pytest.fixture
def talking(world: World) -> World:
    """A small program whose playbook has a draft, at an account that has done something."""
    publish(world)
    return world


def publish(world: World, **changed: str) -> None:
    kept = {path: text for path, text in read_program().items() if path.startswith(KEPT)}
    files = {
        MAIL_PATH: changed.get("mail", MAIL),
        PLAY: changed.get("play", DRAFTING),
        PLAN: changed.get("plan", AT_ONCE),
    }
    world.publish(kept | files)


def sign_up(world: World) -> None:
    world.account()
    world.event("acme", "task completed", 12)
    with begin(world.engine) as connection:
        sponsor = {"first_name": "Bo", "last_name": "Berg", "role": "sponsor", "email": "bo@acme.example"}
        record_contacts(connection, world.now, [ContactFacts("bo", "acme", sponsor)])


def draft(world: World) -> AnyRow:
    """Answer what was drafted for the one task there is."""
    (task,) = world.tasks()
    with look(world.engine) as connection:
        found = find_draft(connection, task.id)
    assert found is not None
    return found


def test_a_task_is_opened_with_the_mail_written_for_whom_it_would_go_to(talking: World) -> None:
    sign_up(talking)

    talking.look()

    found = draft(talking)
    assert (found.subject, found.mail, found.because) == ("Acme on half a page", "half-a-page", "")
    assert (found.first_name, found.email) == ("Bo", "bo@acme.example")
    assert "Hi Bo, you have 12 tasks behind you." in found.text
    assert "Hi Bo," in found.html
    assert talking.mails() == []
    assert talking.provider.accepted() == []


def test_nothing_in_it_belongs_to_one_recipient_of_a_machine(talking: World) -> None:
    sign_up(talking)

    talking.look()

    found = draft(talking)
    for words in ("nsubscribe", "/surveys/", "Set the next goal", "tenure.invalid", talking.app.settings.public_url):
        assert words not in found.text + found.html


def test_it_stays_as_it_was_when_the_task_was_opened(talking: World) -> None:
    sign_up(talking)
    talking.look()
    before = draft(talking)

    with begin(talking.engine) as connection:
        record_accounts(connection, talking.now, [AccountFacts("acme", {"name": "Other"})])
    publish(talking, mail=MAIL.replace("Half", "Quarter"))
    talking.now += timedelta(days=1)
    talking.event("acme", "task completed")
    talking.look()

    after = draft(talking)
    assert (after.subject, after.text, after.html) == (before.subject, before.text, before.html)


def test_who_is_handed_over_instead_of_mailed_gets_a_draft_too(talking: World) -> None:
    publish(talking, plan=BY_MAIL)
    sign_up(talking)
    with begin(talking.engine) as connection:
        due = lease_due_accounts(connection, talking.now, machine_time(), timedelta(), 1000)
    advance_accounts(talking.app, due)

    talking.now += timedelta(days=2)  # nobody delivered for two days, and it is too late for the mail
    talking.event("acme", "signed in")
    talking.deliver()

    assert talking.provider.accepted() == []
    assert draft(talking).subject == "Acme on half a page"


def test_what_cannot_be_known_is_said_in_place_of_the_draft_and_the_task_is_opened(talking: World) -> None:
    publish(talking, plan=AT_ONCE.replace("day: 0", "day: 3"))
    sign_up(talking)

    talking.now += timedelta(days=3)  # and nothing was heard from the product
    talking.look()

    found = draft(talking)
    assert (found.subject, found.text, found.html) == ("", "", "")
    assert found.because.startswith("it names metrics.tasks_completed, which is unknown: ")


def test_where_nobody_is_known_the_task_is_opened_without_a_draft(talking: World) -> None:
    with begin(talking.engine) as connection:
        told = {"name": "Acme", "timezone": "UTC", "signed_up_at": talking.now}
        record_accounts(connection, talking.now, [AccountFacts("acme", told)])
    talking.event("acme", "signed in")

    talking.look()

    assert (draft(talking).subject, draft(talking).because) == ("", NOBODY)


def test_a_mail_that_is_withdrawn_by_then_stops_no_task(talking: World) -> None:
    publish(talking, play=DRAFTING.replace("draft: half-a-page", "draft: gone"))
    sign_up(talking)

    talking.look()

    assert draft(talking).because == "the mail gone is not published any more"


@pytest.mark.parametrize(
    ("html", "because"), [("{{ nothing.at.all }}", "half-a-page cannot be rendered: "), ("", FAILED)]
)
def test_whatever_goes_wrong_in_writing_it_the_task_is_opened(talking: World, html: str, because: str) -> None:
    def broken(sources: Mapping[str, str]) -> tuple[Book, Library]:
        name = Name("half-a-page")
        mail = Template(name, "onboarding", "email", ("A subject", ""), html, "Text")
        return compiled_once(sources)[0], Library({"half-a-page": Mail("half-a-page", {name: mail})})

    talking.app = replace(talking.app, editions=Editions(broken))
    sign_up(talking)

    talking.look()

    assert (draft(talking).subject, draft(talking).because[: len(because)]) == ("", because)


def test_a_task_without_a_draft_keeps_none(talking: World) -> None:
    publish(talking, play=DRAFTING.replace("draft: half-a-page\n", ""))
    sign_up(talking)

    talking.look()

    assert len(talking.tasks()) == 1
    assert talking.rows(DRAFT) == []


def test_lists_of_tasks_and_the_story_tell_of_it(talking: World) -> None:
    sign_up(talking)
    talking.look()

    with look(talking.engine) as connection:
        (task,) = open_tasks(connection)
    console = Console(file=StringIO(), width=200, highlight=False, record=True)
    print_story(console, talking.engine, "acme", talking.now)

    assert (task.draft, task.draft_subject) == ("half-a-page", "Acme on half a page")
    assert f"Draft: “Acme on half a page” (tenure tasks --draft {task.id})" in console.export_text()


def test_the_command_shows_it_to_be_copied(talking: World) -> None:
    sign_up(talking)
    talking.look()
    console = Console(file=StringIO(), width=80, highlight=False, record=True)

    print_draft(console, draft(talking))

    shown = console.export_text()
    for words in (
        "To: Bo Berg <bo@acme.example>\nSubject: Acme on half a page\n",
        "Hi Bo, you have 12 tasks behind you.",
    ):
        assert words in shown


def test_the_console_shows_it_to_be_copied_and_in_a_frame_that_runs_nothing(talking: World) -> None:
    sign_up(talking)
    talking.look()
    (task,) = talking.tasks()

    with served(web(talking.app)) as page:
        address = f"/tasks/{task.id}/draft"
        assert page.get(address).status_code == 303
        assert page.get(f"{address}/html").status_code == 303
        signed_in(page, talking.engine, "viewer")
        home, shown, framed = page.get("/").text, page.get(address).text, page.get(f"{address}/html")
        missing = [page.get(f"/tasks/{number}/draft").status_code for number in (task.id + 1, 2**70, -1)]

    assert f'<a href="{address}">Acme on half a page</a>' in home
    for words in (
        "Acme on half a page",
        "bo@acme.example",
        "Hi Bo, you have 12 tasks behind you.",
        "Nobody was sent it",
    ):
        assert words in shown
    assert "Hi Bo," in framed.text
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in framed.headers["Content-Security-Policy"]
    assert missing == [404, 404, 404]


def test_the_console_says_why_there_is_none(talking: World) -> None:
    publish(talking, play=DRAFTING.replace("draft: half-a-page", "draft: gone"))
    sign_up(talking)
    talking.look()

    with served(web(talking.app)) as page:
        signed_in(page, talking.engine)
        home, shown = page.get("/").text, page.get(f"/tasks/{talking.tasks()[0].id}/draft").text

    assert "There is none: the mail gone is not published any more." in home
    assert "It could not be written: the mail gone is not published any more." in shown
    assert "<iframe" not in shown
