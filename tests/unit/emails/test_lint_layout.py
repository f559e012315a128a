"""What is found in how a mail is built: each rule once where it has something to say, and once where it has not."""

import pytest

from emails.lint.links import trouble
from tests.unit.emails.lint_desk import TITLE, Change, examined, told

IMAGE = "![A board with three columns](https://cdn.example.com/board.png)"
WORDS = "See at a glance what is stuck, who waits for whom, and what comes next: on one page that everybody shares."


@pytest.mark.parametrize(
    ("address", "way_out"),
    [
        ("/boards", "write the whole address, from https:// on"),
        ("boards.html", "write the whole address"),
        ("", "write the whole address"),
        ("#", "write the whole address"),
        ("http://example.com/", "begin it with https://"),
        ("javascript:alert(1)", "use https:// or mailto:"),
        ("ftp://example.com/", "use https:// or mailto:"),
        ("https://app", "copy it again"),
        ("https://https://example.com", "copy it again"),
        ("https://example..com", "copy it again"),
        ("https://[example.com", "copy it again"),
        ("mailto:", "mailto:help@example.com"),
        ("mailto:help", "mailto:help@example.com"),
    ],
)
def test_a_link_that_leads_nowhere_safe_has_a_way_out(address: str, way_out: str) -> None:
    assert way_out in trouble(address)


@pytest.mark.parametrize(
    "address", ["https://example.com/a?b=1", "mailto:help@example.com?subject=x", "http://localhost:8000/"]
)
def test_a_link_that_can_be_followed_is_in_order(address: str) -> None:
    assert trouble(address) == ""


def test_a_link_of_a_mail_is_looked_at() -> None:
    (finding,) = told("link", TITLE + "[See](https://app)")

    assert (finding.severity, finding.line) == ("error", 8)


LINK = '{{ links.unsubscribe | href("links.unsubscribe") }}'
ANCHOR = f'<a href="{LINK}">[[ brand.words.unsubscribe ]]</a>'
SEEN_BY_TRIALS = [
    (file, shown, f"{{% if account.trial %}}{shown}{{% endif %}}")
    for file, shown in (("default.mjml", ANCHOR), ("default.txt", LINK))
]
ADDRESS = "[[ brand.address ]]"
TOLD_TO_TRIALS = [
    (file, ADDRESS, "{% if account.trial %}" + ADDRESS + "{% endif %}") for file in ("default.mjml", "default.txt")
]


@pytest.mark.parametrize(("rule", "theme"), [("unsubscribe", SEEN_BY_TRIALS), ("postal-address", TOLD_TO_TRIALS)])
def test_a_mail_that_hides_the_way_out_or_its_sender_is_an_error_in_both_parts(rule: str, theme: list[Change]) -> None:
    found = told(rule, TITLE, people="paying: {account: {trial: false}}", theme=theme)

    assert {finding.severity for finding in found} == {"error"}
    assert [finding.message.partition(" of the mail")[0] for finding in found] == ["the HTML", "the plain text"]


@pytest.mark.parametrize("rule", ["unsubscribe", "postal-address"])
def test_a_mail_that_shows_both_is_in_order(rule: str) -> None:
    assert told(rule, TITLE) == []


@pytest.mark.parametrize(("items", "severity"), [(90, "error"), (70, "warning")])
def test_a_mail_that_gmail_cuts_off_or_nearly_is_told_after_tracking_and_encoding(items: int, severity: str) -> None:
    people = "crowded: {checklist: {items: [" + "{title: x, link: 'https://a.example/1', done: false}, " * items + "]}}"

    (finding,) = told("size", TITLE + ":::checklist", people=people)

    assert (finding.severity, finding.preview) == (severity, "crowded")


def test_a_mail_of_usual_size_is_far_from_what_gmail_cuts_off() -> None:
    assert told("size", TITLE + ":::checklist") == []


def test_an_image_without_words_is_an_error() -> None:
    theme = [("signature.mjml", "<strong>", '<img src="https://a.example/maya.png" /><strong>')]

    (finding,) = told("alt-text", TITLE + ":::signature", theme=theme)

    assert finding.severity == "error"


def test_the_name_of_a_file_says_nothing_to_whom_does_not_see_the_image() -> None:
    (finding,) = told("alt-text", TITLE + "![IMG_2042](https://cdn.example.com/board.png)")

    assert (finding.line, finding.severity) == (8, "error")


def test_an_image_with_words_in_its_place_is_in_order_and_so_is_one_that_only_decorates() -> None:
    theme = [("signature.mjml", "<strong>", '<img src="https://a.example/x.png" alt="" role="presentation" /><strong>')]

    assert told("alt-text", TITLE + IMAGE + "\n\n:::signature", theme=theme) == []


def test_a_mail_that_is_only_an_image_is_an_error() -> None:
    (finding,) = told("image-only", IMAGE)

    assert (finding.severity, finding.line) == ("error", 6)


def test_few_words_beside_an_image_are_a_warning_and_many_are_in_order() -> None:
    (finding,) = told("image-only", "# A board\n\n" + IMAGE)

    assert (finding.severity, finding.line) == ("warning", 8)
    assert told("image-only", f"# A board\n\n{IMAGE}\n\n{WORDS}") == []


@pytest.mark.parametrize(
    ("body", "line"), [("Hello", 0), (TITLE + "# Again", 6), (TITLE + "### Too deep", 8), ("## No title", 0)]
)
def test_headings_out_of_order_are_a_warning(body: str, line: int) -> None:
    finding = told("headings", body)[0]

    assert (finding.severity, finding.line) == ("warning", line)


def test_one_title_and_headings_below_it_are_in_order() -> None:
    assert told("headings", TITLE + "## First\n\n### More\n\n## Second") == []


def test_a_mail_without_a_language_is_an_error_of_its_theme() -> None:
    (finding,) = told("language", TITLE, theme=[("default.mjml", 'lang="[[ language ]]"', 'lang=""')])

    assert (finding.path, finding.line, finding.severity) == ("emails/themes/default.mjml", 1, "error")


def test_a_mail_says_its_language() -> None:
    assert told("language", TITLE) == []


def test_two_buttons_for_the_same_person_are_a_warning() -> None:
    (finding,) = told("buttons", TITLE + ":::button [One]({{ links.app }})\n\n:::button [Two]({{ links.help }})")

    assert (finding.severity, finding.line) == ("warning", 8)


def test_one_button_or_another_is_one_button() -> None:
    one, other = ":::button [One]({{ links.app }})", ":::button [Two]({{ links.help }})"

    assert told("buttons", TITLE + "{% if account.trial %}\n" + one + "\n{% else %}\n" + other + "\n{% endif %}") == []


def test_a_prompt_in_the_product_needs_no_letterhead() -> None:
    front = "---\nsubject: Hello\ntopic: onboarding\nchannel: in_app\n---\n"

    assert examined("Create a task.\n\n:::button [Go]({{ links.tasks }})", front) == ()
