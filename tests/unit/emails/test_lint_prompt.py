"""Messages inside the product are short and ask for one thing; what only mails need is not asked of them."""

import pytest

from tests.unit.emails.desk import IN_APP
from tests.unit.emails.lint_desk import examined, told

GO = ":::button [Go]({{ links.tasks }})"


def test_a_short_message_with_one_button_is_in_order() -> None:
    assert examined(f"Create a task, and tick it off.\n\n{GO}", IN_APP) == ()


def test_a_message_as_long_as_it_may_be_is_in_order_whatever_its_button_says() -> None:
    title = IN_APP.replace("Hello", "x" * 60)

    assert examined(f"{'word ' * 59}words\n\n{GO}", title) == ()


@pytest.mark.parametrize(
    ("body", "front", "rule", "way_out"),
    [
        (GO, IN_APP.replace("Hello", "x" * 61), "prompt-title", "the title has 61 characters: say it in 60"),
        (f"{'word ' * 60}x", IN_APP, "prompt-body", "the message has 301 characters below its title: 300 is what"),
        (f"Now.\n\n{GO}\n\n{GO}", IN_APP, "prompt-button", "there are 2 buttons: a message in the product asks"),
        ("![A board](https://cdn.example.com/a.png) See?", IN_APP, "prompt-picture", "has no pictures"),
    ],
)
def test_what_does_not_fit_into_a_box_blocks_publishing(body: str, front: str, rule: str, way_out: str) -> None:
    (finding,) = told(rule, body, front)

    assert finding.severity == "error"
    assert way_out in finding.message


def test_a_name_of_unusual_length_is_not_held_against_a_message() -> None:
    front = IN_APP.replace("Hello", '"{{ account.name }}, take the tour"')
    people = f"typical: {{account: {{name: {'Long' * 40}}}}}"

    assert told("prompt-title", f"{{{{ account.name }}}}\n\n{GO}", front, people) == []
