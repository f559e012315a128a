"""The tokens of a brand: what they become, and what is said of one that is written wrongly, on its own line."""

import pytest

from emails.library import read_library
from emails.look import WORDS, read_look
from emails.page import Page
from tests.unit.emails.catalog import FIELDS
from tests.unit.emails.desk import FRONT, PATH, THEME, example, mail, mistakes

BRAND = THEME["emails/themes/brand.yaml"]
LOGO = "\nlogo: {src: https://www.acme.example/logo.png, alt: Acme, width: 140}\n"
FOOTER = '\nfooter:\n  Preferences: https://app.acme.example/mails?a=1&b=2\n  Help: "{{ links.help }}"\n'


def html(brand: str, body: str = "Hello") -> str:
    """Answer a mail in the colors of this brand."""
    library = read_library({**THEME, "emails/themes/brand.yaml": brand, PATH: FRONT + body}, FIELDS)
    return library["try"].render(example()).html


def text(brand: str) -> str:
    """Answer the plain text of a mail of this brand."""
    library = read_library({**THEME, "emails/themes/brand.yaml": brand, PATH: FRONT + "Hello"}, FIELDS)
    return library["try"].render(example()).text


@pytest.mark.parametrize(
    ("right", "wrong", "at", "message"),
    [
        ('brand: "#12664f"', "", "colors:", '"brand" is missing in colors: add `brand: …` below it'),
        ('brand: "#12664f"', 'brnd: "#12664f"', "brnd:", 'there is no color "brnd": did you mean "brand"?'),
        ('"#12664f"', "#12664f", "brand:", "without quotes # begins a remark: write # and six digits in quotes"),
        ('"#12664f"', '"green"', "brand:", '"green" is not a color: write # and six digits in quotes, "#12664f"'),
        ('"#12664f"', '"#12664"', "brand:", '"#12664" is not a color: write # and six digits'),
        ('"#12664f"', "126640", "brand:", '"126640" is not a color: write # and six digits'),
        ('  on_brand: "#0c211a"', '  off: "#0c211a"', "dark:", '"on_brand" is missing in dark'),
        ("colors:", "colours:", "colours:", 'there is no entry "colours": did you mean "colors"?'),
        ("\nfont:", "\nlettering:", "#", '"font" is missing: add `font: …`'),
        ("font: -apple-system,", "font: <b>,", "font:", "a font is a list of names with a comma between"),
        ("name: Maya Lindqvist", "", "signature:", '"name" is missing in signature: add `name: …` below it'),
        ("name: Maya Lindqvist", "name: [Maya]", "name:", '"name" has to be text'),
        ("name: Maya Lindqvist", "name:", "name:", '"name" has to be text'),
        ("signature:\n  name: Maya", "signature: M\nx:\n  name: M", "signature:", '"signature" has entries of its own'),
        (
            "  unsubscribe:",
            "  unsubscrib:",
            "unsubscrib:",
            'there is no entry "unsubscrib": did you mean "unsubscribe"?',
        ),
        ("up: up {}", "up: more", "up:", '"up" has to say where the share stands: up {}'),
        (
            'address: "{{ brand.postal_address }}"',
            "address: 12 Harbor Street",
            "address:",
            "the address line has to show {{ brand.postal_address }}, which journeys/program.yaml tells",
        ),
    ],
)
def test_a_token_that_is_written_wrongly_is_told_on_its_own_line(right: str, wrong: str, at: str, message: str) -> None:
    assert right in BRAND
    found = mistakes("x", brand_yaml=BRAND.replace(right, wrong, 1))
    lines = [mistake.text or "" for mistake in found if mistake.msg.startswith(message)]
    assert [line.strip()[: len(at)] for line in lines] == [at]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('brand: "#12664f"', 'brnd: "#12664f"'),
        ('on_brand: "#0c211a"', 'on_brnd: "#0c211a"'),
        ("colors:", "colours:"),
        ("\nfont:", "\nfonts:"),
        ("name: Maya", "nam: Maya"),
        ('"#12664f"', '"green"'),
    ],
)
def test_one_slip_in_the_brand_is_told_once(right: str, wrong: str) -> None:
    (mistake,) = mistakes("x", brand_yaml=BRAND.replace(right, wrong, 1))
    assert wrong.partition(":")[0].strip() in str(mistake.text)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            LOGO.replace("https:", "http:"),
            'a picture has to be at an https address, not "http://www.acme.example/logo.png"',
        ),
        (LOGO.replace("alt: Acme, ", ""), '"alt" is missing in logo: add `alt: …` below it'),
        (LOGO.replace("alt: Acme", "alt: ''"), '"alt" has to be text'),
        (LOGO.replace("140", "14em"), '"width" is a number of pixels from 16 to 512, not 14em'),
        (LOGO.replace("140", "2000"), '"width" is a number of pixels from 16 to 512, not 2000'),
        (LOGO.replace("alt:", "alternative:"), '"alt" is missing in logo'),
        ("\nlogo: https://www.acme.example/logo.png\n", '"logo" has entries of its own'),
        (
            FOOTER.replace("https:", "http:"),
            'a link in the footer leads to https://… or to {{ links.help }}, not to "http:',
        ),
        (FOOTER.replace("links.help", "links.hepl"), 'there is no field "links.hepl": did you mean "links.help"?'),
        (
            FOOTER.replace("links.help", "account.name"),
            "a link in the footer leads to https://… or to {{ links.help }}",
        ),
        ("\n2027: x\n", 'there is no entry "2027": there are'),
        ("\nlogos: x\n", 'there is no entry "logos": did you mean "logo"?'),
    ],
)
def test_a_logo_or_a_link_that_cannot_be_used_is_told(more: str, message: str) -> None:
    found = mistakes("x", brand_yaml=BRAND + more)
    assert found[0].msg.startswith(message)
    assert found[0].filename == "emails/themes/brand.yaml"
    assert (found[0].lineno or 0) > BRAND.count("\n")


def test_a_logo_stands_in_place_of_the_name() -> None:
    page = html(BRAND + LOGO)
    assert '<img alt="Acme"' in page
    assert 'width="140"' in page
    assert 'class="row wordmark"' not in page
    assert 'class="row wordmark"' in html(BRAND)


def test_links_in_the_footer_stand_in_both_parts() -> None:
    page, words = html(BRAND + FOOTER), text(BRAND + FOOTER)
    assert 'href="https://app.acme.example/mails?a=1&amp;b=2"' in page
    assert 'href="https://app.cadence.example/help"' in page
    assert "Preferences: https://app.acme.example/mails?a=1&b=2\nHelp: https://app.cadence.example/help\n" in words


def test_the_address_line_reads_as_the_brand_says() -> None:
    brand = BRAND.replace('"{{ brand.postal_address }}"', "Acme & Sons, {{ brand.postal_address }}")
    assert "Acme &amp; Sons, Cadence Labs" in html(brand)
    assert "Acme & Sons, Cadence Labs" in text(brand)


def test_a_font_reaches_headings_and_words() -> None:
    page = html("heading_font: \"Georgia, 'Times New Roman', serif\"\n" + BRAND, "# Title\n\nWords")
    assert "font-family: Georgia, 'Times New Roman', serif" in page
    assert "font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI'" in page


def test_a_short_color_is_written_out_because_outlook_knows_no_other() -> None:
    assert "#11aa33" in html(BRAND.replace('"#12664f"', '"#1a3"'), ":::button [x]({{ links.app }})")


def test_the_words_of_the_theme_are_the_brands() -> None:
    brand = BRAND.replace("unsubscribe: Unsubscribe from these mails", "unsubscribe: No more of these")
    assert ">No more of these</a>" in html(brand)
    assert "No more of these: https://" in text(brand)


def test_a_brand_without_words_says_the_usual() -> None:
    told = read_look(Page("brand.yaml", BRAND[: BRAND.index("\nwords:")]))
    assert told
    assert told["words"] == WORDS


def test_another_brand_says_only_what_differs() -> None:
    whole = read_look(Page("brand.yaml", BRAND))
    page = Page("brand.de.yaml", 'words: {done: erledigt}\nsignature: {role: Kundenerfolg}\ncolors: {brand: "#000"}')
    told = read_look(page, whole)
    assert whole
    assert told
    assert page.mistakes == []
    assert told["words"] == {**WORDS, "done": "erledigt"}
    assert told["signature"] == {"name": "Maya Lindqvist", "role": "Kundenerfolg"}
    assert told["colors"] == {**whole["colors"], "brand": "#000000"}
    assert told["topics"] == whole["topics"]


def test_the_brand_that_ships_is_in_order() -> None:
    assert mail("Hello").name == "try"
