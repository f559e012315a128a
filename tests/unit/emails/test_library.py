"""All mails of a program together."""

import pytest

from emails.library import channels, read_library
from tests.unit.emails.catalog import FIELDS, shipped
from tests.unit.emails.desk import FRONT, PATH, THEME


def test_mails_are_known_by_their_path() -> None:
    library = read_library(shipped("onboarding"), FIELDS)
    assert library.names == frozenset(library)
    assert library["onboarding/welcome"].name == "onboarding/welcome"
    assert "onboarding/welcome.de" not in library


def test_a_misspelled_name_gets_a_suggestion() -> None:
    with pytest.raises(KeyError, match='did you mean "onboarding/welcome"'):
        read_library(shipped("onboarding"), FIELDS)["onboarding/welcom"]


def test_every_mistake_of_every_file_is_told_at_once_in_order() -> None:
    files = {
        **shipped("onboarding"),
        "emails/templates/b.md": FRONT + "{{ a.b }}\n\n{{ c.d }}",
        "emails/templates/a.md": FRONT + ":::buton\n\n[x](y)",
        "emails/templates/c.md": "no front matter",
    }
    with pytest.raises(ExceptionGroup) as found:
        read_library(files, FIELDS)
    places = [(one.filename, one.lineno) for one in found.value.exceptions if isinstance(one, SyntaxError)]
    assert places == [
        ("emails/templates/a.md", 6), ("emails/templates/a.md", 8), ("emails/templates/b.md", 6),
        ("emails/templates/b.md", 8), ("emails/templates/c.md", 1),
    ]  # fmt: skip


def test_mails_are_looked_at_even_if_the_theme_has_mistakes() -> None:
    files = {**THEME, "emails/themes/brand.yaml": "- no", PATH: FRONT + "{{ a.b }}"}
    with pytest.raises(ExceptionGroup) as found:
        read_library(files, FIELDS)
    assert len(found.value.exceptions) == 2


def test_a_missing_theme_is_told_file_by_file() -> None:
    with pytest.raises(ExceptionGroup) as found:
        read_library({PATH: FRONT + "x"}, FIELDS)
    assert len(found.value.exceptions) == 3


def test_a_journey_names_a_mail_and_never_one_of_its_editions() -> None:
    files = {PATH: FRONT + "x", "emails/templates/try.de.md": "---\n---\nx", "emails/templates/try.b.md": "---\n---\n"}
    assert channels({**THEME, **files}) == {"try": "email"}
    assert list(read_library({**THEME, **files}, FIELDS)) == ["try"]
    assert sorted(read_library({**THEME, **files}, FIELDS).editions) == ["try", "try.b", "try.de"]


def test_other_files_are_passed_over() -> None:
    assert len(read_library({**THEME, "journeys/program.yaml": "{", "emails/templates/notes.txt": "{{"}, FIELDS)) == 0
