"""Documents: YAML 1.2 as values with places, its mistakes in words, and sections that read on after a mistake."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.document import Scalar, Table, Value, read_document
from journeys.mistakes import Mistakes
from journeys.section import Section
from tests.unit.journeys.small_program import nothing_but_mistakes


def mistakes_of(text: str) -> list[SyntaxError]:
    with pytest.raises(ExceptionGroup) as caught:
        read_document(text, "a.yaml")
    return [error for error in caught.value.exceptions if isinstance(error, SyntaxError)]


def entry(text: str, key: str) -> Value:
    document = read_document(text, "a.yaml")
    assert isinstance(document, Table)
    return document.entries[key]


def section_of(text: str) -> tuple[Section, Mistakes]:
    mistakes = Mistakes()
    return Section(read_document(text, "a.yaml"), mistakes, "the thing"), mistakes


def messages(mistakes: Mistakes) -> list[str]:
    return [error.msg for error in mistakes.found]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("5", 5), ("-2.5", -2.5), ("true", True), ("False", False), ("null", None), ("~", None), ("", None),
        ("no", "no"), ("on", "on"), ("9:00", "9:00"), ("2026-12-25", "2026-12-25"), ("20%", "20%"), ('"5"', "5"),
        ("0x10", "0x10"), ("1_000", "1_000"), ("invoice *", "invoice *"),
    ],
)  # fmt: skip
def test_a_plain_word_means_what_yaml_1_2_says(written: str, value: object) -> None:
    found = entry(f"key: {written}", "key")

    assert isinstance(found, Scalar)
    assert found.value == value
    assert type(found.value) is type(value)


def test_a_value_knows_its_line_and_column() -> None:
    place = entry("one: 1\ntwo:   'x'\n", "two").place

    assert (place.path, place.line, place.column, place.source) == ("a.yaml", 2, 8, "two:   'x'")


@pytest.mark.parametrize(
    "text",
    [
        "when: abc X def",
        "when: 'abc X def'",
        'when: "abc X def"',
        "when: 'it''s X'",
        'when: "a \\"quoted\\" X"',
        'when: "a \\u00e9 X"',
        "when: >\n  abc\n  def X\n",
        "when: >-\n\n  abc\n  def X\n",
        "when: |\n  abc\n  def X\n",
        "when: abc\n  def X\n",
        "when:\n  - nothing\n  - {x: abc, when: 'é X'}",
        "steps:\n  - when: abc and\n          X\n",
    ],
)
def test_the_place_of_a_character_is_its_place_in_the_file(text: str) -> None:
    scalar = next(found for found in scalars(read_document(text, "a.yaml")) if "X" in found.text)

    place = scalar.place.at(scalar.text, scalar.text.index("X"))

    assert place.source[place.column - 1] == "X"


def scalars(value: Value) -> list[Scalar]:
    if isinstance(value, Scalar):
        return [value]
    inner = value.entries.values() if isinstance(value, Table) else value.items
    return [scalar for each in inner for scalar in scalars(each)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the file is empty"),
        ("# nothing\n", 1, "the file is empty"),
        ("a: 1\nb: 2\na: 3\n", 3, '"a" stands here twice (first on line 1)'),
        ("a: 1\n---\nb: 2\n", 2, "a file holds one document"),
        ("a: b: c\n", 1, "a colon is not expected here: put text with a colon in quotes"),
        ("a: &x 1\n", 1, "& and * have a meaning"),
        ("a: &x 1\nb: *x\n", 2, "& and * have a meaning"),
        ("a: !!python/object/apply:os.system [ls]\n", 1, "! has a meaning"),
        ("a: [1, 2\nb: 3\n", 1, "{ or [ is opened here and not closed"),
        ("a:\n\t- b\n", 2, "a tab stands here: use spaces"),
        ("a: 1\nb 2\nc: 3\n", 2, "a colon is missing on this line"),
        ("- a: 1\n b: 2\n", 2, "this line does not fit those above"),
        ("a: 'x\nb: 1\n", 1, "quotes are opened here and never closed"),
        ("{a: 1}: 2\n", 1, "a key is a plain word"),
        ("a: \x07\n", 1, "this is not YAML"),
        ("[" * 50 + "]" * 50, 1, "nested deeper than"),
    ],
)
def test_a_mistake_in_yaml_is_told_in_words_with_its_line(text: str, line: int, message: str) -> None:
    found = mistakes_of(text)

    assert (line, True) in [(error.lineno, message in error.msg) for error in found]


def test_a_file_of_unreasonable_size_is_refused_unread() -> None:
    assert "longer than" in mistakes_of("a" * 600_000)[0].msg


@given(st.text(alphabet=st.characters(codec="utf-8")) | st.text(alphabet=" :-[]{}&*!|>'\"#%@`,?\n\tab1\x00\x85\u2028"))
def test_no_text_raises_anything_but_mistakes(text: str) -> None:
    with nothing_but_mistakes():
        read_document(text, "a.yaml")


def test_a_section_answers_what_it_is_asked() -> None:
    section, mistakes = section_of("a: x\nb: 3\nc: 2.5\nd: true\ne: 2 days\nf: [x, y]\ng: z\n")

    answers = [section.text("a"), section.whole("b"), section.number("c"), section.flag("d"), section.duration("e")]
    lists = [[text for text, _ in section.texts(key)] for key in "fg"]
    section.close()

    assert answers == ["x", 3, 2.5, True, timedelta(days=2)]
    assert lists == [["x", "y"], ["z"]]
    assert not mistakes.found


def test_a_section_reads_on_after_a_mistake() -> None:
    section, mistakes = section_of("a: [1]\nb: x\nc: x\nd: 1\ne: soon\n")

    section.text("a"), section.whole("b"), section.number("c"), section.flag("d"), section.duration("e")

    assert [error.lineno for error in mistakes.found] == [1, 2, 3, 4, 5]


def test_a_missing_key_is_a_mistake_unless_it_has_a_default() -> None:
    section, mistakes = section_of("a: 1\n")

    assert section.whole("b", 7) == 7
    assert section.whole("c") == 0
    assert messages(mistakes) == ['the thing needs "c"']


def test_quotes_with_nothing_in_them_say_nothing() -> None:
    section, mistakes = section_of('a: ""\nb: "  "\nc: ""\nd: [x, "", null]\ne:\n')

    assert section.text("a") == section.choice("b", ("skip", "send")) == ""
    assert [section.text(key, "as usual") for key in "ce"] == ["as usual", "as usual"]
    assert next(text for text, _ in section.texts("d")) == "x"
    nothing = "an entry of d says nothing: write something, or remove it"
    optional = "c says nothing: write something behind it, or remove it"
    assert messages(mistakes) == ['the thing needs "a"', 'the thing needs "b"', optional, nothing, nothing]


def test_an_unknown_key_is_a_mistake_with_what_was_probably_meant() -> None:
    section, mistakes = section_of("title: x\npriorty: 5\n")
    section.text("title"), section.whole("priority", 1)

    section.close()

    assert messages(mistakes) == ['the thing has no "priorty"; did you mean "priority"?']
    assert (mistakes.found[0].lineno, mistakes.found[0].offset) == (2, 1)


def test_a_choice_outside_the_choices_is_a_mistake_with_what_was_probably_meant() -> None:
    section, mistakes = section_of("otherwise: skipp\n")

    section.choice("otherwise", ("skip", "send"))

    assert messages(mistakes) == ['otherwise cannot be "skipp"; it is one of: skip, send; did you mean "skip"?']


def test_what_is_no_mapping_is_told_once() -> None:
    section, mistakes = section_of("- a\n- b\n")

    section.text("title"), section.items("steps")
    section.close()

    assert messages(mistakes) == ["the thing must be a list of `key: value` lines"]


def test_mistakes_are_raised_in_the_order_of_the_file() -> None:
    section, mistakes = section_of("a: 1\nb: 2\n")
    section.mistake("b", "second")
    section.mistake("a", "first")

    with pytest.raises(ExceptionGroup) as caught:
        mistakes.stop_if_any("all")

    assert [str(error).split(" (")[0] for error in caught.value.exceptions] == ["first", "second"]
