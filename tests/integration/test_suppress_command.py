"""`tenure suppress`: whom nobody writes to, said at the terminal or by lists of another program."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from models.consent import suppress
from models.database import begin
from models.permission import refusal_of
from models.places import fingerprint
from models.reasons import REASONS
from models.tables import CONSENT_CHANGE, SUPPRESSION
from tests.command_line import app as command_line
from tests.dump import dump
from tests.world import World

ADA = "ada@acme.example"
LISTS = {
    "suppression_bounces.csv": 'status,reason,email,created\n5.1.1,"550 no, such user",Ada@Acme.example,1700000000\n',
    "suppression_blocks.csv": "email;created;reason\nbo@acme.example;2026-01-02 03:04:05;blocked by us\n",
    "spam_reports.csv": "Email,Created,IP\ncy@acme.example,1700000000,10.0.0.1\n",
    "invalid_emails.csv": "reason,email,created\nno mx,di@acme.example,1700000000\n",
    "global_unsubscribes.csv": "email,created\ned@acme.example,1700000000\n",
    "others.csv": "Address,Type,Created At\nflo@acme.example,HardBounce,2026-01-02\ngus@acme.example,SpamComplaint,x\n",
}


def run(world: World, *words: str) -> tuple[int, str]:
    url = world.engine.url.render_as_string(hide_password=False)
    known = {"TENURE_HOME": str(world.home), "DATABASE_URL": url, "COLUMNS": "200"}
    done = CliRunner().invoke(command_line, ["suppress", *words], env=known)
    return done.exit_code, done.output + str(done.exception or "")


def stands(world: World) -> set[tuple[str, str, str]]:
    return {(row.email, row.topic, row.reason) for row in world.rows(SUPPRESSION)}


def write(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def why(world: World, email: str) -> str:
    with begin(world.engine) as connection:
        return refusal_of(connection, email, "news").partition(" on ")[0]


def test_an_address_and_a_domain_are_written_to_no_more_and_then_again(world: World) -> None:
    assert run(world, "add", ADA, "@Rival.example", "--because", "a competitor")[0] == 0
    assert "it was so before" in run(world, "add", ADA)[1]
    assert stands(world) == {(ADA, "*", "manual"), ("@rival.example", "*", "manual")}
    assert why(world, "x@sub.rival.example") == "manual"
    _, listed = run(world, "list", "--json")
    assert json.loads(listed)["number"] == 2

    assert "manual taken back" in run(world, "remove", ADA, "--because", "a mistake")[1]
    assert "nothing stands" in run(world, "remove", ADA)[1]
    _, told = run(world, "list", ADA, "--json")
    record = json.loads(told)["record"]
    assert [(one["reason"], one["allowed"], one["because"]) for one in record] == [
        ("manual", False, "a competitor"),
        ("manual", True, "a mistake"),
    ]
    assert run(world, "list", ADA)[0] == 0
    assert run(world, "list")[0] == 0


@pytest.mark.parametrize("reason", ["unsubscribed", "complained", "asked", "forgotten"])
def test_what_a_person_wanted_is_taken_back_only_if_they_asked(world: World, reason: str) -> None:
    place = fingerprint(ADA) if reason == "forgotten" else ADA
    with begin(world.engine) as connection:
        row = {"email": place, "topic": "*", "reason": reason, "source": "", "at": world.now}
        connection.execute(SUPPRESSION.insert(), row)
    code, said = run(world, "remove", ADA)
    assert (code, "--they-asked" in said, stands(world)) == (1, True, {(place, "*", reason)})

    assert run(world, "remove", ADA, "--they-asked", "--because", "on the phone")[0] == 0
    assert stands(world) == set()
    [kept] = world.rows(CONSENT_CHANGE)
    assert (kept.email, kept.allowed, kept.because) == (place, True, "on the phone")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("*@Rival.example", "@rival.example"),
        ("@rival.example.", "@rival.example"),
        ("@bücher.example", "@xn--bcher-kva.example"),
        ("Zoe@Bücher.example", "zoe@xn--bcher-kva.example"),
        ('"Hugo, B." <hugo@acme.example>', "hugo@acme.example"),
        ("<hugo@acme.example>", "hugo@acme.example"),
        ("mailto:Hugo@acme.example", "hugo@acme.example"),
        ("\xa0hugo@acme.example\xa0", "hugo@acme.example"),
    ],
)
def test_addresses_and_domains_are_taken_as_people_write_them(world: World, said: str, meant: str) -> None:
    assert run(world, "add", said)[0] == 0
    assert stands(world) == {(meant, "*", "manual")}
    assert why(world, meant if meant[0] != "@" else f"x@mail.{meant[1:]}") == "manual"


def test_a_mistake_is_told_in_a_line_and_nothing_is_done(world: World) -> None:
    for words, told in (
        (("add", "ada"), "needs one @"),
        (("add", "@com"), '"@com" is not a domain'),
        (("add", "rival.example"), "a whole domain is written @rival.example"),
        (("add", ADA, "--topic", "nws"), 'did you mean "news"'),
        (("add", ADA, "--reason", "bounce"), 'did you mean "bounced"'),
        (("add", ADA, "--reason", "forgotten"), "tenure forget"),
        (("list", "--reason", "x"), "there is no reason"),
    ):
        code, said = run(world, *words)
        assert (code, told in said, stands(world)) == (1, True, set())


def test_the_lists_of_others_are_taken_over_and_twice_is_once(world: World, tmp_path: Path) -> None:
    files = [write(tmp_path, name, text) for name, text in LISTS.items()]
    assert run(world, "import", *files, "--dry-run")[0] == 0
    assert stands(world) == set()
    code, said = run(world, "import", *files, "--json")
    assert (code, sum(file["new"] for file in json.loads(said)["files"])) == (0, 7)
    assert {(email, reason) for email, _, reason in stands(world)} == {
        (ADA, "bounced"), ("bo@acme.example", "blocked"), ("cy@acme.example", "complained"),
        ("di@acme.example", "invalid"), ("ed@acme.example", "unsubscribed"), ("flo@acme.example", "bounced"),
        ("gus@acme.example", "complained"),
    }  # fmt: skip
    told = {f"{row.at:%Y-%m-%d}" for row in world.rows(SUPPRESSION) if not row.email.startswith("gus@")}
    assert told == {"2023-11-14", "2026-01-02"}
    once = dump(world.engine)
    assert run(world, "import", *files)[0] == 0
    assert dump(world.engine) == once


def test_every_bad_row_is_told_with_its_reason_and_can_be_mended(world: World, tmp_path: Path) -> None:
    text = f"email,type\n{ADA},spam\nnobody,spam\nbo@acme.example,whatever\ncy@acme.example\n{ADA},spam\n"
    code, said = run(world, "import", write(tmp_path, "list.csv", text), "--rejects", str(tmp_path))
    assert (code, "1 new, 0 known, 3 rejected" in said) == (3, True)
    rejects = (tmp_path / "list.rejects.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in rejects] == ["line", "3", "4", "5"]
    assert all(word in said for word in ("needs one @", '"whatever" is no reason', "has 1 cells"))
    mended = write(tmp_path, "mended.csv", "\n".join([rejects[0], rejects[2].replace("whatever", "bounce")]) + "\n")
    assert run(world, "import", mended)[0] == 0
    assert stands(world) == {(ADA, "*", "complained"), ("bo@acme.example", "*", "bounced")}


def test_who_stands_on_a_list_of_groups_has_left_them_whatever_the_file_is_called(world: World, tmp_path: Path) -> None:
    text = f"group_id,group_name,email,created_at\n12,Weekly tips,{ADA},1700000000\n"
    assert run(world, "import", write(tmp_path, "export.csv", text), "--group", "Weekly tips=tips")[0] == 0
    assert stands(world) == {(ADA, "tips", "unsubscribed")}


def test_groups_are_topics_of_ours(world: World, tmp_path: Path) -> None:
    file = write(tmp_path, "group_unsubscribes.csv", f"email,group_name,created_at\n{ADA},Weekly tips,2026-01-02\n")
    assert "say which topic" in run(world, "import", file)[1]
    assert "did you mean" in run(world, "import", file, "--group", "Weekly tips=tps")[1]
    assert run(world, "import", file, "--group", "Monthly=news", "--rejects", str(tmp_path))[0] == 3
    assert stands(world) == set()
    assert run(world, "import", file, "--group", "Weekly tips=tips")[0] == 0
    assert stands(world) == {(ADA, "tips", "unsubscribed")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,phone\nx,y\n", "no column is called email"),
        (f"{ADA}\nbo@acme.example\n", "its first line names no columns"),
        ("", "has no header"),
        (f"email\n{ADA}\n", "say --reason"),
    ],
)
def test_a_file_that_is_no_list_says_why(world: World, tmp_path: Path, text: str, told: str) -> None:
    code, said = run(world, "import", write(tmp_path, "contacts.csv", text))
    assert (code, told in said, stands(world)) == (1, True, set())


def test_who_was_forgotten_is_not_written_down_by_a_list(world: World, tmp_path: Path) -> None:
    with begin(world.engine) as connection:
        row: dict[str, Any] = {
            "email": fingerprint(ADA),
            "topic": "*",
            "reason": "forgotten",
            "source": "",
            "at": world.now,
        }
        connection.execute(SUPPRESSION.insert(), row)
        assert not suppress(connection, world.now, ADA, "*", "bounced", "a test")
    run(world, "import", write(tmp_path, "bounces.csv", f"email\n{ADA}\nbo@acme.example\n"))

    assert {email for email, *_ in stands(world)} == {fingerprint(ADA), "bo@acme.example"}
    assert "forgotten" in REASONS
