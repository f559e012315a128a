"""What is found in the words of a mail: each rule once where it has something to say, and once where it has not."""

import pytest

from tests.unit.emails.lint_desk import FRONT, TITLE, examined, told


def test_a_mail_in_order_is_met_with_silence() -> None:
    body = (
        "Hi {{ contact.first_name | default('there') }},\n\nSee it at a glance.\n\n:::button [Open]({{ links.app }})\n"
    )

    assert examined(TITLE + body) == ()


@pytest.mark.parametrize("words", ["FREE for you", "This is IMPORTANT", "Act now!!", "Look! !"])
def test_shouting_is_told_with_its_line(words: str) -> None:
    (finding,) = told("shouting", TITLE + words)

    assert (finding.severity, finding.line) == ("warning", 8)


@pytest.mark.parametrize("words", ["Our API speaks JSON, and HIPAA", "Done!", "**Now**", "{{ account.name }} is free"])
def test_abbreviations_and_one_exclamation_mark_do_not_shout(words: str) -> None:
    assert told("shouting", TITLE + words) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("I am just checking in.", "just checking in"),
        ("Touching base on this.", "Touching base"),
        ("I’m circling back", "circling back"),
        ("I hope this email finds you well", "hope this email finds you well"),
        ("A gentle reminder", "gentle reminder"),
        ("[Click here]({{ links.app }})", "Click here"),
    ],
)
def test_words_that_say_nothing_are_told_with_a_better_way(words: str, said: str) -> None:
    (finding,) = told("phrase", TITLE + words)

    assert finding.message.startswith(f'"{said}" gives nobody a reason to read on: ')


def test_checking_something_is_no_empty_phrase() -> None:
    assert told("phrase", TITLE + "Check in your changes. Checking inventory takes a minute.") == []


@pytest.mark.parametrize("words", ["What is new in 2025", "Your plans for 2028"])
def test_a_year_that_is_neither_this_nor_the_next_is_told(words: str) -> None:
    (finding,) = told("year", TITLE + words)

    assert (finding.severity, finding.line) == ("warning", 8)


@pytest.mark.parametrize(
    "words", ["In 2026 and 2027", "1,999 tasks", "$2000 a year", "[See]({{ links.app }}/2019)", "2025.5"]
)
def test_a_year_of_now_an_amount_or_an_address_is_not(words: str) -> None:
    assert told("year", TITLE + words.replace("{{ links.app }}", "https://a.example")) == []


def test_a_subject_over_fifty_characters_is_told_with_its_length() -> None:
    (finding,) = told("subject-length", TITLE, FRONT.replace("Your board is waiting", "x" * 51))

    assert (finding.severity, finding.line, finding.preview) == ("warning", 2, "typical")
    assert "51 characters" in finding.message


def test_a_subject_that_every_mail_program_cuts_off_is_told_whoever_gets_it() -> None:
    front = FRONT.replace("Your board is waiting", '"{% if account.trial %}' + "x" * 79 + '{% else %}Hello{% endif %}"')
    people = "typical:\ntrying: {account: {trial: true}}"

    (finding,) = told("subject-length", TITLE, front, people)

    assert finding.preview == "trying"
    assert "every mail program cuts it off at 78" in finding.message


def test_a_subject_is_not_too_long_for_the_longest_name_there_is() -> None:
    front = FRONT.replace("Your board", '"{{ account.name }}, your board') + ""
    front = front.replace("is waiting", 'is waiting"')

    assert told("subject-length", TITLE, front, "typical:\nextreme: {account: {name: " + "n" * 200 + "}}") == []


@pytest.mark.parametrize("words", ["Short", "x" * 111])
def test_a_preheader_that_does_not_fill_its_line_or_spills_over_is_told(words: str) -> None:
    (finding,) = told("preheader-length", TITLE, FRONT.replace("Two minutes, and everybody sees what is stuck", words))

    assert (finding.severity, finding.line) == ("warning", 3)


def test_an_empty_subject_is_an_error_with_the_name_of_whom_it_is_empty_for() -> None:
    front = FRONT.replace("Your board is waiting", '"{% if account.trial %}Hello{% endif %}"')

    (finding,) = told(
        "subject-empty", TITLE, front, "trying: {account: {trial: true}}\npaying: {account: {trial: false}}"
    )

    assert (finding.severity, finding.preview, finding.line) == ("error", "paying", 2)


def test_a_body_that_is_empty_for_somebody_is_an_error() -> None:
    (finding,) = told(
        "text-empty", "{% if account.trial %}\nHello\n{% endif %}", people="paying: {account: {trial: false}}"
    )

    assert (finding.severity, finding.preview) == ("error", "paying")


def test_a_mail_that_cannot_be_made_for_somebody_is_an_error_with_their_name() -> None:
    body = TITLE + "[See]({{ links.app }})"

    (finding,) = told("renders", body, people='typical:\nodd: {links: {app: "javascript:alert(1)"}}')

    assert (finding.severity, finding.preview) == ("error", "odd")
    assert '"links.app" is not an https or mailto address' in finding.message


def test_a_made_up_person_of_endless_use_ends_in_a_finding() -> None:
    body = TITLE + "{{ usage.feature_adoption | percent }}"

    (finding,) = told("renders", body, people="odd: {usage: {feature_adoption: .inf}}")

    assert finding.preview == "odd"


def test_everything_optional_missing_is_tried_on_every_mail() -> None:
    body = TITLE + "{% if account.trial %}Hi{% else %}{{ account.seats | default(0) }}{% endif %}"

    assert told("renders", body) == []
