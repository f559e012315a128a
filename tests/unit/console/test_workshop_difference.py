"""What changed from one text to another, told so that people can read it."""

from hypothesis import given
from hypothesis import strategies as st

from console.workshop.difference import Line, difference

LINES = st.lists(st.sampled_from(["", "Hi Ada,", "Hi Ada!", "a board", "your board is waiting", "- one"]), max_size=30)


def shown(line: Line) -> str:
    """Answer a line with its changed words in brackets."""
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in line.pieces)


def test_texts_that_are_the_same_differ_in_nothing() -> None:
    assert difference("Hi\nAda", "Hi\nAda") == ()


def test_within_a_line_only_the_words_that_changed_are_marked() -> None:
    gone, new = difference("Your board is waiting for you", "Your plan is waiting for you")

    assert (gone.kind, shown(gone), gone.before, gone.after) == ("gone", "Your [board] is waiting for you", 1, 0)
    assert (new.kind, shown(new), new.before, new.after) == ("new", "Your [plan] is waiting for you", 0, 1)


def test_lines_that_have_little_in_common_are_shown_whole() -> None:
    gone, new = difference("Hi Ada,", "Nothing you would know from before")

    assert shown(gone) == "Hi Ada,"
    assert shown(new) == "Nothing you would know from before"


def test_what_did_not_change_is_left_out_but_for_some_lines_around() -> None:
    before = "\n".join(f"line {number}" for number in range(1, 21))
    found = difference(before, before.replace("line 10", "something else"))

    assert [line.kind for line in found] == ["gap", *["same"] * 3, "gone", "new", *["same"] * 3, "gap"]
    assert found[0].pieces[0].text == "6 lines without a change"
    assert found[-1].pieces[0].text == "7 lines without a change"


def test_one_line_without_a_change_is_one_line() -> None:
    found = difference("a\nb\nc\nd\ne", "a\nb\nc\nd\nsomething else")

    assert found[0].pieces[0].text == "1 line without a change"


@given(LINES, LINES)
def test_the_lines_tell_both_texts_and_count_right(before: list[str], after: list[str]) -> None:
    found = difference("\n".join(before), "\n".join(after))
    old, new = "\n".join(before).split("\n"), "\n".join(after).split("\n")

    for line in found:
        text = "".join(piece.text for piece in line.pieces)
        assert not line.before or old[line.before - 1] == text
        assert not line.after or new[line.after - 1] == text
    touched = (
        {line.before for line in found if line.kind == "gone"},
        {line.after for line in found if line.kind == "new"},
    )
    left = [text for number, text in enumerate(old, 1) if number not in touched[0]]
    assert left == [text for number, text in enumerate(new, 1) if number not in touched[1]]


def test_a_line_of_thousands_of_words_is_shown_whole_and_not_compared_for_minutes() -> None:
    gone, new = difference("a " * 2000, "a " * 1999 + "b")

    assert (shown(gone), shown(new)) == ("a " * 2000, "a " * 1999 + "b")


def test_neither_are_thousands_of_lines_that_are_all_alike() -> None:
    found = difference("a" + "\na" * 1500, "b" + "\na" * 1500 + "\nc")

    assert {line.kind for line in found} == {"gone", "new"}
