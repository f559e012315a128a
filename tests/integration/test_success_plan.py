"""From a mail to an answer to a task: what a person says reaches conditions, the task of the CSM and the story."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from re import findall

import httpx
import pytest
from rich.console import Console
from sqlalchemy import Engine

from console.program_files import read_program
from console.story import print_story
from console.web import web
from emails.folder_mailer import FolderMailer
from emails.outbox import Outbox
from models.database import begin
from models.facts import AccountFacts, ContactFacts, EventFacts
from models.intake import record_accounts, record_contacts, record_events
from models.tables import EVENT
from tests.provider import Provider
from tests.site import served
from tests.surveys import KEPT
from tests.talk import TALK
from tests.world import World

MAIL = """\
---
subject: Two questions
preheader: One click, and we know better what to do for you
topic: onboarding
---
# Two questions

{% if plan.goal %}You want: {{ plan.goal }}.{% endif %}

[Nine]({{ surveys.nps_9 }}) or [your goals]({{ surveys.success_goals }})
"""
CSAT = "journeys/definitions/csat-survey.yaml"
CSAT_MAIL = """\
---
subject: How was the help?
preheader: One click, and we know better what to do for you
topic: onboarding
---
# How was it?

[Bad]({{ surveys.csat_1 }})
"""
JOURNEY = """\
title: Ask
kind: service
starts: account.signed_up_at
priority: 50
to: admins
late: {within: 4 days, otherwise: skip}
steps:
  - {id: ask, day: 0, email: ask}
  - {id: talk, day: 1, when: plan.known and known(feedback.nps) and feedback.nps >= 9, handoff: talk}
  - {id: again, day: 2, email: ask}
"""


def small() -> dict[str, str]:
    """Answer the program that ships, without its journeys and mails."""
    kept = {path: text for path, text in read_program().items() if path.startswith(KEPT)}
    return kept | {"journeys/playbooks/talk.yaml": TALK}


@pytest.fixture
def asking(engine: Engine, sendgrid: Provider, tmp_path: Path, now: datetime) -> World:
    """A small program that asks, whose mails lie in a folder."""
    world = World(engine, FolderMailer(tmp_path / "outbox"), sendgrid, tmp_path, now)
    world.publish(small() | {"emails/templates/ask.md": MAIL, "journeys/definitions/ask.yaml": JOURNEY})
    world.account()
    world.look()
    return world


def mail(world: World) -> str:
    """Answer the words of the newest mail."""
    outbox = Outbox(world.home / "outbox")
    letter = outbox.open(outbox.latest(1)[0].key)
    assert letter is not None
    return letter.text


def links(world: World) -> list[str]:
    """Answer where the newest mail leads: to the score, and to the goals."""
    return [httpx.URL(found).raw_path.decode() for found in findall(r"https?://\S*/surveys/[^\s)>]+", mail(world))]


def test_what_they_answer_is_known_the_same_day_to_conditions_mails_tasks_and_the_story(asking: World) -> None:
    nps, goals = links(asking)
    with served(web(asking.app)) as page:
        assert 'value="9" checked' in page.get(nps).text
        page.post(nps, data={"score": "9"})
        page.post(
            goals, data={"goals.0": "Finish projects on time", "goals.other": "Fewer meetings", "due": "2026-06-30"}
        )

    for _ in range(2):
        asking.now += timedelta(days=1)
        asking.event("acme", "signed in")
        asking.look()

    (task,) = asking.tasks()
    assert task.evidence["plan.goal_titles"] == "Finish projects on time; Fewer meetings"
    assert task.evidence["plan.due"] == "2026-06-30"
    assert task.evidence["plan.next_milestone"] == "The first project exists"
    story = told(asking)
    assert "score: 9  Ada" in story
    assert "goals: Finish projects on time, Fewer meetings · due: 30 Jun 2026  Ada" in story


def test_what_they_want_is_said_in_the_next_mail(asking: World) -> None:
    assert "You want" not in mail(asking)
    with begin(asking.engine) as connection:
        told = AccountFacts("acme", traits={"goals": "Nine of ten on time; Fewer meetings"})
        record_accounts(connection, asking.now, [told])

    asking.now += timedelta(days=2)
    asking.event("acme", "signed in")
    asking.look()

    assert "You want: Nine of ten on time." in mail(asking)


def test_who_asked_for_help_is_asked_how_it_was_and_their_answer_is_about_that_ticket(asking: World) -> None:
    asking.publish(small() | {"emails/templates/surveys/csat.md": CSAT_MAIL, CSAT: read_program()[CSAT]})
    with begin(asking.engine) as connection:
        record_contacts(connection, asking.now, [ContactFacts("bo", "acme", {"email": "bo@acme.example"})])
        solved = EventFacts(
            "t7", "ticket solved", asking.now, "support", "acme", "bo", properties={"ticket": "T-7"}, reserved=True
        )
        record_events(connection, asking.now, [solved])
    for _ in range(2):
        asking.look()
        asking.now += timedelta(days=1)
        asking.event("acme", "signed in")
    asking.look()

    (csat,) = links(asking)
    with served(web(asking.app)) as page:
        page.post(csat, data={"score": "2"})

    answer = asking.rows(EVENT, name="csat answered")[0]
    assert answer.properties == {"score": 2, "ticket": "T-7"}
    assert answer.contact_id == asking.contact("bo").id


def told(world: World) -> str:
    """Answer the story of the account in one line."""
    console = Console(file=StringIO(), width=200, highlight=False)
    print_story(console, world.engine, "acme", world.now)
    assert isinstance(console.file, StringIO)
    return " ".join(console.file.getvalue().split()).replace(" Ada", "  Ada")
