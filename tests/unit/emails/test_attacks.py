"""Attempts to break out of a mail, to bring Tenure down, or to speak through a mail: refused, or harmless."""

import re
from collections.abc import Mapping
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from emails.bounds import LONGEST
from emails.eml import read, written
from emails.message import Address, Content, Message
from emails.preview import read_previews
from emails.sandbox import LONGEST_IN_A_LINE, LONGEST_VALUE, harmless
from emails.sendgrid_body import body as sendgrid_body
from emails.template import LARGEST, RenderError
from tests.unit.emails.catalog import FIELDS
from tests.unit.emails.desk import FRONT, THEME, example, mail, mistakes

HERE = Path(__file__).parent / "attacks"


def attempts(name: str) -> list[Any]:
    """Answer the attempts in a file: what is tried, and what is said of it."""
    return list(YAML(typ="safe").load((HERE / f"{name}.yaml").read_text("utf-8")))


def tried(attempt: Any) -> str:
    """Answer the text of an attempt, which may repeat something."""
    if isinstance(attempt, str):
        return attempt
    if "try" in attempt:
        return str(attempt["try"])
    again = attempt["repeat"] * attempt["times"]
    end = again if attempt.get("with") == "same" else ""
    return f"{attempt.get('before', '')}{again}{attempt.get('after', '')}{end}"


def shown(attempt: Any) -> str:
    """Answer a name for an attempt."""
    return tried(attempt)[:60].encode("unicode_escape").decode()


def test_there_are_some_hundreds() -> None:
    kinds = [path.stem for path in HERE.glob("*.yaml")]
    told = [shown(attempt) for kind in kinds for attempt in attempts(kind)]
    assert len(told) > 300


def refused(found: list[SyntaxError], says: str) -> None:
    """See to it that this is a mistake which is told with its place and in a sentence."""
    assert found
    assert all(mistake.lineno and mistake.filename for mistake in found)
    assert all(len(mistake.msg) < 400 for mistake in found)
    assert says in " / ".join(mistake.msg for mistake in found)


@pytest.mark.parametrize("attempt", [one for one in attempts("copy") if one["says"]], ids=shown)
def test_what_breaks_out_of_the_copy_or_never_ends_is_refused(attempt: Mapping[str, Any]) -> None:
    refused(mistakes(tried(attempt)), attempt["says"])


@pytest.mark.parametrize("attempt", [one for one in attempts("copy") if not one["says"]], ids=shown)
def test_what_is_only_odd_is_refused_or_stays_small(attempt: Mapping[str, Any]) -> None:
    if not mistakes(tried(attempt)):
        with suppress(RenderError):  # too large to be sent
            assert len(mail(tried(attempt)).render(example()).html) < 6 * LONGEST


@pytest.mark.parametrize("attempt", attempts("front"), ids=shown)
def test_what_breaks_out_of_the_front_matter_is_refused(attempt: Mapping[str, Any]) -> None:
    refused(mistakes("Hello", f"---\n{tried(attempt)}\n---\n"), attempt["says"])


@pytest.mark.parametrize("attempt", attempts("theme"), ids=shown)
def test_what_breaks_out_of_a_theme_is_refused(attempt: Mapping[str, Any]) -> None:
    text = THEME["emails/themes/default.mjml"]
    place = "</mj-title>" if tried(attempt)[0] in "[{z" else "</mj-head>"
    refused(mistakes("Hello", default_mjml=text.replace(place, tried(attempt) + place)), attempt["says"])


@pytest.mark.parametrize("attempt", attempts("brand"), ids=shown)
def test_what_breaks_out_of_the_brand_is_refused(attempt: Mapping[str, Any]) -> None:
    name = tried(attempt).partition(":")[0]
    text = re.sub(rf"^{name}:.*\n([ #].*\n)*", "", THEME["emails/themes/brand.yaml"], flags=re.MULTILINE)
    refused(mistakes("Hello", brand_yaml=f"{text}\n{tried(attempt)}\n"), attempt["says"])


@pytest.mark.parametrize("attempt", attempts("previews"), ids=shown)
def test_what_breaks_out_of_the_previews_is_refused(attempt: Mapping[str, Any]) -> None:
    with pytest.raises(ExceptionGroup) as found:
        read_previews("emails/previews/try.yaml", tried(attempt), FIELDS)
    refused([one for one in found.value.exceptions if isinstance(one, SyntaxError)], attempt["says"])


EVERYWHERE = """\
# Hi {{ account.name }}

{{ account.name }}, **{{ account.name }}** and [{{ account.name }}]({{ links.app }})

- {{ account.name }}

> {{ account.name }}

{% for item in checklist.items %}
- {{ item.title }}: [{{ item.title }}]({{ item.link }})
{% endfor %}

:::button [{{ account.name }}]({{ links.app }})

:::video [{{ account.name }}]({{ links.video }}) {{ account.name }}

:::callout
{{ account.name }}
:::

:::stats
- {{ account.name }}: {{ account.name }}
:::

:::bars
- {{ account.name }}: {{ usage.feature_adoption | percent }}
:::

:::steps
1. {{ account.name }}
:::

:::checklist
"""
LETTER = mail(EVERYWHERE, FRONT.replace("Hello", '"{{ account.name }}"').replace("A word", '"{{ account.name }}"'))
UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# What mail programs make links of by themselves.
LIVE = re.compile(
    r"(?i)\b(?:https?|ftp|file|ldap)://\S+|\bwww\.\S+|(?<![@\w.+-])[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}\b(?!@)"
)


class Tree(HTMLParser):
    """Reads the shape of a page (tags with their attributes, but for words) and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, ...]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = (f"{name}={value}" if name not in ("alt", "title", "aria-label") else name for name, value in attrs)
        self.shape.append((tag, *told))

    def handle_endtag(self, tag: str) -> None:
        self.shape.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.shape.append(("!", data))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def letter(name: str) -> Content:
    """Answer the letter to an account of that name, all of whose things are called so."""
    known: dict[str, Any] = example()
    items = [{**item, "title": name} for item in known["checklist"]["items"]]
    return LETTER.render({**known, "account": {"name": name}, "checklist": {**known["checklist"], "items": items}})


PLAIN = letter("Brightwater")
PLAIN_TREE = Tree(PLAIN.html)


@pytest.mark.parametrize("attempt", attempts("values"), ids=shown)
def test_a_name_is_a_name_whatever_is_in_it(attempt: Any) -> None:
    content = letter(tried(attempt))
    tree = Tree(content.html)

    assert tree.shape == PLAIN_TREE.shape
    assert not UNSEEN.search(content.subject + content.preheader + content.text + content.html.replace("\n", ""))
    assert len(content.subject.splitlines()) <= 1
    assert len(content.subject) <= LONGEST_IN_A_LINE
    assert len(content.html) < len(PLAIN.html) + 40 * 6 * LONGEST_VALUE
    assert content.text.count("\n") == PLAIN.text.count("\n")


@pytest.mark.parametrize("attempt", attempts("values"), ids=shown)
def test_no_mail_program_makes_a_link_of_a_name(attempt: Any) -> None:
    content = letter(tried(attempt))

    known = set(LIVE.findall(" ".join(PLAIN_TREE.words)) + LIVE.findall(PLAIN.text))
    live = LIVE.findall(" ".join(Tree(content.html).words)) + LIVE.findall(content.text)
    assert set(live) <= known


@pytest.mark.parametrize("attempt", attempts("values"), ids=shown)
def test_a_name_stays_within_its_header(attempt: Any) -> None:
    content = letter(tried(attempt))
    someone = Address("ann@customer.example", harmless(tried(attempt)))  # as workers/compose.py addresses them
    message = Message("K" * 40, someone, Address("us@acme.example", "Acme"), content, "onboarding")

    letter_read = read(written(message))
    assert set(letter_read.headers) == {
        "From", "To", "Subject", "X-Tenure-Topic", "MIME-Version", "Content-Type"
    }  # fmt: skip
    assert letter_read.subject == content.subject
    told = sendgrid_body(message)
    assert [person["email"] for person in told["personalizations"][0]["to"]] == ["ann@customer.example"]


@pytest.mark.parametrize("attempt", attempts("links"), ids=shown)
@pytest.mark.parametrize(
    "body", ["[x]({{ links.app }})", ":::button [x]({{ links.app }})", ":::video [x]({{ links.app }}) x"]
)
def test_no_mail_leaves_with_an_address_that_cannot_be_followed(body: str, attempt: str) -> None:
    known: dict[str, Any] = example()

    with pytest.raises(RenderError, match=r'"links\.app" is not an https or mailto address'):
        mail(body).render({**known, "links": {**known["links"], "app": attempt}})


@pytest.mark.parametrize("attempt", attempts("links"), ids=shown)
def test_no_item_leads_to_an_address_that_cannot_be_followed(attempt: str) -> None:
    known: dict[str, Any] = example()
    items = [{"title": "x", "link": attempt, "done": False}]

    with pytest.raises(RenderError, match="is not an https or mailto address"):
        mail(":::checklist").render({**known, "checklist": {**known["checklist"], "items": items}})


def test_a_list_without_end_is_no_mail() -> None:
    known: dict[str, Any] = example()
    items = [{"title": "x" * 100, "link": "https://a.example", "done": True}] * 100_000

    with pytest.raises(RenderError, match=f"larger than {LARGEST:,} bytes"):
        LETTER.render({**known, "checklist": {**known["checklist"], "items": items}})
