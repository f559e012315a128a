"""Two versions of a mail that say the same are told before accounts are divided for nothing."""

import pytest

from emails.lint.twins import twins
from emails.naming import Name, read_name
from emails.page import Page

HELLO = "---\nsubject: Hello\npreheader: A word\ntopic: onboarding\n---\n# Hello\n\nSee your board.\n"
GERMAN = "---\nsubject: Hallo\npreheader: Ein Wort\n---\n# Hallo\n"
OTHER = "---\nsubject: Another\n---\n"
EMPTY = "---\n---\n"
SHARE = "---\nshare: 20%\n---\n"
SAME = "---\nsubject:  Hello\n---\n\n# Hello\n\n\nSee your  board."


def told(**files: str) -> dict[str, str]:
    """Answer the twins among the files, `hello_b_de` for hello.b.de.md, each with the file that says the same."""
    paths = [f"{name.replace('_', '.')}.md" for name in files]
    pages: dict[Name, Page] = {
        read_name(path): Page(path, text) for path, text in zip(paths, files.values(), strict=True)
    }
    found = list(twins(pages))
    assert all((one.severity, one.line, one.rule) == ("error", 1, "twins") for one in found)
    return {one.path: one.message.split()[3] for one in found}


@pytest.mark.parametrize("text", [EMPTY, SHARE, SAME])
def test_a_version_that_says_nothing_else_than_the_mail_is_an_error(text: str) -> None:
    assert told(hello=HELLO, hello_b=text) == {"hello.b.md": "hello.md"}


def test_the_way_out_is_said() -> None:
    pages = {Name("hello"): Page("hello.md", HELLO), Name("hello", "b"): Page("hello.b.md", EMPTY)}

    (finding,) = twins(pages)

    assert finding.message == (
        "this says what hello.md says, so that nothing would be tried: "
        "write what it says otherwise, or take this file away"
    )


def test_two_versions_that_say_the_same_are_one_too_many() -> None:
    assert told(hello=HELLO, hello_b=OTHER, hello_c=OTHER) == {"hello.c.md": "hello.b.md"}


def test_a_version_that_says_something_else_in_one_language_only_is_told_in_the_other() -> None:
    files = {"hello": HELLO, "hello_de": GERMAN, "hello_b": OTHER}

    assert told(**files, hello_b_de=EMPTY) == {"hello.b.de.md": "hello.de.md"}
    assert told(**files, hello_b_de=OTHER) == {}


@pytest.mark.parametrize("text", [OTHER, "---\npreheader: Three words here\n---\n", "---\n---\n# Hello\n\nYour board."])
def test_a_version_with_one_word_of_its_own_is_tried(text: str) -> None:
    assert told(hello=HELLO, hello_b=text) == {}


def test_a_translation_may_say_what_the_mail_says() -> None:
    assert told(hello=HELLO, hello_de="---\n---\n# Hello\n\nSee your board.") == {}
