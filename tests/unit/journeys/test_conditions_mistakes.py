"""Conditions: every mistake is found before anything runs, at its column, with the way out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeys.conditions import compile_condition
from journeys.document import Scalar, Table, read_document
from journeys.place import Place
from tests.unit.journeys.small_program import CATALOG, nothing_but_mistakes


def mistakes_of(text: str, place: Place | None = None) -> list[SyntaxError]:
    with pytest.raises(ExceptionGroup) as caught:
        compile_condition(text, CATALOG, place or Place("a.yaml", lines=(text,)))
    return [error for error in caught.value.exceptions if isinstance(error, SyntaxError)]


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("usage.feature_adopton < 20%", "usage", 'did you mean "usage.feature_adoption"?'),
        ("segment == 'smb'", "segment", 'did you mean "account.segment"?'),
        ("account.shoe_size > 5", "account", "there are: account.name, account.plan"),
        ("weather > 5", "weather", "a field begins with one of: account, usage"),
        ("usage.cont('signed in') > 1", "usage", 'did you mean "usage.count"?'),
        ("usage.count('signedin') > 1", "'signedin'", 'no feed brings an event "signedin"; did you mean "signed in"?'),
        ("usage.count() > 1", "usage", "usage.count needs an event in quotes and perhaps a window"),
        ("usage.count > 1", "usage", "usage.count is a function"),
        ("usage.happened('signed in', 7 days)", "usage", "usage.happened needs an event in quotes:"),
        ("usage.count('signed in', 7) > 1", "7)", "a window counts whole days"),
        ("usage.count('signed in', 12 hours) > 1", "12", "a window counts whole days"),
        ("usage.count('signed in', 0 days) > 1", "0", "a window has 1 to 366 days"),
        ("usage.users('signed in') > 1", "usage", "usage.users needs an event in quotes and a window such as"),
        ("usage.change('signed in', 400 days) < 0", "400", "a window has 1 to 366 days"),
        ("usage.change('signed in', 7 days) < -40", "-40", "is a share between 0% and 100%; did you mean -40%?"),
        ("benchmarks.active_days > 50%", "50%", "benchmarks.active_days is no share: write a number without %"),
        ("support.csat <= 80%", "80%", "support.csat is no share"),
        ("usage.falls('signed in', 7 days, 40) > 1", "40", "write a share above 0% and up to 100%, such as 40%"),
        ("usage.falls('signed in', 7 days, 0%) > 1", "0%", "write a share above 0%"),
        ("usage.falls('signed in', 7 days, account.seats) > 1", "account", "write a share above 0%"),
        ("usage.falls('signed in', 7 days, acount.seats) > 1", "acount", "there is no field"),
        ("usage.count(account.plan) > 1", "account", "name an event in quotes"),
        ("known('x')", "'x'", "name a field"),
        ("account.plan > 5", "5", "account.plan is a text and 5 is a number: they cannot be compared"),
        ("account.arr == '5'", "'5'", "account.arr is a number and '5' is a text"),
        ("account.plan < 'x'", "'x'", "which has no order"),
        ("account.trial == 1", "1", "account.trial is true or false and 1 is a number"),
        ("account.segment == 'smbs'", "'smbs'", 'is never "smbs"; it is one of: enterprise, mid_market, smb; did'),
        ("account.segment in ['smb', 'xxl']", "'xxl'", 'is never "xxl"'),
        ("usage.feature_adoption < 20", "20", "a share between 0% and 100%; did you mean 20%?"),
        ("usage.feature_adoption < 7 days", "7", "a share between 0% and 100%"),
        ("account.arr > 20%", "20%", "account.arr is no share"),
        ("account.arr > 7 days", "7", "account.arr is not a number of days"),
        ("account.renewal_on < 'soon'", "'soon'", 'account.renewal_on is a date: write one such as "2027-03-01"'),
        ("account.plan + 'x' == 'y'", "account", "only numbers can be calculated with"),
        ("account.arr", "account", "a condition must say what to compare it with"),
        ("account.trial and account.arr", "account.arr", "a condition must say what to compare it with"),
        ("contact.role == 'admin'", "contact", "contact.role is for mails only"),
        ("account.plan == None", "None", "ask known(account.plan)"),
        ("account.plan is 'x'", "'x'", 'write "==" instead of "is"'),
        ("account.plan in 'x'", "'x'", 'behind "in" stands a list'),
        ("account.seats in []", "[", "this list is empty"),
        ("account.arr = 5", "=", 'write "=="'),
        ("account.arr > 15,000", "15,000", "write 15000, without commas"),
        ("account.trial && account.churned", "&&", 'write "and"'),
        ("account.trial AND account.churned", "AND", 'write "and" in small letters'),
        ("!account.trial", "!", 'write "not"'),
        ("account.arr ** 2 > 5", "**", "there are no powers"),
        ("account.plan == “team”", "“", "quotes are written as"),
        ("account.plan == 'team", "'team", "this quote is never closed"),
        ("account.arr > 5 # much", "#", "a condition has no comments"),
        ("(account.trial", "(", "'(' was never closed"),
        ("account.trial)", ")", "unmatched ')'"),
        ("account.trial account.churned", "account.churned", "is an and, an or or a comparison missing?"),
        ("account.plan == 'a' 'b'", "'b'", "is an and, an or or a comparison missing?"),
        ("[x for x in [1]]", "[", "not part of the language"),
        ("lambda: 1", ":", "is not part of a condition"),
        ("account.trial if true else false", "account", "not part of the language"),
        ("account.__class__ == 5", "account", "there is no field"),
        ("'x'.upper() == 'X'", "'x'", "there is no function"),
        ("account.arr > 1e9", "1e9", "numbers look like 15000"),
        ("account.arr > 99999999999999999999", "9", "this number is too large"),
    ],
)
def test_a_mistake_is_told_at_its_column_with_the_way_out(text: str, at: str, message: str) -> None:
    mistake = mistakes_of(text)[0]

    assert message in mistake.msg
    assert mistake.offset == text.rindex(at) + 1 if at in ("account.churned", "'b'") else text.index(at) + 1


def test_what_ends_too_early_is_told_behind_its_end() -> None:
    assert (mistakes_of("account.arr >")[0].offset, mistakes_of("")[0].offset) == (14, 1)


def test_all_mistakes_are_told_at_once() -> None:
    text = (
        "acount.arr > 5 and usage.count('signed out') = 0 and account.segment == 'big' or usage.feature_adoption > 30"
    )

    assert [error.offset for error in mistakes_of(text)] == [1, 32, 46, 73, 107]


def test_behind_a_quote_that_is_never_closed_nothing_is_guessed() -> None:
    (mistake,) = mistakes_of('account.plan == "R&D | sales; `x` and account.seats > 5')

    assert (mistake.offset, mistake.msg) == (17, '""" is not part of a condition: this quote is never closed')


def test_one_mistake_is_not_told_twice() -> None:
    assert len(mistakes_of("acount.arr * 2 + 5 > account.seats")) == 1


@pytest.mark.parametrize(
    "line",
    [
        "when: 20% < 7 days and acount.arr > 5",
        "when:    '20% < 1 and account.plan == ''x'' or acount.arr > 5'",
        'when: "20% < 1 and account.plan == \\"é\\" or acount.arr > 5"',
        "{when: 20% < 1 and acount.arr > 5}",
        "when: account.plan == 'größer 20% 7 days' and acount.arr > 5",
    ],
)
def test_the_column_is_that_of_the_file(line: str) -> None:
    document = read_document(f"title: x\n{line}\n" if line[0] != "{" else f"\n{line}\n", "a.yaml")
    assert isinstance(document, Table)
    scalar = document.entries["when"]
    assert isinstance(scalar, Scalar)

    mistake = mistakes_of(scalar.text, scalar.place)[-1]

    assert (mistake.lineno, mistake.text) == (2, line)
    assert line[(mistake.offset or 0) - 1 :].startswith("acount.arr")


def test_a_mistake_on_a_folded_line_is_told_on_that_line() -> None:
    document = read_document("when: >\n  account.arr > 5\n  and acount.arr > 5\n", "a.yaml")
    assert isinstance(document, Table)
    scalar = document.entries["when"]
    assert isinstance(scalar, Scalar)

    mistake = mistakes_of(scalar.text, scalar.place)[0]

    assert (mistake.lineno, mistake.offset, mistake.text) == (3, 7, "  and acount.arr > 5")


@pytest.mark.parametrize(
    "text", ["(" * 500 + "1" + ")" * 500, "not " * 390 + "true", "-" * 390 + "1", "1+" * 190 + "1", "a" * 9999]
)
def test_what_is_too_deep_or_too_long_is_refused(text: str) -> None:
    assert any("split" in error.msg for error in mistakes_of(text))


WORDS = st.sampled_from(
    ["account.arr", "account.plan", "account.segment", "usage.count", "known", "(", ")", "[", "]", ",", "<", "==", "in",
     "not", "and", "or", "+", "-", "*", "/", "5", "20%", "7 days", "'smb'", "'signed in'", "true", "is", "if", "else",
     " ", "lambda", ":", "=", "é", "\n", "'", "$", "None", "account.renewal_on", "'2026-01-01'", "for", "yield"]
)  # fmt: skip


@given(st.text() | st.lists(WORDS).map(" ".join) | st.lists(WORDS).map("".join))
def test_no_text_raises_anything_but_mistakes(text: str) -> None:
    with nothing_but_mistakes():
        compile_condition(text, CATALOG, Place("a.yaml", lines=tuple(text.splitlines()) or ("",)))
