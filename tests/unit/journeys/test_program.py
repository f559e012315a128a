"""The program: what it says is read as it stands, and all that is wrong with it is told at once."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import journeys
from journeys.catalog import Catalog
from journeys.mistakes import Mistakes
from journeys.program import draft_program, read_program
from tests.unit.journeys.small_program import TEXT, nothing_but_mistakes

ROOM = Path(journeys.__file__).parent
SHIPPED = ROOM / "program.yaml"
MODELS = {f"journeys/health/{path.name}": path.read_text("utf-8") for path in ROOM.glob("health/*.yaml")}


def mistakes_of(text: str) -> list[SyntaxError]:
    with pytest.raises(ExceptionGroup) as caught:
        read_program(text, "program.yaml")
    return [error for error in caught.value.exceptions if isinstance(error, SyntaxError)]


def test_the_program_that_ships_is_sound() -> None:
    program = read_program(SHIPPED.read_text("utf-8"), "journeys/program.yaml", MODELS)

    assert (program.product.name, program.product.company) == ("Cadence", "Cadence Labs")
    names = [feature.name for feature in program.features]
    assert names == ["projects", "tasks", "boards", "automations", "reports", "integrations"]
    assert {"core_workflow", "first_project", "first_value"} <= {one.name for one in program.milestones}
    assert [segment.name for segment in program.segments] == ["enterprise", "mid_market", "smb"]
    assert {"app", "create_project", "webinar", "help", "book_a_call", "video"} <= set(program.links)


def test_the_program_that_ships_leads_nowhere_real() -> None:
    fields = Catalog(read_program(SHIPPED.read_text("utf-8"), "journeys/program.yaml", MODELS)).fields

    links = [str(field.example) for name, field in fields.items() if name.startswith("links.")]

    assert all(link.split("/")[2].endswith(".example") for link in links)


def test_a_program_is_read_as_it_stands() -> None:
    program = read_program(TEXT, "program.yaml")

    assert program.recipients == {"admins": ("admin", "user")}
    assert program.checklist[0].link == "https://app.cadence.example"
    assert (program.checklist[0].setup, program.checklist[1].setup) == (True, False)
    assert (program.milestones[1].times, program.metrics[1].days) == (10, 7)
    assert program.feeds[0].silent_after == timedelta(days=2)
    assert program.sender.reply_to == "hello@cadence.example"


@pytest.mark.parametrize(
    ("says", "silent_after", "settles_in"),
    [
        ("silent_after: never", None, timedelta(hours=1)),
        ("silent_after: 12 hours, settles_in: 0 hours", timedelta(hours=12), timedelta(0)),
        ("silent_after: 3 weeks, settles_in: 1 day", timedelta(weeks=3), timedelta(days=1)),
    ],
)
def test_a_feeds_rhythm_is_read(says: str, silent_after: timedelta | None, settles_in: timedelta) -> None:
    feed = read_program(TEXT.replace("silent_after: 2 days", says), "program.yaml").feeds[0]

    assert (feed.silent_after, feed.settles_in) == (silent_after, settles_in)


def test_the_operators_word_of_how_far_back_a_feed_tells_is_read() -> None:
    said = TEXT.replace("silent_after: 2 days", "silent_after: 2 days, since: 2025-01-01")

    assert read_program(said, "program.yaml").feeds[0].since == date(2025, 1, 1)
    assert read_program(TEXT, "program.yaml").feeds[0].since is None


def test_the_operators_are_read_each_once() -> None:
    said = "operators: [ops@cadence.example, ann@cadence.example, ops@cadence.example]\n"

    assert read_program(TEXT + said, "program.yaml").operators == ("ops@cadence.example", "ann@cadence.example")
    assert read_program(TEXT, "program.yaml").operators == ()


def test_the_send_window_is_read() -> None:
    send = 'send: {from: 8:30, until: "16:00", weekdays: [monday, Sunday], holidays: [2026-12-25]}\n'

    window = read_program(TEXT + send, "program.yaml").window

    assert (window.opens, window.closes, window.weekdays) == (time(8, 30), time(16), frozenset({0, 6}))
    assert window.holidays == {date(2026, 12, 25)}


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("product: {name: Cadence, ", "product: {", 'product needs "name"'),
        ("hello@cadence.example", "hello at cadence", '"hello at cadence" is not a mail address'),
        ("links: {app", "operators: [ops]\nlinks: {app", '"ops" is not a mail address'),
        ("[admin, user]", "[admin, usr]", 'there is no role "usr"'),
        ("https://app.cadence.example", "http://app.cadence.example", "a link begins with https://"),
        ("silent_after: 2 days", "silent_after: 0 days", "a feed may be silent for an hour at least"),
        ("silent_after: 2 days", "silent_after: a while", 'silent_after must be a length of time such as "2 days"'),
        ("silent_after: 2 days", "settles_in: soon, silent_after: 2 days", "settles_in must be a length of time"),
        ("silent_after: 2 days", "settles_in: 2 days, silent_after: 2 days", "a feed may take a day to settle at the"),
        ("silent_after: 2 days", "silent_after: 2 days, since: ever", "since must be a date such as 2025-01-01"),
        ("silent_after: 2 days", "silent_after: 2 days, since: [x]", "since must be a date such as"),
        ("invoice *", "inv*ice", "a star stands at the end only"),
        ("[board viewed], ben", "[bord viewed], ben", 'no feed brings an event "bord viewed"; did you mean "board'),
        ("activity: [signed in]", "activity: [sigend in]", 'did you mean "signed in"?'),
        ("What is stuck, link: app", "What is stuck, link: ap", 'there is no link "ap"; did you mean "app"?'),
        ("times: 10", "times: 0", "a milestone takes at least 1 time"),
        ("times: 10", "tims: 10", 'first_value has no "tims"; did you mean "times"?'),
        ("setup: true", "setup: yes", "setup must be true or false"),
        ("{id: task,", "{id: project,", 'there are two items with the id "project"'),
        ("window: 7 days", "window: 12 hours", "a window counts whole days"),
        ("default: false", "default: no", "default must be true or false"),
        ("strategic: {type", "seats: {type", "account.seats is there already"),
        ("strategic: {type", "risks: {type", "as `risks` sales tells a fact of the hand-over"),
        ("metrics:\n  tasks_completed", "metrics:\n  Tasks done", '"Tasks done" is no name'),
        ("smb: otherwise", "smb: account.arr < 1", "the last segment takes the rest"),
        ("mid_market: account.arr", "mid_market: account.ar", 'did you mean "account.arr"?'),
        ("or account.seats >= 50\n", "or account.segment == 'smb'\n", 'there is no field "account.segment"'),
        ("segments:", "segmnets:", 'the program has no "segmnets"; did you mean "segments"?'),
        ("links: {app", "sends: {}\nlinks: {app", 'the program has no "sends"'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(before: str, after: str, message: str) -> None:
    found = [error for error in mistakes_of(TEXT.replace(before, after, 1)) if message in error.msg]

    assert len(found) == 1
    assert found[0].lineno
    assert found[0].text in TEXT.replace(before, after, 1).splitlines()


def test_a_mistake_in_a_segments_rule_is_told_at_its_column() -> None:
    error = mistakes_of(TEXT.replace("mid_market: account.arr", "mid_market: acount.arr"))[0]

    assert (error.text or "")[(error.offset or 0) - 1 :].startswith("acount.arr")


def test_a_send_window_must_open_before_it_closes() -> None:
    assert "closes before it opens" in mistakes_of(TEXT + "send: {from: 18:00}\n")[0].msg


def test_public_holidays_may_stand_among_the_companys_own_dates() -> None:
    window = read_program(TEXT + "send: {holidays: [public, 2026-12-24]}\n", "program.yaml").window
    assert window.public
    assert window.holidays == {date(2026, 12, 24)}
    assert read_program(TEXT + "send: {holidays: public}\n", "program.yaml").window.public
    assert "did you mean" in mistakes_of(TEXT + "send: {holidays: pubic}\n")[0].msg


@pytest.mark.parametrize("send", ["{from: 25:00}", "{until: noon}", "{weekdays: [mo]}", "{holidays: [christmas]}", "x"])
def test_a_send_window_that_makes_no_sense_is_a_mistake(send: str) -> None:
    assert mistakes_of(TEXT + f"send: {send}\n")


def test_all_mistakes_are_told_at_once() -> None:
    text = TEXT.replace("times: 10", "times: many").replace("[signed in]", "[x]")
    text = text.replace("account.seats >= 50", "acount.seats >= 50")

    assert [error.lineno for error in mistakes_of(text)] == [13, 16, 26, 27]


def test_a_draft_still_names_what_journeys_may_ask_for() -> None:
    mistakes = Mistakes()
    text = TEXT.replace("times: 10", "times: many").replace("25000 or account", "25000 or acount")

    program = draft_program(text, "program.yaml", mistakes)

    assert len(mistakes.found) == 2
    assert program is not None
    assert {"milestones.first_value", "account.segment"} <= set(Catalog(program).fields)


def test_an_empty_program_is_told_what_it_needs() -> None:
    found = {error.msg for error in mistakes_of("{}")}

    assert {
        f'the program needs "{key}"' for key in ("product", "sender", "feeds", "features", "segments", "recipients")
    } == found


def test_a_program_without_a_checklist_has_no_such_fields() -> None:
    start, end = TEXT.index("checklist:"), TEXT.index("metrics:")

    fields = Catalog(read_program(TEXT[:start] + TEXT[end:], "program.yaml")).fields

    assert not any(name.startswith("checklist.") for name in fields)


LINES = TEXT.splitlines()


@settings(max_examples=60)
@example(LINES.index("checklist:"), ":", False)
@given(st.integers(0, len(LINES) - 1), st.text(alphabet="abc: {}[],-\"'\n*&!5", max_size=12), st.booleans())
def test_no_damage_to_a_program_raises_anything_but_mistakes(line: int, damage: str, replace: bool) -> None:
    lines = [*LINES[:line], damage, *LINES[line + replace :]]
    with nothing_but_mistakes():
        read_program("\n".join(lines), "program.yaml")
