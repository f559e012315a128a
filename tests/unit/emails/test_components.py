"""Components: how each is written, how it reads, and what is said when it is written otherwise."""

import pytest

from tests.unit.emails.desk import IN_APP, example, mail, mistakes, rendered, told


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (":::button [Go & see]({{ links.app }})", "Go & see:\nhttps://app.cadence.example/app"),
        (":::video [Tour]({{ links.video }}) 2 minutes", "Watch: Tour (2 minutes):\nhttps://app.cadence.example/video"),
        (":::video [Tour]({{ links.video }})", "Watch: Tour:\nhttps://app.cadence.example/video"),
        (":::callout\n**Note** this\nwell\n\nand that\n:::", "| Note this well\n| \n| and that"),
        (":::stats\n- Tasks: {{ checklist.done }} of {{ checklist.total }}\n:::", "Tasks: 1 of 5"),
        (":::bars\n- In use: {{ usage.feature_adoption | percent }}\n:::", "████░░░░░░ 40%  In use"),
        (":::steps\n1. **Add** a task\n2. [Open]({{ links.app }})\n:::", "1. Add a task\n2. Open (https://app.cadence"),
        (":::signature", "Maya Lindqvist\nCustomer success, Cadence"),
    ],
)
def test_a_component_reads_well_as_text(body: str, text: str) -> None:
    assert rendered(body).startswith(text)


@pytest.mark.parametrize(
    "body",
    [
        ":::button go",
        ":::button [Go]({{ links.app }}) now",
        ":::checklist now",
        ":::signature Maya",
        ":::callout\n:::",
        ":::stats\nTasks, 3\n:::",
        ":::stats\n:::",
        ":::bars\n- In use: {{ usage.features_used }}\n:::",
        ":::bars\n- In use: 40%\n:::",
        ":::steps\n- no number\n:::",
    ],
)
def test_a_component_written_otherwise_is_shown_as_it_should_be(body: str) -> None:
    line, column, message = told(mistakes(body))[0]
    assert (line, column) == (6, 1)
    assert message.startswith("this is not how it is written: :::" + body[3:].split()[0])


def test_a_component_that_is_never_closed_is_told_how_to_close_it() -> None:
    ((_, _, message),) = told(mistakes(":::callout\nnever closed"))
    assert message == ":::callout is never closed: end it with a line that says ::: and no more"


def test_a_component_may_be_indented() -> None:
    assert "Maya Lindqvist" in rendered("Hello\n\n  :::signature")
    assert ":::" not in rendered("Hello\n\n  :::callout\n  a note\n  :::")


def test_a_misspelled_component_gets_a_suggestion() -> None:
    assert told(mistakes(":::buton [x]({{ links.app }})")) == [
        (6, 4, 'there is no component "buton": did you mean "button"?')
    ]


def test_an_end_without_a_beginning_is_a_mistake() -> None:
    assert told(mistakes("text\n\n:::")) == [(8, 1, "::: closes nothing here")]


def test_a_bar_is_as_long_as_the_share() -> None:
    html = mail(":::bars\n- In use: {{ usage.feature_adoption | percent }}\n:::").render(example()).html
    assert 'width="40%"' in html
    assert ">40%</td>" in html


def test_a_button_in_a_loop_comes_as_often_as_the_loop_says() -> None:
    body = "{% for f in usage.unused_features %}\n:::button [Try {{ f.title }}]({{ f.link }})\n{% endfor %}"
    assert rendered(body).startswith("Try Automations:\nhttps://app.cadence.example/automations\n\nTry Reports:\n")


def test_a_condition_around_a_component_leaves_it_out() -> None:
    body = "{% if account.trial %}\n:::button [Buy]({{ links.app }})\n{% endif %}\n\nThe end"
    assert "Buy" not in mail(body).render(example()).html


def test_in_an_app_there_are_words_and_buttons() -> None:
    html = mail("Hi **you**\n\n:::button [Go]({{ links.app }})", IN_APP).render(example()).html
    assert html == (
        '<p>Hi <strong>you</strong></p>\n<p><a class="button" href="https://app.cadence.example/app">Go</a></p>'
    )


def test_what_an_app_cannot_show_is_a_mistake() -> None:
    assert told(mistakes("x\n\n:::checklist", IN_APP)) == [(8, 4, '"checklist" can be shown in an email only')]
