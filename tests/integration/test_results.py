"""What accounts did after a mail, by variant."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from typer.testing import CliRunner

from console.odds import Share
from console.trials import Trial, read_trials
from emails.library import Library
from journeys.load import Book
from models.consent import unsubscribe
from models.database import begin, look
from models.tables import SILENCE, TOUCHPOINT
from tests.command_line import app
from tests.first_month import first_month
from tests.statements import counted
from tests.world import World, compiled_once

WELCOME = "onboarding/welcome"
WEEK = timedelta(days=7)


def in_force() -> tuple[Book, Library]:
    return compiled_once(dict(first_month()))


def welcomed(world: World, **variants: str) -> None:
    """Sign these accounts up and send each its welcome, in the variant given."""
    for key in variants:
        world.account(key)
    world.look()
    with begin(world.engine) as connection:
        for key, variant in variants.items():
            mine = TOUCHPOINT.c.contact_id == world.contact(f"{key}-ada").id
            connection.execute(update(TOUCHPOINT).where(mine).values(variant=variant))


def passes(world: World, time: timedelta) -> None:
    """Let time pass, in which the product is heard from every day."""
    end = world.now + time
    while world.now < end:
        world.now = min(world.now + timedelta(days=1), end)
        world.event("somebody", "signed in")


def trial(world: World) -> Trial:
    book, library = in_force()
    with look(world.engine) as connection:
        [found] = read_trials(connection, library, book.program.feeds, world.now, WELCOME)
    return found


def shares(world: World) -> dict[str, Share]:
    return {arm.variant: arm.did for arm in trial(world).arms}


@pytest.fixture(autouse=True)
def somebody(world: World) -> None:
    """An account of whom the product always tells something."""
    world.account("somebody", email=None)


def test_who_did_it_in_time_is_counted_by_variant(world: World) -> None:
    welcomed(world, ann="a", bob="a", cem="b", dee="b", eve="b")
    world.now += timedelta(days=1)
    for key in ("ann", "cem", "dee"):
        world.event(key, "project created")
    passes(world, WEEK)

    assert shares(world) == {"a": Share(1, 2), "b": Share(2, 3)}


def test_what_was_done_before_the_mail_or_too_late_does_not_count(world: World) -> None:
    world.account("ann")
    world.account("bob")
    world.event("ann", "project created", at=world.now - timedelta(hours=1))
    welcomed(world, ann="a", bob="b")
    world.event("bob", "project created", at=world.now + WEEK + timedelta(minutes=1))
    passes(world, WEEK + timedelta(days=1))

    assert shares(world) == {"a": Share(0, 1), "b": Share(0, 1)}


def test_nobody_is_counted_before_their_time_is_over(world: World) -> None:
    welcomed(world, ann="a", bob="b")
    world.event("bob", "project created", at=world.now + timedelta(hours=1))
    passes(world, timedelta(days=6))

    assert shares(world) == {"a": Share(0, 0), "b": Share(0, 0)}
    assert [arm.waiting for arm in trial(world).arms] == [1, 1]


def test_what_a_silent_feed_does_not_tell_is_no_failure(world: World) -> None:
    welcomed(world, ann="a", bob="b")
    world.now += timedelta(days=30)  # nothing was heard since

    assert shares(world) == {"a": Share(0, 0), "b": Share(0, 0)}


def test_who_had_their_time_during_an_outage_is_left_out(world: World) -> None:
    welcomed(world, ann="a")
    gap = {"silent_from": world.now + timedelta(days=1), "resumed_at": world.now + timedelta(days=5)}
    with begin(world.engine) as connection:
        connection.execute(insert(SILENCE).values(name="product", **gap))
    passes(world, WEEK)
    welcomed(world, bob="b")
    passes(world, timedelta(days=8))

    assert shares(world) == {"a": Share(0, 0), "b": Share(0, 1)}
    assert [arm.untold for arm in trial(world).arms] == [1, 0]


def test_an_account_counts_once_by_the_first_of_its_mails(world: World) -> None:
    welcomed(world, ann="a")
    with begin(world.engine) as connection:
        first = dict(connection.execute(TOUCHPOINT.select()).mappings().one())
        again = {"id": first["id"] + 1, "key": "K", "occurrence": "twice", "variant": "b"}
        later = {"settled_at": first["settled_at"] + timedelta(hours=1)}
        connection.execute(insert(TOUCHPOINT).values({**first, **again, **later}))
    world.event("ann", "project created", at=world.now + timedelta(hours=2))
    passes(world, timedelta(days=8))

    assert shares(world) == {"a": Share(1, 1), "b": Share(0, 0)}
    assert [(arm.mails, arm.accounts) for arm in trial(world).arms] == [(1, 1), (1, 0)]


def test_a_new_trial_does_not_count_what_the_last_one_sent(world: World) -> None:
    welcomed(world, ann="a", bob="b")
    files = dict(first_month())
    variant = files.pop("emails/templates/onboarding/welcome.b.md")
    passes(world, WEEK)
    world.publish(files)
    passes(world, WEEK)
    world.publish({**files, "emails/templates/onboarding/welcome.b.md": variant.replace("small", "little")})
    welcomed(world, cem="b")
    passes(world, WEEK)
    world.publish({**files, "emails/templates/onboarding/welcome.b.md": variant})  # a slip mended: the same trial

    assert [(arm.variant, arm.mails, arm.did.all) for arm in trial(world).arms] == [("a", 0, 0), ("b", 1, 1)]


def test_who_got_the_mail_before_there_were_variants_takes_part_when_it_comes_again(world: World) -> None:
    welcomed(world, ann="")
    with begin(world.engine) as connection:
        first = dict(connection.execute(TOUCHPOINT.select()).mappings().one())
        again = {"id": first["id"] + 1, "key": "K", "occurrence": "twice", "variant": "b"}
        connection.execute(insert(TOUCHPOINT).values({**first, **again}))
    passes(world, timedelta(days=8))

    assert shares(world) == {"a": Share(0, 0), "b": Share(0, 1)}


def test_mails_of_unknown_fate_are_left_out_and_counted(world: World) -> None:
    welcomed(world, ann="a", bob="b")
    with begin(world.engine) as connection:
        connection.execute(update(TOUCHPOINT).where(TOUCHPOINT.c.variant == "b").values(state="unknown"))
    passes(world, timedelta(days=8))

    found = trial(world)
    assert [(arm.variant, arm.mails, arm.did.all) for arm in found.arms] == [("a", 1, 1), ("b", 0, 0)]
    assert found.left_out == {"unknown": 1}


def test_who_wanted_no_more_after_the_mail_is_counted(world: World) -> None:
    welcomed(world, ann="a", bob="b", cem="b")
    with begin(world.engine) as connection:
        unsubscribe(connection, world.now + timedelta(days=2), world.contact("bob-ada").id, "onboarding")
        unsubscribe(connection, world.now + timedelta(days=9), world.contact("cem-ada").id, "onboarding")
        unsubscribe(connection, world.now + timedelta(days=2), world.contact("ann-ada").id, "reviews")
    passes(world, timedelta(days=10))

    assert {arm.variant: arm.unsubscribed for arm in trial(world).arms} == {"a": Share(0, 1), "b": Share(1, 2)}


def test_it_takes_as_many_questions_for_many_as_for_one(world: World) -> None:
    book, library = in_force()
    counts = []
    for batch in (["ann"], ["bob", "cem", "dee", "eve", "flo"]):
        welcomed(world, **dict.fromkeys(batch, "a"))
        for name in ("", WELCOME):
            with look(world.engine) as connection, counted(world.engine) as asked:
                read_trials(connection, library, book.program.feeds, world.now, name)
            counts.append(len(asked))

    assert len(set(counts)) == 1


def test_the_command_prints_a_table_and_a_sentence(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    welcomed(world, ann="a", bob="b")
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("TENURE_HOME", str(world.home))

    said = CliRunner().invoke(app, ["results", WELCOME], env={"COLUMNS": "200"})
    told = CliRunner().invoke(app, ["results", "--json"])
    wrong = CliRunner().invoke(app, ["results", "onboarding/welcom"])

    assert "onboarding/welcome: project created within 7 days" in said.stdout
    assert said.exit_code == told.exit_code == 0
    assert '"variant": "b"' in told.stdout
    assert 'did you mean "onboarding/welcome"?' in str(wrong.exception)
