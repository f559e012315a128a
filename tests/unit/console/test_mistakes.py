"""Mistakes in files, as people read them."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from console.mistakes import count, describe, find_mistakes, print_mistakes


def a_mistake(file: str = "a.yaml", line: int = 3, column: int = 5, text: str = "  - dya: 3\n") -> SyntaxError:
    return SyntaxError('unknown field "dya"; did you mean "day"?', (file, line, column, text))


def printed(*mistakes: SyntaxError) -> str:
    stream = io.StringIO()
    print_mistakes(mistakes, Console(file=stream, color_system=None, width=40))
    return stream.getvalue()


def test_a_mistake_is_told_with_file_line_column_source_and_caret() -> None:
    assert describe(a_mistake()).plain.splitlines() == [
        'a.yaml:3:5: unknown field "dya"; did you mean "day"?',
        "    3 |   - dya: 3",
        "      |     ^",
    ]


def test_the_caret_stands_under_its_letter_behind_tabs_and_wide_letters() -> None:
    _, source, caret = describe(a_mistake(column=5, text="\t日本 x")).plain.splitlines()

    assert caret.index("^") == source.index("x") + 2  # two letters that take two cells each


def test_a_mistake_without_a_line_is_told_by_its_file_alone() -> None:
    mistake = SyntaxError("there is no program here", ("folder", None, None, None))

    assert describe(mistake).plain == "folder: there is no program here"


def test_nested_groups_are_told_in_the_order_of_files_and_lines() -> None:
    inner = ExceptionGroup("inner", [a_mistake("b.yaml", 1), a_mistake("a.yaml", 9)])

    found = find_mistakes(ExceptionGroup("outer", [inner, a_mistake("a.yaml", 2)])) or []

    assert [(mistake.filename, mistake.lineno) for mistake in found] == [("a.yaml", 2), ("a.yaml", 9), ("b.yaml", 1)]


def test_a_group_with_a_bug_in_it_is_no_list_of_mistakes() -> None:
    assert find_mistakes(ExceptionGroup("outer", [a_mistake(), KeyError("bug")])) is None


def test_the_last_line_counts() -> None:
    assert printed(a_mistake(), a_mistake("b.yaml")).splitlines()[-1] == "2 mistakes in 2 files"
    assert count([a_mistake()]) == "1 mistake in 1 file"


def test_brackets_in_a_source_line_are_not_taken_for_color() -> None:
    assert "to: [red]admins[/red]" in printed(a_mistake(text="to: [red]admins[/red]"))


def test_long_lines_are_not_broken() -> None:
    assert "x" * 200 in printed(a_mistake(text="x" * 200))


@given(text=st.text(max_size=60), column=st.integers(-5, 100), line=st.integers(1, 10**6))
def test_whatever_the_place_it_can_be_told(text: str, column: int, line: int) -> None:
    assert "did you mean" in describe(a_mistake(line=line, column=column, text=text)).plain
