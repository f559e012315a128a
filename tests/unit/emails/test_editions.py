"""A mail in other languages and variants."""

from typing import Any

import pytest

from emails.library import Library, read_library, read_mails
from tests.unit.emails.catalog import FIELDS
from tests.unit.emails.desk import THEME, example

FRONT = "---\nsubject: Hello\npreheader: A word\ntopic: onboarding\n---\n"
GERMAN = '---\nsubject: "Hallo, {{ account.name }}"\npreheader: Ein Wort\n---\nGuten Tag'
BODY = FRONT + "x"
EMPTY = "---\n---\n"
NO_THEME: dict[str, str] = {}
BRAND = THEME["emails/themes/brand.yaml"]


def library(theme: dict[str, str] = NO_THEME, **files: str) -> Library:
    return read_library(written(files, theme), FIELDS)


def written(files: dict[str, str], theme: dict[str, str] = NO_THEME) -> dict[str, str]:
    """The files by their names, with `_` for a dot: `try_` is try.md, `try_b_de` is try.b.de.md."""
    mails = {f"emails/templates/{name.rstrip('_').replace('_', '.')}.md": text for name, text in files.items()}
    return {**THEME, **{f"emails/themes/{name}": text for name, text in theme.items()}, **mails}


def mistakes(files: dict[str, str], theme: dict[str, str] = NO_THEME) -> list[str]:
    """Every mistake as `file:line message`."""
    found = read_mails(written(files, theme), FIELDS, {"project created", "ticket *"})[1]
    return [f"{(one.filename or '').rpartition('/')[2]}:{one.lineno} {one.msg}" for one in found]


def text(mails: Library, locale: str | None = None, **groups: Any) -> str:
    return mails.choose("try", locale, "acme").render({**example(), **groups}).text


@pytest.mark.parametrize(
    ("locale", "greeting"),
    [("de", "Guten Tag"), ("de-CH", "Grüezi"), ("de_at", "Guten Tag"), ("fr", "Good day"), (None, "Good day")],
)
def test_everybody_gets_the_nearest_language(locale: str | None, greeting: str) -> None:
    files = {"try_": FRONT + "Good day", "try_de": GERMAN, "try_de-CH": "---\n---\nGrüezi"}
    assert text(read_library(written(files), FIELDS), locale).startswith(greeting)


def test_a_language_says_only_what_it_says_otherwise() -> None:
    mails = library(try_=FRONT + "Good day", try_de="---\npreheader: Ein Wort\n---\nGuten Tag")
    german = mails.choose("try", "de", "acme").render(example())
    assert (german.subject, german.preheader) == ("Hello", "Ein Wort")
    assert mails.choose("try", "de", "acme").topic == "onboarding"


def test_the_page_says_its_language_and_the_brand_speaks_it() -> None:
    brand = "words:\n  unsubscribe: Abbestellen\ntopics:\n  onboarding: Weil Sie {{ account.name }} einrichten.\n"
    mails = library({"brand.de.yaml": brand}, try_=FRONT + "x\n\n:::signature", try_de=GERMAN + "\n\n:::signature")
    german, english = (mails.choose("try", locale, "acme").render(example()) for locale in ("de", "en"))
    assert '<html lang="de"' in german.html
    assert '<html lang="en"' in english.html
    assert "Weil Sie Brightwater Studio einrichten." in german.text
    assert "Abbestellen" in german.text
    assert "Abbestellen" not in english.text
    assert "Customer success" in german.text, "what brand.de.yaml does not say is as in brand.yaml"


def test_a_brand_for_a_country_falls_back_to_its_language() -> None:
    brands = {"brand.de.yaml": "words: {unsubscribe: Abbestellen}\n", "brand.de-AT.yaml": "signature: {role: Servus}\n"}
    files = {"try_": BODY, "try_de-AT": "---\n---\nx\n\n:::signature"}
    austrian = text(read_library(written(files, brands), FIELDS), "de-AT")
    assert "Abbestellen" in austrian
    assert "Servus" in austrian


def test_the_brand_may_speak_another_language_than_english_by_itself() -> None:
    mails = library({"brand.yaml": BRAND + "\nlanguage: de\n"}, try_=FRONT + "{{ usage.feature_adoption | percent }}")
    content = mails["try"].render(example())
    assert '<html lang="de"' in content.html
    assert "40\u00a0%" in content.text


def test_values_are_written_in_the_way_of_the_language() -> None:
    body = "{{ metrics.tasks_completed }} {{ usage.feature_adoption | percent }}"
    many: dict[str, Any] = {"metrics": {"tasks_completed": 12345}}
    mails = library(try_=FRONT + body, try_de="---\n---\n" + body)
    assert text(mails, "de", **many).startswith("12.345 40\u00a0%")
    assert text(mails, "en", **many).startswith("12,345 40%")


def test_all_editions_are_gathered_for_and_each_waits_for_its_own() -> None:
    mails = library(try_=FRONT + "x", try_de="---\n---\n{{ checklist.done }}", try_b="---\nsubject: b\n---\n")
    assert "checklist.done" in mails.fields("try")
    assert "checklist.done" in mails.choose("try", "de", "acme").fields
    assert "checklist.done" not in mails.choose("try", "en", "acme").fields


def test_an_account_gets_one_variant_and_keeps_it() -> None:
    mails = library(try_=FRONT + "x", try_b="---\nsubject: Other\n---\n")
    found = {key: mails.choose("try", "en", key) for key in map(str, range(50))}
    assert {one.variant for one in found.values()} == {"a", "b"}
    assert all(mails.choose("try", "fr", key) is one for key, one in found.items())
    more = library(try_=FRONT + "x", try_b="---\nsubject: Other\n---\n", try_de=GERMAN)
    assert all(more.choose("try", "en", key).variant == one.variant for key, one in found.items())


def test_what_was_given_before_stays() -> None:
    mails = library(try_=FRONT + "x", try_b="---\nsubject: Other\n---\n")
    assert {mails.choose("try", "en", key, "b").variant for key in map(str, range(20))} == {"b"}
    assert {mails.choose("try", "en", key, "a").variant for key in map(str, range(20))} == {"a"}
    assert {mails.choose("try", "en", key, "q").variant for key in map(str, range(20))} == {"a", "b"}


def test_a_variant_without_a_body_has_that_of_the_mail() -> None:
    mails = library(try_=FRONT + "Good day", try_b="---\nsubject: Other\n---\n\n", try_c="---\n---\nGood night")
    found = {letter: mails.choose("try", "en", "x", letter).render(example()) for letter in "abc"}
    assert [found[letter].subject for letter in "abc"] == ["Hello", "Other", "Hello"]
    assert [found[letter].text.partition("\n")[0] for letter in "abc"] == ["Good day", "Good day", "Good night"]


def test_where_the_variants_are_not_written_nobody_is_tried() -> None:
    mails = library(try_=FRONT + "x", try_b="---\nsubject: Other\n---\n", try_de=GERMAN)
    assert {mails.choose("try", "de", key).variant for key in map(str, range(20))} == {""}
    both = library(
        try_=FRONT + "x", try_b="---\nsubject: Other\n---\n", try_de=GERMAN, try_b_de="---\nsubject: B\n---\n"
    )
    assert {str(both.choose("try", "de", key).edition) for key in map(str, range(20))} == {"try.de", "try.b.de"}
    assert all(both.choose("try", "de", str(n)).variant == mails.choose("try", "en", str(n)).variant for n in range(20))


def test_a_prompt_in_the_product_has_editions_too() -> None:
    front = "---\nsubject: Hello\ntopic: onboarding\nchannel: in_app\n---\n"
    mails = library(try_=front + "x", try_de="---\n---\nGuten Tag", try_b="---\nsubject: b\n---\n")
    assert mails.choose("try", "de", "acme").channel == "in_app"
    assert text(mails, "de").startswith("Guten Tag")


COUNTED = FRONT.replace("Hello", "\"{{ metrics.tasks_completed | plural('task') }}\"")
WRITTEN = '"plural" is written {{ … | plural("Aufgabe", "Aufgaben") }}'
LENT = "the subject is that of try.md, and has to be said here"
SHARE = "a share is part of all accounts, such as 30%"
MORE_FORMS = "this language has more than two forms of a word: put the number after it, as in `Tasks: {{ … }}`"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"try_": BODY, "try_DE": GERMAN}, ["try.DE.md:1 call this file try.de.md"]),
        ({"try_de": GERMAN}, ["try.de.md:1 there is no try.md beside this file: write it, or take this one away"]),
        ({"try_": BODY, "try_b_de": "---\n---\n"}, [
            "try.b.de.md:1 there is no try.de.md beside this file: write it, or take this one away",
            "try.b.de.md:1 there is no try.b.md beside this file: write it, or take this one away",
        ]),
        ({"try_": BODY, "try_b": EMPTY, "try_c": EMPTY, "try_de": GERMAN, "try_b_de": EMPTY}, [
            "try.b.de.md:1 there is no try.c.de.md beside this file: write it, or take this one away",
        ]),
        ({"try_": BODY, "try_de": "---\nsubject: Hallo\n---\n"}, [
            "try.de.md:4 the mail says nothing: write it below the second ---",
        ]),
        ({"try_": BODY, "try_de": "---\ntopic: onboarding\nsubjct: x\n---\nx"}, [
            'try.de.md:2 there is no entry "topic" here: it is said in try.md, take this line out',
            'try.de.md:3 there is no entry "subjct" here: did you mean "subject"?',
        ]),
        ({"try_": BODY, "try_de": "---\n---\n{{ acount.name }}"}, [
            'try.de.md:3 there is no field "acount.name": did you mean "account.name"?',
        ]),
        ({"try_": BODY, "try_de": '---\n---\n{{ metrics.tasks_completed | plural("Aufgabe") }}'}, [
            f"try.de.md:3 {WRITTEN}",
        ]),
        ({"try_": BODY, "try_pl": '---\n---\n{{ metrics.tasks_completed | plural("zadanie", "zadania") }}'}, [
            f"try.pl.md:3 {MORE_FORMS}",
        ]),
        ({"try_": COUNTED + "x", "try_de": "---\n---\nx"}, [f"try.de.md:1 {LENT}: {WRITTEN}"]),
        ({"try_": FRONT + "{{ a.b }}", "try_de": "---\n---\n{{ c.d }}"}, [
            'try.de.md:3 there is no field "c.d"', 'try.md:6 there is no field "a.b"',
        ]),
        ({"try_": BODY, "try_b": "---\nshare: 130%\n---\n"}, [f"try.b.md:2 {SHARE}"]),
        ({"try_": BODY, "try_b": "---\nshare: 0%\n---\n"}, [f"try.b.md:2 {SHARE}"]),
        ({"try_": BODY, "try_b": "---\nshare: 60%\n---\n", "try_c": "---\nshare: 40%\n---\n"}, [
            "try.c.md:2 the shares leave nothing for the mail itself: together less than 100%",
        ]),
        ({"try_": FRONT.replace("topic", "share: 30%\ntopic") + "x"}, [
            'try.md:4 a "share" is said in the file of a variant, such as welcome.b.md',
        ]),
        ({"try_": BODY, "try_b": "---\ngoal: project created\n---\n"}, [
            'try.b.md:2 there is no entry "goal" here: it is said in try.md, take this line out',
        ]),
        ({"try_": FRONT.replace("topic", "goal: project creatd\ntopic") + "x"}, [
            'try.md:4 no feed brings an event "project creatd": did you mean "project created"?',
        ]),
        ({"try_": FRONT.replace("topic", "goal: project created\nwithin: soon\ntopic") + "x"}, [
            "try.md:5 a length of time is written 7 days or 2 weeks",
        ]),
        ({"try_": FRONT.replace("topic", "within: 7 days\ntopic") + "x"}, [
            "try.md:4 say of what: `goal: project created` names the event",
        ]),
    ],
)  # fmt: skip
def test_a_slip_in_an_edition_is_told_in_plain_words(files: dict[str, str], told: list[str]) -> None:
    assert mistakes(files) == told


@pytest.mark.parametrize(
    ("theme", "told"),
    [
        ({"brand.DE.yaml": "words: {}\n"}, "brand.DE.yaml:1 call this file brand.de.yaml"),
        ({"brand.de.yml": "words: {}\n"}, "brand.de.yml:1 call this file brand.de.yaml"),
        ({"brand.old.yaml": "x: y\n"}, "brand.old.yaml:1 this file would not be read: a brand in another language"),
        ({"brand.de.yaml": "wrds: {}\n"}, 'brand.de.yaml:1 there is no entry "wrds": did you mean "words"?'),
        ({"brand.de.yaml": "words: {unsubscribe: '{{ a.b }}'}\n"}, 'brand.de.yaml:1 there is no field "a.b"'),
        ({"brand.yaml": BRAND + "\nlanguage: german\n"}, "a language is written as en, de or pt-BR"),
    ],
)
def test_a_slip_in_a_brand_is_told_in_plain_words(theme: dict[str, str], told: str) -> None:
    assert told in mistakes({"try_": BODY, "try_de": GERMAN}, theme)[0]


def test_a_goal_has_two_weeks_unless_it_says_otherwise() -> None:
    goal = FRONT.replace("topic", "goal: ticket closed\ntopic")
    for within, days in (("", 14), ("within: 7 days\n", 7), ("within: 2 weeks\n", 14), ("within: 1 day\n", 1)):
        mails = read_mails(written({"try_": goal.replace("topic", within + "topic") + "x"}), FIELDS, {"ticket *"})[0]
        found = mails["try"].goal
        assert found is not None
        assert (found.event, found.within.days) == ("ticket closed", days)
