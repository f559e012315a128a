"""`tenure forget`: nothing that says who somebody was is left, what was done stays true, and the promise holds."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update
from typer.testing import CliRunner

from models.consent import suppress
from models.database import begin
from models.erasure import forget
from models.facts import ContactFacts, EventFacts, LinkFacts
from models.permission import refusal_of
from models.person import find_person
from models.reception import receive
from models.refusals import keep_refusals
from models.tables import (
    ACCOUNT,
    ALARM,
    CONTACT,
    DECISION,
    DRAFT,
    ENROLLMENT,
    EVENT,
    PROVIDER_EVENT,
    TASK,
    TOUCHPOINT,
    TRYOUT,
    WAITING,
)  # fmt: skip
from models.told import Told
from tests.command_line import app as command_line
from tests.dump import dump, mentions
from tests.world import World

EMAIL, OLD, KEY = "augusta.king@acme.example", "aking@before.example", "u-17"
WORDS = ("Augusta", "Lovelace", EMAIL, OLD, "aking@", "augusta.king", "anon-3")
SAID = f"Augusta Lovelace <{EMAIL}> said: write to AUGUSTA"


def person(**columns: Any) -> dict[str, Any]:
    names = {"first_name": "Augusta", "last_name": "Lovelace", "role": "admin", "email": EMAIL}
    return names | {"timezone": "Europe/Paris", "locale": "fr"} | columns


@pytest.fixture
def known(world: World) -> World:
    """A world in which a person left traces in every place there is."""
    world.account("acme", email="bob@acme.example")
    world.account("former", email="eve@former.example")
    with begin(world.engine) as connection:
        born = world.now - timedelta(days=99)
        receive(connection, world.now, Told(contacts=[ContactFacts(KEY, "former", person(), at=born)]))
        told = Told(
            contacts=[
                ContactFacts(KEY, "acme", person(), {"phone": "+33", "team": "R&D"}, at=world.now - timedelta(days=9)),
                ContactFacts(EMAIL, "acme", person(email=OLD), at=world.now - timedelta(days=8)),
                ContactFacts("lost", "nowhere", person(email="other@else.example")),
            ],
            events=[
                EventFacts("m-1", "said", world.now, "product", "acme", KEY, properties={
                    "email": EMAIL, "userName": "lady", "n": 3, "deep": [{"who": SAID}], EMAIL: 1, "ok": True,
                }),
                EventFacts(f"m-{EMAIL}", "heard", world.now, "product", "acme", properties={"text": SAID, "n": 4}),
                EventFacts("m-3", "waits", world.now, "product", None, "someone", properties={"text": SAID}),
                EventFacts("m-4", "stays", world.now, "product", None, "someone", properties={"text": "Augustan age"}),
            ],
        )  # fmt: skip
        receive(connection, world.now, told)
        links = [LinkFacts(EMAIL, KEY, world.now), LinkFacts("anon-3", KEY, world.now)]
        receive(connection, world.now, Told(links=links))
        keep_refusals(connection, [
            {"at": world.now, "source": "product", "reason": "bad", "content": json.dumps({"x": SAID})},
            {"at": world.now, "source": "product", "reason": "bad", "content": '{"userId": "u-17", "n": 1}'},
        ])  # fmt: skip
        suppress(connection, world.now, EMAIL, "news", "unsubscribed", "a test")
    world.look()
    with begin(world.engine) as connection:
        ada = world.contact(KEY).id
        _leave_traces(connection, world, ada)
    assert len(mentions(world.engine, *WORDS)) > 20
    return world


def _leave_traces(connection: Any, world: World, contact: int) -> None:
    acme, former = world.rows(ACCOUNT)
    [mail] = world.rows(TOUCHPOINT, account_id=acme.id)[:1]
    assert [row.account_id for row in world.rows(DECISION)].count(former.id) > 0
    for table in (DECISION, TASK, ENROLLMENT, TOUCHPOINT):
        connection.execute(update(table).values(because=SAID))
    connection.execute(update(DECISION).values(evidence={"who": SAID}))
    task = {
        "account_id": mail.account_id, "contact_id": contact, "reason": "low-adoption", "title": f"Call {SAID}",
        "because": SAID, "evidence": {"people": [SAID]}, "steps": [f"Ask {SAID}"], "guidance": {"to": EMAIL.upper()},
        "priority": "high", "journey": "x", "state": "open", "opened_at": world.now, "due_at": world.now,
    }  # fmt: skip
    number = connection.execute(insert(TASK).returning(TASK.c.id), task).scalar_one()
    connection.execute(insert(DRAFT), {"task_id": number, "mail": "m", "subject": SAID, "text": SAID, "html": SAID})
    connection.execute(insert(PROVIDER_EVENT), {
        "event_id": "e1", "touchpoint_id": mail.id, "kind": "bounced", "email": EMAIL, "detail": SAID, "at": world.now,
        "received_at": world.now,
    })  # fmt: skip
    connection.execute(insert(TRYOUT), {
        "key": "test-1", "mail": "m", "recipient": f"account acme, contact {EMAIL}", "digest": "d", "by": "x",
        "email": "dana@ours.example", "at": world.now, "detail": SAID,
    })  # fmt: skip
    connection.execute(
        insert(ALARM), {"kind": "k", "subject": EMAIL, "because": f"for {EMAIL}", "raised_at": world.now}
    )
    connection.execute(update(ACCOUNT).values(traits={"billing": EMAIL, "seats_of": SAID, "n": 1}))


def forgotten(world: World, said: str = EMAIL) -> dict[str, int]:
    with begin(world.engine) as connection:
        return dict(forget(connection, world.now, find_person(connection, said), "a test"))


@pytest.mark.parametrize("said", [EMAIL, KEY, OLD, EMAIL.upper()])
def test_nothing_in_the_whole_database_says_who_it_was(known: World, said: str) -> None:
    rows = forgotten(known, said)

    assert mentions(known.engine, *WORDS) == [
        line for line in mentions(known.engine, *WORDS) if "other@else.example" in line or "Augustan" in line
    ]
    assert {"contact", "alias", "event", "draft", "task", "decision", "suppression", "provider_event"} <= rows.keys()


def test_twice_is_once(known: World) -> None:
    forgotten(known)
    once = dump(known.engine)
    forgotten(known)
    forgotten(known, KEY)

    assert dump(known.engine) == once


def test_what_was_done_stays_true_and_other_people_stay_who_they_are(known: World) -> None:
    before = {name: len(rows) for name, rows in dump(known.engine).items()}
    forgotten(known)
    after = {name: len(rows) for name, rows in dump(known.engine).items()}

    gone = {name for name in before if after[name] < before[name]}
    assert gone == {"alias", "waiting"}
    assert {row.because for row in known.rows(DECISION)} == {"[forgotten] <[forgotten]> said: write to [forgotten]"}
    assert known.rows(DECISION)[0].because == "[forgotten] <[forgotten]> said: write to [forgotten]"
    [own, *_] = known.rows(EVENT, name="said")
    assert own.properties["n"] == 3
    assert own.properties["ok"] is True
    assert own.properties["userName"] == "[forgotten]"
    assert known.contact("acme-ada").email == "bob@acme.example"
    assert known.contact("acme-ada").first_name == "Ada"
    assert known.contact(KEY).role == "admin"
    assert known.rows(TRYOUT)[0].email == "dana@ours.example"
    assert len(known.rows(WAITING)) == 2


@pytest.mark.parametrize("key", [KEY, "another", EMAIL])
def test_who_is_told_again_is_never_written_to(known: World, key: str) -> None:
    forgotten(known)
    known.now += timedelta(hours=1)
    with begin(known.engine) as connection:
        receive(connection, known.now, Told(contacts=[ContactFacts(key, "acme", person(role="champion"))]))
        assert refusal_of(connection, EMAIL, "payment", commercial=False).startswith("forgotten on 2026-03-02")
    sent = known.provider.accepted()
    known.event("acme", "signed in")
    with begin(known.engine) as connection:
        connection.execute(update(CONTACT).where(CONTACT.c.email == "bob@acme.example").values(left_at=known.now))
    known.look()

    assert known.provider.accepted() == sent


def test_the_same_key_with_another_address_is_never_written_to_either(known: World) -> None:
    forgotten(known)
    with begin(known.engine) as connection:
        receive(connection, known.now, Told(contacts=[ContactFacts(KEY, "acme", person(email="new@else.example"))]))
        assert refusal_of(connection, "new@else.example", "news").startswith("forgotten")


def test_who_comes_back_under_a_key_that_told_their_name_is_not_written_to_at_a_new_address(known: World) -> None:
    with begin(known.engine) as connection:
        receive(connection, known.now, Told(contacts=[ContactFacts("augusta-1", "acme", person())]))
    forgotten(known)
    with begin(known.engine) as connection:
        told = [ContactFacts("augusta-1", "acme", person(email="new@else.example"))]
        told += [ContactFacts("augusta-2", "acme", person(email="other@else.example"))]
        receive(connection, known.now, Told(contacts=told))
        assert refusal_of(connection, "new@else.example", "news").startswith("forgotten")
        assert not refusal_of(connection, "other@else.example", "news")


def test_nothing_more_is_written_down_of_who_was_forgotten(known: World) -> None:
    forgotten(known)
    before = dump(known.engine)
    with begin(known.engine) as connection:
        assert not suppress(connection, known.now, EMAIL, "*", "bounced", "sendgrid")

    assert dump(known.engine) == before


def at_the_terminal(world: World, *words: str, answer: str = "") -> tuple[int, str]:
    url = world.engine.url.render_as_string(hide_password=False)
    known = {"TENURE_HOME": str(world.home), "DATABASE_URL": url}
    done = CliRunner().invoke(command_line, ["forget", *words], env=known, input=answer)
    return done.exit_code, done.output + str(done.exception or "")


def test_at_the_terminal_it_is_shown_before_and_asked(known: World) -> None:
    before = dump(known.engine)
    code, said = at_the_terminal(known, EMAIL, "--dry-run")
    assert (code, "2 contacts" in said, "what was written for them is emptied" in said) == (0, True, True)
    assert at_the_terminal(known, EMAIL, answer="n\n")[0] == 1
    assert dump(known.engine) == before

    code, said = at_the_terminal(known, EMAIL, "--json", "--yes")
    assert (code, json.loads(said)["done"], json.loads(said)["contacts"]) == (0, True, 2)
    assert not [line for line in mentions(known.engine, EMAIL) if "else.example" not in line]


def test_of_somebody_nobody_told_us_of_the_promise_is_kept(world: World) -> None:
    code, said = at_the_terminal(world, "eve@else.example", "--yes")
    assert (code, "only the promise" in said) == (0, True)
    with begin(world.engine) as connection:
        assert refusal_of(connection, "eve@else.example", "news").startswith("forgotten")
    assert mentions(world.engine, "eve@") == []


def test_words_that_are_no_address_and_nobodys_key_make_no_empty_promise(world: World) -> None:
    before = dump(world.engine)
    for said, told in (("ada@acme", "is not a domain"), ("@acme.example", "tenure suppress add @acme.example")):
        code, answer = at_the_terminal(world, said, "--yes")
        assert (code, told in answer) == (1, True)
    assert dump(world.engine) == before


@pytest.mark.parametrize("said", ["Eve <Eve@Else.example>", "mailto:eve@else.example"])
def test_somebody_may_be_named_as_a_mail_program_copies_it(world: World, said: str) -> None:
    assert at_the_terminal(world, said, "--yes")[0] == 0
    with begin(world.engine) as connection:
        assert refusal_of(connection, "eve@else.example", "news").startswith("forgotten")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_is_left_in_the_files_of_the_database_either(known: World) -> None:
    file = Path(str(known.engine.url.database))
    before = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    assert EMAIL.encode() in before

    assert at_the_terminal(known, EMAIL, "--yes")[0] == 0
    after = b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))
    names = ("Augusta", "Lovelace")  # of somebody else, too
    assert [word for word in WORDS if word not in names and word.encode() in after] == []
