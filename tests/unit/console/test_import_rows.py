"""Reading CSV: what is wrong with a line stays with that line."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.importing.rows import CsvFile, Record, guarded, without_guard

CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd"), max_size=20)


def read(folder: Path, content: bytes, delimiter: str = "") -> list[Record]:
    path = folder / "file.csv"
    path.write_bytes(content)
    with CsvFile(path, delimiter) as file:
        return list(file)


def cells(records: list[Record]) -> list[list[str]]:
    return [record.cells for record in records if not record.problem]


def problems(records: list[Record]) -> list[tuple[int, str]]:
    return [(record.line, record.problem) for record in records if record.problem]


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbfa;b\r\n1;2\r\n", b"a\tb\n1\t2", b"a|b\n\n1|2\n\n", b'"a","b"\n"1",2\n']
)
def test_delimiters_line_ends_and_a_byte_order_mark_are_understood(tmp_path: Path, content: bytes) -> None:
    assert cells(read(tmp_path, content)) == [["1", "2"]]


def test_a_delimiter_that_is_told_is_not_guessed(tmp_path: Path) -> None:
    assert cells(read(tmp_path, b"a,x;b,y;c\n1;2;3\n", ";")) == [["1", "2", "3"]]


def test_a_record_over_several_lines_has_the_number_of_its_first(tmp_path: Path) -> None:
    records = read(tmp_path, b'a,b\n1,"two\r\nlines"\n3,4\n')

    assert records == [Record(2, ["1", "two\r\nlines"]), Record(4, ["3", "4"])]


def test_a_quote_within_a_cell_is_just_a_sign(tmp_path: Path) -> None:
    assert cells(read(tmp_path, b'a,b\n5" pipe,"he said ""no"""\n')) == [['5" pipe', 'he said "no"']]


def test_a_ragged_line_says_how_many_cells_it_has(tmp_path: Path) -> None:
    assert problems(read(tmp_path, b"a,b\n1\n1,2,3\n1,2\n")) == [
        (2, "the row has 1 cells, the header 2"),
        (3, "the row has 3 cells, the header 2"),
    ]


def test_bytes_that_are_no_utf8_spoil_only_their_line(tmp_path: Path) -> None:
    records = read(tmp_path, b"a,b\n1,M\xfcller\n3,4\n")

    assert problems(records) == [(2, "byte 4 of the line (0xFC) is not UTF-8")]
    assert cells(records) == [["3", "4"]]


@pytest.mark.parametrize("rest", [b"3,4\n5,6\n", b'3,4\n5,"6\n', b'3,4\n5,"6",7\n'])
def test_a_quote_that_is_never_closed_spoils_only_its_line(tmp_path: Path, rest: bytes) -> None:
    records = read(tmp_path, b'a,b\n1,"two\n' + rest)

    assert problems(records)[0][0] == 2
    assert "quote" in problems(records)[0][1]
    assert ["3", "4"] in cells(records)


def test_a_quote_left_open_in_a_long_file_does_not_swallow_it(tmp_path: Path) -> None:
    records = read(tmp_path, b'a,b\n1,"two\n' + b"3,4\n" * 1000)

    assert len(cells(records)) == 1000
    assert problems(records) == [(2, "a quote is opened and never closed")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"1,x\0y", "the row holds a NUL character"),
        ("1,M\ufffdller".encode(), "the row holds a character that was lost in an earlier conversion (\ufffd)"),
        (b"1," + b"x" * 200_000, "the line is longer than 128 KB"),
    ],
)
def test_what_no_database_keeps_is_a_problem_of_its_line(tmp_path: Path, line: bytes, problem: str) -> None:
    records = read(tmp_path, b"a,b\n" + line + b"\n3,4\n")

    assert problems(records) == [(2, problem)]
    assert cells(records) == [["3", "4"]]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no header"),
        (b"\r\n1,2\n", "no header"),
        ("a,b".encode("utf-16"), "not UTF-8"),
        (b'"a,b\n', "name the columns"),
    ],
)
def test_a_file_without_a_header_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(tmp_path, content)


def test_the_position_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n" + b"x" * 500_000 + b"\n1,2\n")

    with CsvFile(path) as file:
        list(file)
        assert file.position == path.stat().st_size


@given(rows=st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=10), delimiter=st.sampled_from(",;\t|"))
def test_whatever_python_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *rows])

    assert cells(read(tmp_path_factory.mktemp("csv"), text.getvalue().encode(), delimiter)) == rows


@given(content=st.binary(max_size=300))
def test_no_bytes_are_too_strange_and_lines_are_counted_upwards(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    lines = [record.line for record in read(tmp_path_factory.mktemp("csv"), b"a,b\n" + content)]

    assert lines == sorted(set(lines))
    assert all(1 < line <= content.count(b"\n") + 2 for line in lines)


@given(CELL)
def test_a_guard_against_formulas_comes_off_again(cell: str) -> None:
    assert without_guard(guarded(cell)) == cell
    assert guarded(cell)[:1] not in tuple("=+-@\t\r")
