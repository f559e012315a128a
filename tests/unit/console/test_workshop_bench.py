"""The folder on the bench: what is read anew after a change, and that it is as good as reading all."""

from datetime import date
from pathlib import Path

import pytest

from console.workshop.bench import Bench, Sight
from tests.workshop import HELLO, JOURNEY, MAIL, written

TODAY = date(2026, 3, 2)
GERMAN = "emails/templates/notes/hello.de.md"
BROKEN = MAIL.replace("account.name }}, with", "account.nme }}, with")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    written(tmp_path)
    return tmp_path


def change(folder: Path, path: str, text: str | None) -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        file.unlink()
    else:
        file.write_text(text, encoding="utf-8")


def as_told(sight: Sight) -> tuple[object, ...]:
    """Answer all that two readings of the same folder must agree on."""
    return (
        sight.mark,
        sight.texts,
        sight.mails.keys(),
        {name: [*sight.people(name)] for name in sight.mails},
        sight.found,
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (HELLO, MAIL.replace("one thing", "two things")),
        (HELLO, BROKEN),
        (HELLO, MAIL.replace("This note", "Just checking in. This note")),
        (HELLO, MAIL.replace("topic: onboarding", "topic: onboarding\nchannel: in_app")),
        (HELLO, "---\nsubject: cut off"),
        (HELLO, None),
        (GERMAN, None),
        (GERMAN, "---\nsubject: {{ nothing }}\n---\n"),
        ("emails/templates/notes/hello.b.md", "---\nsubject: Another\n---\n"),
        ("emails/templates/renewal/new.md", MAIL),
        ("emails/previews/notes/hello.yaml", "other: {account: {name: Globex}}\n"),
        ("emails/previews/notes/hello.yaml", "other: {account: {nme: Globex}}\n"),
        ("emails/previews/notes/tour.yaml", "some: {}\n"),
        ("emails/themes/brand.yaml", "colors: {}\n"),
        ("journeys/definitions/notes.yaml", JOURNEY.replace("notes/hello", "notes/helo")),
        ("journeys/program.yaml", "product: {}\n"),
    ],
    ids=lambda value: str(value)[:40] if value else "gone",
)
def test_what_is_seen_after_a_change_is_what_a_fresh_look_finds(folder: Path, path: str, text: str | None) -> None:
    bench = Bench(folder)
    before = bench.look(TODAY)
    change(folder, path, text)
    after = bench.look(TODAY)
    change(folder, path, before.texts.get(path))
    back = bench.look(TODAY) if path in before.texts else None

    assert after.mark != before.mark
    assert as_told(after)[1:] == as_told(_fresh(folder, path, text, before))[1:]
    assert back is None or as_told(back)[1:] == as_told(before)[1:]


def _fresh(folder: Path, path: str, text: str | None, before: Sight) -> Sight:
    change(folder, path, text)
    found = Bench(folder).look(TODAY)
    change(folder, path, before.texts.get(path))
    return found


def test_while_nobody_saves_nothing_is_read_again(folder: Path) -> None:
    bench = Bench(folder)

    assert bench.look(TODAY) is bench.look(TODAY)


def test_on_another_day_it_is_looked_at_anew(folder: Path) -> None:
    bench = Bench(folder)

    assert bench.look(TODAY) is not bench.look(date(2026, 3, 3))


def test_one_mail_is_read_without_the_others(folder: Path) -> None:
    bench = Bench(folder)
    before = bench.look(TODAY)
    change(folder, HELLO, MAIL.replace("one thing", "two things"))
    after = bench.look(TODAY)

    assert after.mails["notes/tour"] is before.mails["notes/tour"]
    assert after.mails["notes/hello"] is not before.mails["notes/hello"]


def test_what_worked_last_is_kept_while_there_is_a_mistake(folder: Path) -> None:
    bench = Bench(folder)
    before = bench.look(TODAY)
    change(folder, HELLO, BROKEN)
    broken = bench.look(TODAY)
    change(folder, "journeys/program.yaml", "product: {}\n")
    more = bench.look(TODAY)

    assert "notes/hello" not in broken.mails
    assert broken.worked["notes/hello"] is before.mails["notes/hello"]
    assert broken.book is before.book
    assert more.book is before.book
