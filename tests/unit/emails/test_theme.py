"""The theme: its files, its MJML, its brand, and what its parsers would drop in silence."""

import pytest

from tests.unit.emails.desk import THEME, example, mail, mistakes, told

MJML = THEME["emails/themes/default.mjml"]
BRAND = THEME["emails/themes/brand.yaml"]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("<mj-column>", "<mj-colum>", "MJML has no <mj-colum>: did you mean"),
        ('align="left"', 'aling="left"', '<mj-button> has no attribute "aling": did you mean "align"?'),
        ("</mj-column>", "", "<mj-column> is not closed before </mj-section>"),
        ("</mj-column>", "</mj-column></mj-group>", "</mj-group> closes nothing"),
        ("</mjml>", "", "<mjml> is never closed"),
        ("{{ product.name }}", "{{ product.nam }}", 'there is no field "product.nam": did you mean "product.name"?'),
        ("[[ reason ]]", "[[ raison ]]", "[[ … ]] or [% … %] cannot be filled: 'raison' is undefined"),
        ("[[ reason ]]", "[[ reason ", "[[ … ]] or [% … %] cannot be filled"),
        ("</mjml>", "</mjml>[[ ", "[[ … ]] or [% … %] cannot be filled: one is never closed: add ]] or %]"),
        ("inner-padding=", 'height="{{ metrics.tasks_completed }}" inner-padding=', "MJML drops {{ metrics.tasks_comp"),
    ],
)
def test_a_mistake_in_the_page_of_the_theme_is_found(right: str, wrong: str, message: str) -> None:
    found = mistakes("x", default_mjml=MJML.replace(right, wrong, 1))
    assert any(mistake.msg.startswith(message) for mistake in found)
    assert {mistake.filename for mistake in found} == {"emails/themes/default.mjml"}


def test_a_mistake_in_the_theme_has_its_line() -> None:
    line = next(number for number, text in enumerate(MJML.split("\n"), 1) if "<mj-column>" in text)
    assert told(mistakes("x", default_mjml=MJML.replace("<mj-column>", "<mj-colum>", 1)))[0][0] == line


@pytest.mark.parametrize(
    ("field", "slot"),
    [
        ("links.unsubscribe", '{{ links.unsubscribe | href("links.unsubscribe") }}'),
        ("brand.postal_address", "[[ brand.address ]]"),
    ],
)
def test_a_letter_without_what_the_law_asks_for_is_a_mistake(field: str, slot: str) -> None:
    for file in ("default.mjml", "default.txt"):
        text = THEME["emails/themes/" + file].replace(slot, "https://www.acme.example")
        found = mistakes("x", **{file.replace(".", "_"): text})
        assert [mistake.msg for mistake in found] == [f"every mail has to show {{{{ {field} }}}}"]


def test_a_letter_without_a_place_for_the_mail_is_a_mistake() -> None:
    assert told(mistakes("x", default_txt="x"))[-1][2] == "the mail itself has to stand somewhere: [[ content ]]"


def test_a_brand_that_is_no_mapping_is_a_mistake() -> None:
    assert told(mistakes("x", brand_yaml="- no"))[0][2] == "expected entries of the form `name: value`"


def test_the_brand_speaks_the_language_of_mails_too() -> None:
    found = mistakes("x", brand_yaml=BRAND.replace("{{ product.name }}", "{{ product.nme }}"))
    assert found[0].filename == "emails/themes/brand.yaml"
    assert 'did you mean "product.name"?' in found[0].msg


def test_what_the_theme_does_not_draw_for_a_component_is_a_mistake() -> None:
    found = mistakes(":::button [x]({{ links.app }})", button_mjml='<mj-button href="[[ href ]]">Go</mj-button>')
    assert found == [] or found[0].filename == "emails/templates/try.md"


def test_a_component_that_loses_a_field_is_found() -> None:
    found = told(mistakes(":::button [Hi {{ account.name }}]({{ links.app }})", button_txt="[[ href ]]\n"))
    assert found == [(6, 15, "{{ account.name }} cannot stand here")]


def test_a_link_that_a_component_loses_is_told_as_it_was_written() -> None:
    found = told(mistakes("Hello\n\n:::button [Hi]({{ links.app }})", button_txt="[[ label ]]\n"))
    assert found == [(8, 16, "{{ links.app }} cannot stand here")]


def test_colors_come_from_the_brand() -> None:
    assert "#12664f" in mail(":::button [x]({{ links.app }})").render(example()).html


def test_the_reason_for_the_mail_is_that_of_its_topic() -> None:
    assert (
        "because you are setting up Cadence with your team at Brightwater Studio." in mail("x").render(example()).text
    )


def test_a_well_known_font_is_not_fetched_from_its_maker() -> None:
    assert mistakes("x", brand_yaml=BRAND.replace("Helvetica", "Roboto")) == []
    assert "@import" not in mail("x").render(example()).html
