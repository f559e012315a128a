"""What the names of a mail's files say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emails.naming import Name, canonical, fallbacks, read_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("onboarding/welcome.md", Name("onboarding/welcome")),
        ("welcome.de.md", Name("welcome", "", "de")),
        ("welcome.pt-BR.md", Name("welcome", "", "pt-BR")),
        ("welcome.zh-Hant-TW.md", Name("welcome", "", "zh-Hant-TW")),
        ("welcome.es-419.md", Name("welcome", "", "es-419")),
        ("welcome.b.md", Name("welcome", "b")),
        ("welcome.z.de.md", Name("welcome", "z", "de")),
    ],
)
def test_a_file_says_by_its_name_what_it_is(path: str, name: Name) -> None:
    assert read_name(path) == name
    assert f"{name}.md" == path


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("a/welcome.DE.md", "call this file welcome.de.md"),
        ("welcome.pt_br.md", "call this file welcome.pt-BR.md"),
        ("welcome.zh-hant.md", "call this file welcome.zh-Hant.md"),
        ("welcome.de.b.md", "call this file welcome.b.de.md"),
        ("welcome.B.md", "call this file welcome.b.md"),
        ("welcome.a.md", '"a" is no variant: they are called b to z, and a is the mail without a letter'),
        ("welcome.german.md", '"german" is no language: write one such as de or pt-BR, or no dot in the name'),
        ("welcome.xx.md", '"xx" is no language'),
        ("welcome.en-UK.md", '"en-UK" is no language'),
        ("welcome.b.c.md", "a file is for one variant and one language: welcome.b.de.md"),
        ("welcome.de.fr.md", "a file is for one variant and one language"),
        ("release-2.0.md", '"0" is no variant'),
        ("welcome..md", '"" is no language'),
    ],
)
def test_a_wrong_name_is_told_with_the_right_one(path: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as told:
        read_name(path)
    assert str(told.value).startswith(message)


@pytest.mark.parametrize(
    ("theirs", "files", "found"),
    [
        ("de-AT", {"de", "de-AT"}, ["de-AT", "de"]),
        ("de-AT", {"de"}, ["de"]),
        ("DE_at", {"de-AT"}, ["de-AT"]),
        ("de_DE.UTF-8", {"de"}, ["de"]),
        ("de-DE-u-co-phonebk", {"de"}, ["de"]),
        ("zh-Hant-TW", {"zh-Hant", "zh"}, ["zh-Hant", "zh"]),
        ("de", {"de-AT"}, []),
        ("pt-PT", {"pt-BR"}, []),
        (" fr ", {"fr"}, ["fr"]),
        ("", {"de"}, []),
        (None, {"de"}, []),
    ],
)
def test_somebody_reads_the_nearest_language_there_is(theirs: str | None, files: set[str], found: list[str]) -> None:
    assert [*fallbacks(theirs, files)] == found


@given(st.text())
def test_whatever_somebody_has_for_a_locale_is_no_trouble(theirs: str) -> None:
    assert [*fallbacks(theirs, {"de"})] in ([], ["de"])
    assert canonical(canonical(theirs)) == canonical(theirs)
