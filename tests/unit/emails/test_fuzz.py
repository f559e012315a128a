"""Whatever is written into a mail, and whatever is known of a person: a sentence or a mail, and never anything else."""

import os
import random
import re
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emails.bounds import LONGEST
from emails.template import LARGEST, RenderError
from tests.unit.emails.catalog import FIELDS, shipped
from tests.unit.emails.desk import FRONT, example, mail, mistakes
from tests.unit.emails.shelf import LIBRARY, people
from tests.unit.emails.test_attacks import Tree

MAILS = sorted(LIBRARY)
FILES = shipped("onboarding")
PATHS = sorted(path for path in FILES if path.endswith(".md"))
STEADY = settings(
    max_examples=int(os.environ.get("MAIL_FUZZ_CASES", "50")), suppress_health_check=[HealthCheck.too_slow]
)
anything = st.text(st.characters(codec=None), max_size=60)
SEEDS = [
    *(
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "[[",
        "]]",
        "(",
        ")",
        "[",
        "]",
        "|",
        ":::",
        "---",
        "\n",
        "\n\n",
        "'",
        '"',
        "<",
        ">",
    ),
    *("zq1qz", "https://", "`", "*", "_", "#", "&", "\\", "\u202e", "\0", "for", "if", "endif", "endfor", "- ", "1. "),
]


def known_with(name: str, told: dict[str, str]) -> dict[str, Any]:
    """Answer what is known of a typical person, with some texts told otherwise."""
    known: dict[str, Any] = dict(people(name)["typical"])
    for field, value in told.items():
        group, _, last = field.partition(".")
        known[group] = {**known.get(group, {}), last: value}
    return known


TEXTS = sorted(
    field for field, told in FIELDS.items() if told.type == "text" and not str(told.example).startswith("https://")
)


@STEADY
@given(st.sampled_from(MAILS), st.dictionaries(st.sampled_from(TEXTS), anything.filter(bool), max_size=6), anything)
def test_no_text_changes_what_a_shipped_mail_is_made_of(name: str, told: dict[str, str], title: str) -> None:
    harmless = known_with(name, dict.fromkeys(told, "Ada"))
    strange = known_with(name, told)
    if title and "checklist" in strange:
        for known, words in ((harmless, "Ada"), (strange, title)):
            items = [{**item, "title": words} for item in known["checklist"]["items"]]
            known["checklist"] = {**known["checklist"], "items": items}

    plain, odd = LIBRARY[name].render(harmless), LIBRARY[name].render(strange)

    assert Tree(odd.html).shape == Tree(plain.html).shape
    assert len(odd.subject.splitlines()) <= 1
    odd.html.encode(errors="surrogatepass")


values: st.SearchStrategy[object] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), anything, st.lists(st.integers(), max_size=3),
    st.dictionaries(st.sampled_from(["title", "link", "done", "benefit"]), anything, max_size=4),
)  # fmt: skip


@STEADY
@given(st.sampled_from(MAILS), st.dictionaries(st.sampled_from(sorted(FIELDS)), values, max_size=8))
def test_any_values_make_a_mail_or_say_why_not(name: str, told: dict[str, Any]) -> None:
    try:
        content = LIBRARY[name].render(known_with(name, told))
    except RenderError:
        return
    assert len(content.html.encode(errors="surrogatepass")) <= LARGEST


@STEADY
@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_a_mail_or_has_mistakes(text: str) -> None:
    for front, body in (("", text), (FRONT, text), (f"---\n{text}\n---\n", "Hello")):
        found = mistakes(body, front)
        assert all(mistake.lineno and mistake.msg for mistake in found)
        if not found:
            assert len(mail(body, front).render(example()).html) < 6 * LONGEST


@STEADY
@given(st.sampled_from(PATHS), st.randoms(use_true_random=False), st.integers(1, 4))
def test_a_shipped_mail_with_slips_is_a_mail_or_has_mistakes(path: str, dice: random.Random, slips: int) -> None:
    front, _, body = FILES[path.replace(".de.md", ".md").replace(".b.md", ".md")].partition("\n---\n")
    text = f"{front}\n---\n{body}"
    for _ in range(slips):
        at, length = dice.randrange(len(text)), dice.choice((0, 0, 1, 2, 5, 20))
        text = text[:at] + dice.choice(SEEDS) * dice.choice((0, 1, 1, 3)) + text[at + length :]

    found = mistakes("", text)

    assert all(mistake.lineno and mistake.msg for mistake in found)
    if not found:
        with suppress(RenderError):
            assert not re.search(r"zq\d+qz", mail("", text).render(example()).html)
