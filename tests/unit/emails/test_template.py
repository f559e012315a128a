"""From what is known of a person to what they read."""

from typing import Any

import pytest

from emails.template import LARGEST, RenderError
from tests.unit.emails.desk import FRONT, example, mail


def without(group: str, field: str) -> dict[str, Any]:
    context: dict[str, Any] = example()
    return {**context, group: {name: value for name, value in context[group].items() if name != field}}


@pytest.mark.parametrize("missing", [without("contact", "first_name"), {**example(), "contact": {"first_name": None}}])
def test_an_optional_field_may_be_missing_or_none(missing: dict[str, Any]) -> None:
    greeting = mail("Hi {{ contact.first_name | default('there') }}{% if contact.first_name %}!{% endif %}")
    assert greeting.render(missing).text.startswith("Hi there\n")


def test_a_whole_group_may_be_missing_if_all_of_it_is_optional() -> None:
    context = {name: value for name, value in example().items() if name != "contact"}
    assert mail("Hi {{ contact.first_name | default('there') }}").render(context).text.startswith("Hi there\n")


@pytest.mark.parametrize("value", [None, True, ["x"], {"x": 1}])
def test_a_value_that_cannot_be_shown_stops_the_mail(value: object) -> None:
    with pytest.raises(RenderError, match="a mail cannot show"):
        mail("{{ account.name }}").render({**example(), "account": {"name": value}})


def test_the_context_is_left_as_it_was() -> None:
    context = without("contact", "first_name")
    mail("Hi {{ contact.first_name | default('there') }}").render(context)
    assert "first_name" not in context["contact"]


def test_a_method_of_what_is_passed_is_never_called() -> None:
    class Row(dict[str, object]):
        @property
        def name(self) -> str:
            raise AssertionError("an attribute was looked at")

    assert mail("{{ account.name }}").render({**example(), "account": Row(name="A")}).text.startswith("A\n")


def test_a_list_too_long_for_a_mail_stops_it() -> None:
    items = [{"title": "x" * 150, "link": "https://a.example", "done": False}] * 1000
    context = {**example(), "checklist": {"items": items}}
    with pytest.raises(RenderError, match=f"larger than {LARGEST:,} bytes"):
        mail("{% for item in checklist.items %}\n- {{ item.title }}\n{% endfor %}").render(context)


def test_a_template_says_which_fields_it_needs_and_the_theme_with_it() -> None:
    fields = mail("{% if account.seats %}x{% endif %}", FRONT.replace("Hello", '"{{ checklist.done }}"')).fields
    assert {"account.seats", "checklist.done", "links.unsubscribe", "brand.postal_address"} <= fields
    assert "checklist.items" not in fields


def test_a_component_needs_its_own_fields() -> None:
    assert "checklist.items" in mail(":::checklist").fields


def test_the_same_person_gets_the_same_mail() -> None:
    assert mail(":::checklist").render(example()) == mail(":::checklist").render(example())
