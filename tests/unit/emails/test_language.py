"""What may be said in a mail, and how a mistake in it is explained."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emails.template import RenderError
from tests.unit.emails.desk import example, mail, mistakes, rendered, told


@pytest.mark.parametrize(
    ("body", "column", "message"),
    [
        ("{{ contact.first_nme }}", 4, 'there is no field "contact.first_nme": did you mean "contact.first_name"?'),
        ("Hi {% if acount.name %}x{% endif %}", 10, 'there is no field "acount.name": did you mean "account.name"?'),
        ("{{ account.größe }}", 4, 'there is no field "account.größe": account has '),
        ("{{ größe }}", 4, 'there is no field "größe": a field is written with its group, as in account.name'),
        ("{{ account.naïve }}", 4, 'there is no field "account.naïve": did you mean "account.name"?'),
        ("{{ contact }}", 4, '"contact" is not one value: choose one of its fields, such as contact.email'),
        ("{{ account.name | upper }}", 19, 'there is no filter "upper": there are '),
        ("{{ account.name | percnt }}", 19, 'there is no filter "percnt": did you mean "percent"?'),
        ("{{ account.name | percent }}", 19, '"percent" is for a share; account.name is text'),
        (
            "{{ contact.first_name }}",
            4,
            '"contact.first_name" can be missing: write {{ contact.first_name | default("…")',
        ),
        ("{{ account.arr | money }}", 4, '"account.arr" can be missing: put it inside {% if account.arr %}'),
        ("{{ contact.first_name | default(3) }}", 4, "contact.first_name is text, and so must be its default"),
        ("{{ contact.first_name | default }}", 25, '"default" is written {{ … | default("there") }}'),
        ("{{ contact.first_name | default(account.name) }}", 25, '"default" is written'),
        (
            "{{ usage.feature_adoption }}",
            4,
            '"usage.feature_adoption" is a share: write {{ usage.feature_adoption | per',
        ),
        (
            "{{ account.signed_up_at }}",
            4,
            '"account.signed_up_at" is a moment: write {{ account.signed_up_at | date }}',
        ),
        ("{{ account.trial }}", 4, '"account.trial" is a yes or no: ask for it with {% if account.trial %}'),
        ("{{ checklist.items }}", 4, '"checklist.items" is a list: go through it with {% for item in checklist.items'),
        ("{{ links.app }}", 4, '"links.app" is a link: put words in front of it, [words]({{ links.app }})'),
        ("[x]({{ metrics.tasks_completed }})", 8, '"metrics.tasks_completed" is a number, not an address'),
        ("[x]({{ checklist.next_link | default('javascript:x') }})", 8, "the default of a link has to be an address"),
        ("{% for a in account.name %}{% endfor %}", 13, '"account.name" is text, not a list'),
        ("{% for a in checklist.items %}{{ a.titel }}{% endfor %}", 34, 'there is no field "a.titel": did you mean'),
        ("{% if account.name > 3 %}x{% endif %}", 7, "cannot compare text with a number"),
        ("{% if account.seats > 3 %}x{% endif %}", 7, '"account.seats" can be missing: write'),
        ("{{ account.name + 'x' }}", 1, "only numbers can be added or subtracted"),
        ("{% if account.trial %}x", 1, "{% if %} is never closed: add {% endif %}"),
        ("x {% endif %}", 1, "{% endif %} closes or continues nothing"),
        ("{{ account.name", 1, "{{ or {% is never closed: add }} or %}"),
        ("{{ account.name has finished", 17, '"has" does not fit here: is }} missing before it'),
        ("{{ account.name }", 17, "a brace is missing: fields stand between two, {{ and }}"),
        ("{% if account.name = 'x' %}x{% endif %}", 20, "write == to compare"),
        ("{ account.name }", 1, 'people would read "{ account.name }" as it stands: fields are written {{ … }}'),
        ("{ % if account.trial % }", 1, 'people would read "{ %" as it stands'),
        ("Go: :::button [x]({{ links.app }})", 5, 'people would read ":::button" as it stands: a component begins at'),
        ("- :::button [x]({{ links.app }})", 3, 'people would read ":::button" as it stands: a component begins at'),
        ("|---|---|\n| 1 | 2 |", 1, 'people would read "|---|---|" as it stands: mails show no such tables'),
        ("x <!-- to do -->", 3, 'people would read "<!--" as it stands: a remark is written {# … #}'),
        ("{{{ account.name }}}", 1, "a brace is too many: fields stand between two, {{ and }}"),
        ("{{ contact.first\\_name }}", 17, "\\ cannot stand here: it means nothing between braces"),
        ("{{ **account.name** }}", 4, "** cannot stand here: it means nothing between braces"),
        ("{{ \u200baccount.name }}", 4, "a character that nobody sees stands in this tag: delete the tag and type it"),
        ('{{ contact.first_name | default: "x" }}', 32, "a colon cannot stand here: what a filter needs stands in par"),
        ("{% if account.trial %}x{% else if account.name %}y{% endif %}", 4, "another condition is written {% elif"),
        ("Hi *|FNAME|*", 4, 'people would read "*|FNAME|*" as it stands: fields are written {{ … }}'),
        ("Hi %FIRST_NAME%", 4, 'people would read "%FIRST_NAME%" as it stands: fields are written {{ … }}'),
        ("Hi [[ account.name ]]", 4, 'people would read "[[ account.name ]]" as it stands: fields are written'),
        ("Hi {!Contact.FirstName}", 4, 'people would read "{!Contact.FirstName}" as it stands: fields are written'),
        ("Hi {first_name}", 4, 'people would read "{first_name}" as it stands: fields are written {{ … }}'),
        ("Hi <<First Name>>", 4, 'people would read "<<First Name>>" as it stands: fields are written {{ … }}'),
        ("See [x] (https://a.example)", 5, 'people would read "[x] (https://a.example" as it stands: a link is writ'),
        ("See [x](https://a.example/y z)", 5, 'people would read "[x](https://a.example/y" as it stands: a link is'),
        ("See [x]({{ links.app }}", 5, 'people would read "[x]({{ links.app }}" as it stands: a link is written'),
        ("#Welcome", 1, 'people would read "#Welcome" as it stands: a heading has a space behind its #'),
        ("- [ ] one", 3, 'people would read "[ ]" as it stands: mails have no boxes to tick'),
        ("~~old~~", 1, 'people would read "~~old~~" as it stands: mails strike nothing out'),
        ("Said[^1]", 5, 'people would read "[^1]" as it stands: mails have no footnotes'),
        ("Hooray :tada:", 8, 'people would read ":tada:" as it stands: paste the emoji itself'),
        ("::signature", 1, 'people would read "::signature" as it stands: a component begins with three colons'),
        ("", 1, "the mail says nothing: write it below the second ---"),
        ("zq12qz", 1, '"zq12qz" is a word that Tenure needs for itself'),
    ],
)
def test_a_mistake_is_shown_where_it_is_with_the_way_out(body: str, column: int, message: str) -> None:
    line, at, said = told(mistakes("\n" + body))[0]
    assert (line, at) == (7, column)
    assert said.startswith(message)


@pytest.mark.parametrize(
    "body",
    [
        "{{ account.name() }}",
        "{{ ().__class__.__bases__ }}",
        "{{ account.name.__class__.__mro__ }}",
        "{{ account['name'] }}",
        "{{ 'a' * 500000000 }}",
        "{{ '%500000000d' | format(1) }}",
        "{{ account.name | center(500000000) }}",
        "{{ account.name | attr('x') }}",
        "{{ account.name | safe }}",
        "{{ account.name | replace('a', 'aaaaaaaaaa') }}",
        "{{ range(99999) }}",
        "{{ lipsum(n=20000) }}",
        "{{ account.name ~ account.name }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{{ 'x' if account.trial else 'y' }}",
        "{{ checklist.items[0].title }}",
        "{% set x = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'x' as x %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{% with a = 1 %}{% endwith %}",
        "{% filter upper %}x{% endfilter %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% if account.name is defined %}x{% endif %}",
        "{% for a in checklist.items %}{% for b in checklist.items %}x{% endfor %}{% endfor %}",
        "{% for a in checklist.items recursive %}x{% endfor %}",
        "{{ links.app | href('links.app') }}",
        "{{ self }}",
        "{{ config.items }}",
    ],
)
def test_whatever_is_not_needed_in_a_mail_is_not_there(body: str) -> None:
    assert mistakes(body)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("{{ contact.first_name | default('there') }}", "Ada"),
        ("{% if contact.first_name %}{{ contact.first_name }}{% endif %}", "Ada"),
        ("{% if account.seats and account.seats > 10 %}many{% endif %}", "many"),
        ("{% if account.plan == 'team' and not account.trial %}team{% else %}other{% endif %}", "team"),
        ("{{ (checklist.total - checklist.done) | plural('step') }} left", "4 steps left"),
        ("{{ usage.feature_adoption | percent }}", "40%"),
        (
            "{% for a in checklist.items[:2] if not a.done %}{{ loop.index }}: {{ a.title }}{% endfor %}",
            "1: Add a task",
        ),
        ("{# nobody sees this #}x", "x"),
    ],
)
def test_what_is_needed_is_there(body: str, text: str) -> None:
    assert rendered(body).startswith(text)


def test_every_mistake_of_a_mail_is_told_at_once() -> None:
    found = mistakes("{{ a.b }}\n\n:::buton\n\n[x](http://c)\n\n{{ account.name | upper }}")
    assert [mistake.lineno for mistake in found] == [6, 12]
    found = mistakes(":::buton\n\n[x](http://c)\n\n<b>")
    assert [mistake.lineno for mistake in found] == [6, 8, 10]


def test_the_source_line_is_told_for_the_caret() -> None:
    assert mistakes("\nHi {{ contact.nme }}")[0].text == "Hi {{ contact.nme }}"


FRAGMENTS = st.sampled_from(
    ["{{ account.name }}", "{% if account.trial %}", "{% else %}", "{% endif %}", "{% for a in checklist.items %}",
     "{% endfor %}", "{{", "}}", "{%", ":::button [x]({{ links.app }})", ":::stats", ":::", "- a: {{ checklist.done }}",
     "\n", "\n\n", "# ", "**", "[x](", ")", "{{ links.app }}", "a", " ", "| default", "'", '"', "<b>", "1. x", "`"]
)  # fmt: skip


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_a_mail_is_either_explained_or_rendered_whatever_is_written(body: str) -> None:
    found = mistakes(body)
    assert all(mistake.lineno for mistake in found)
    assert found or "zq" not in mail(body).render(example()).html


def test_a_field_that_must_be_there_and_is_not_stops_the_mail() -> None:
    with pytest.raises(RenderError, match="try cannot be rendered: 'dict object' has no attribute 'name'"):
        rendered("{{ account.name }}", account={})
