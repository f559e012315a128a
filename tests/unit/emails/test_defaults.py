"""What stands where a field is missing."""

import pytest

from emails.library import read_library, read_mails
from tests.unit.emails.catalog import FIELDS, Told
from tests.unit.emails.desk import FRONT, PATH, THEME, example

BRAND = "emails/themes/brand.yaml"
KNOWN = {
    **FIELDS,
    "account.tier": Told("text", "gold", optional=True, default="standard"),
    "account.limit": Told("number", 10, optional=True, default=5),
}
MISSING = "\nmissing:\n  contact.first_name: there\n"


def text(body: str, missing: str = "", front: str = FRONT, **groups: object) -> str:
    files = {**THEME, BRAND: THEME[BRAND] + missing, PATH: front + body}
    return read_library(files, KNOWN)["try"].render({**example(), **groups}).text.partition("\n")[0]


@pytest.mark.parametrize("account", [{"name": "Acme"}, {"name": "Acme", "tier": None, "limit": None}])
def test_a_default_of_the_catalog_stands_where_the_value_is_missing(account: dict[str, object]) -> None:
    assert text("{{ account.tier }}, {{ account.limit }} of {{ account.name }}", account=account) == (
        "standard, 5 of Acme"
    )


def test_it_can_be_compared_with_and_asked_for_like_any_value() -> None:
    body = "{% if account.limit > 4 and account.tier %}{{ account.limit + 1 }}{% endif %}"
    assert text(body, account={"name": "Acme"}) == "6"


def test_a_value_that_is_there_is_shown() -> None:
    assert text("{{ account.tier }}", account={"name": "Acme", "tier": "gold"}) == "gold"


def test_a_mail_may_say_otherwise_than_the_catalog() -> None:
    assert text('{{ account.plan | default("free") }}', account={"name": "Acme", "plan": None}) == "free"


def test_the_brand_says_once_what_stands_where_a_name_is_missing() -> None:
    assert text("Hi {{ contact.first_name }},", MISSING, contact={"first_name": None}) == "Hi there,"
    assert text("Hi {{ contact.first_name }},", MISSING, contact={}) == "Hi there,"
    assert text("Hi {{ contact.first_name }},", MISSING, contact={"first_name": "Ada"}) == "Hi Ada,"


def test_an_if_finds_nobody_there_all_the_same() -> None:
    assert text("{% if contact.first_name %}Hi{% else %}Hello{% endif %}", MISSING, contact={}) == "Hello"
    assert text("{% if not contact.first_name %}Hello{% endif %}", MISSING, contact={}) == "Hello"
    assert text('Dear {{ contact.first_name | default("friend") }}', MISSING, contact={}) == "Dear friend"


def test_each_language_has_its_own_words_for_it() -> None:
    files = {
        **THEME,
        BRAND: THEME[BRAND] + MISSING,
        "emails/themes/brand.de.yaml": "missing: {contact.first_name: zusammen}\n",
        "emails/templates/try.md": FRONT + "Hi {{ contact.first_name }}",
        "emails/templates/try.de.md": "---\n---\nHallo {{ contact.first_name }}",
    }
    mails = read_library(files, KNOWN)
    found = [mails.choose("try", locale, "acme").render({**example(), "contact": {}}) for locale in ("en", "de")]
    assert [content.text.partition("\n")[0] for content in found] == ["Hi there", "Hallo zusammen"]


@pytest.mark.parametrize(
    ("missing", "told"),
    [
        (
            "missing:\n  contact.first_nam: x\n",
            'there is no field "contact.first_nam": did you mean "contact.first_name"?',
        ),
        ("missing:\n  account.seats: x\n", '"account.seats" is not text'),
        ("missing:\n  contact.first_name: 3\n", '"contact.first_name" has to be text'),
        ("missing: there\n", "write below it, indented, what stands instead: `contact.first_name: there`"),
    ],
)
def test_a_slip_in_it_is_told(missing: str, told: str) -> None:
    files = {**THEME, BRAND: THEME[BRAND] + "\n" + missing, PATH: FRONT + "x"}
    found = read_mails(files, KNOWN)[1]
    assert [mistake.msg for mistake in found] == [told]
    assert "missing" in (found[0].text or "") or "  " in (found[0].text or "")


def test_without_either_a_field_that_can_be_missing_is_still_a_mistake() -> None:
    found = read_mails({**THEME, PATH: FRONT + "{{ contact.first_name }}"}, KNOWN)[1]
    assert "can be missing" in found[0].msg
