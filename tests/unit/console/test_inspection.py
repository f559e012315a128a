"""Everything that can be said of a program's files before they are published."""

from datetime import date
from pathlib import Path

import pytest

from console.inspection import Inspection, inspect
from console.mistakes import find_mistakes
from console.program_check import check_folder
from emails.lint.examine import NOBODY
from emails.lint.proof import proof_of
from emails.lint.size import arriving
from tests.first_month import lay_out, rehearsed_month

TODAY = date(2026, 11, 23)
WELCOME, BRAND = "emails/templates/onboarding/welcome.md", "emails/themes/brand.yaml"
PEOPLE = "emails/previews/onboarding/welcome.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return lay_out(rehearsed_month(), tmp_path)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def errors(found: Inspection, path: str) -> list[tuple[int, str]]:
    return [(one.line, one.rule) for one in found.findings.get(path, ()) if one.severity == "error"]


@pytest.fixture(scope="module")
def shipped() -> Inspection:
    return inspect(None, TODAY)


def test_the_shipped_mails_have_no_error_with_any_made_up_person(shipped: Inspection) -> None:
    assert shipped.mistakes == ()
    assert shipped.program is not None
    assert all({"typical", "empty", "extreme", NOBODY} <= people.keys() for people in shipped.previews.values())


def test_the_shipped_mails_have_hardly_a_warning(shipped: Inspection) -> None:
    assert len(shipped.warnings) <= 3, shipped.warnings


def test_every_shipped_mail_arrives_whole_and_can_be_read_with_images_off(shipped: Inspection) -> None:
    mails = [(name, mail) for name, mail in shipped.mails.items() if mail.channel == "email"]
    proofs = [proof_of(mail, who, person) for name, mail in mails for who, person in shipped.previews[name].items()]

    assert len(proofs) >= 40
    assert max(map(arriving, proofs)) < 100_000
    assert all(len(proof.words.split()) > 60 for proof in proofs)
    assert all(image.get("alt") for proof in proofs for image in proof.tree.iter("img"))


def test_previews_are_looked_at_and_never_published(shipped: Inspection) -> None:
    assert not [path for path in shipped.files if path.startswith("emails/previews/")]


def test_a_mail_with_a_mistake_leaves_the_others_to_be_seen(folder: Path) -> None:
    change(folder / WELCOME, "topic:", "topik:")

    found = inspect(folder, TODAY)

    assert found.program is None
    assert "onboarding/welcome" not in found.mails
    assert found.mails["onboarding/keep-going"].render(found.previews["onboarding/keep-going"]["typical"]).subject
    assert {rule for _, rule in errors(found, WELCOME)} == {"syntax"}


def test_a_theme_with_a_mistake_leaves_no_mail_and_says_where(folder: Path) -> None:
    change(folder / "emails/themes/default.mjml", "<mj-body", "<mj-bodi")

    found = inspect(folder, TODAY)

    assert not found.mails
    assert errors(found, "emails/themes/default.mjml")


def test_a_component_that_asks_for_what_it_is_not_given_is_a_mistake_of_the_theme(folder: Path) -> None:
    change(folder / "emails/themes/steps.txt", "row.text", "text")

    (mistake,) = inspect(folder, TODAY).mistakes

    assert mistake.filename == "emails/themes/steps.txt"
    assert mistake.msg == "[[ … ]] cannot be filled here, 'text' is undefined: there are brand, rows"


def test_a_preview_of_a_field_that_does_not_exist_is_a_mistake_with_its_line(folder: Path) -> None:
    change(folder / PEOPLE, "first_name: Ada", "first_nme: Ada")

    assert (4, "syntax") in errors(inspect(folder, TODAY), PEOPLE)


def test_a_preview_with_an_impossible_value_blocks_the_mail_and_names_it(folder: Path) -> None:
    change(folder / PEOPLE, "typical:", "odd:\n  checklist: {next_link: 'javascript:alert(1)'}\ntypical:")

    found = inspect(folder, TODAY)

    (finding,) = [one for one in found.findings[WELCOME] if one.rule == "renders"]
    assert (finding.severity, finding.preview) == ("error", "odd")


def test_previews_of_no_mail_are_a_mistake_with_the_name_that_was_meant(folder: Path) -> None:
    (folder / PEOPLE).rename(folder / "emails/previews/onboarding/wellcome.yaml")

    (mistake,) = inspect(folder, TODAY).mistakes

    assert 'did you mean "onboarding/welcome"?' in mistake.msg


def test_previews_that_would_not_be_read_are_a_mistake(folder: Path) -> None:
    (folder / PEOPLE).rename(folder / "emails/previews/onboarding/welcome.yml")

    (mistake,) = inspect(folder, TODAY).mistakes

    assert mistake.msg == "this file would not be read: call it emails/previews/onboarding/welcome.yaml"


def test_an_error_that_readers_would_see_stops_publishing_like_any_other_mistake(folder: Path) -> None:
    change(folder / WELCOME, "One piece of advice:", "[See](https://boards) this:")

    with pytest.raises(ExceptionGroup) as caught:
        check_folder(folder)

    (mistake,) = find_mistakes(caught.value) or ()  # the variant that has the same body says nothing of its own
    assert (mistake.filename, "https://boards" in (mistake.text or "")) == (WELCOME, True)


def test_a_warning_stops_nothing(folder: Path) -> None:
    change(folder / WELCOME, "One piece of advice:", "Just checking in since 2019!!")

    found = inspect(folder, TODAY)

    assert {"phrase", "year", "shouting"} <= {one.rule for one in found.findings[WELCOME]}
    assert found.mistakes == ()
    assert check_folder(folder).library


def test_what_is_wrong_with_the_theme_is_told_once_and_beside_every_mail(folder: Path) -> None:
    change(folder / BRAND, 'quiet: "#5b6963"', 'quiet: "#c0c8c4"')

    found = inspect(folder, TODAY)

    assert len([one for one in found.findings[BRAND] if "#c0c8c4 on #" in one.message]) == 1
    assert [one for one in found.of("onboarding/welcome") if one.rule == "contrast"]


def test_what_the_theme_does_without_has_to_exist_and_to_have_a_reason(folder: Path) -> None:
    (folder / "emails/themes/accepted.yaml").write_text("css-border-radios: square corners\ncss-overflow:\n")

    told = [(mistake.lineno, mistake.msg) for mistake in inspect(folder, TODAY).mistakes]

    assert told == [
        (1, 'caniemail.com knows no feature "css-border-radios": did you mean "css-border-radius"?'),
        (2, 'say why the mail is fine without it: "css-overflow: …"'),
    ]


def test_a_folder_without_a_program_is_told_and_nothing_is_raised(tmp_path: Path) -> None:
    found = inspect(tmp_path, TODAY)

    assert found.program is None
    assert "there is no journeys/program.yaml here" in found.mistakes[0].msg


def test_a_version_that_would_be_tried_against_itself_cannot_be_published(folder: Path) -> None:
    (folder / WELCOME.replace(".md", ".b.md")).write_text("---\nshare: 20%\n---\n")

    (mistake,) = inspect(folder, TODAY).mistakes

    assert (mistake.filename, mistake.lineno) == ("emails/templates/onboarding/welcome.b.md", 1)
    assert mistake.msg.startswith("this says what welcome.md says, so that nothing would be tried: ")


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('  brand: "#12664f"', '  brand: "#ffee00"', 10),
        ('  brand: "#7bd3b5"', '  brand: "#333333"', 20),
        ('  quiet: "#5b6963"', '  quiet: "#aaaaaa"', 8),
        ('  tint: "#e9f2ee"', '  tint: "#777777"', 12),
    ],
)
def test_one_wrong_color_is_one_mistake_at_its_line(folder: Path, old: str, new: str, line: int) -> None:
    change(folder / BRAND, old, new)

    found = inspect(folder, TODAY)

    (mistake,) = found.mistakes
    assert (mistake.filename, mistake.lineno, mistake.offset) == (BRAND, line, new.index("#") + 1)
    assert "other pairs with #" in mistake.msg
    assert not [one for one in found.warnings if one.rule == "contrast"]


def test_a_color_by_a_wrong_name_is_one_mistake_at_its_line(folder: Path) -> None:
    change(folder / BRAND, '  brand: "#12664f"', '  brnd: "#12664f"')

    (mistake,) = inspect(folder, TODAY).mistakes

    assert (mistake.filename, mistake.lineno) == (BRAND, 10)
    assert mistake.msg == 'there is no color "brnd": did you mean "brand"?'


@pytest.mark.parametrize(
    ("stray", "home"),
    [
        ("emails/hello2.md", "emails/templates/hello2.md"),
        ("emails/onboarding/hello2.md", "emails/templates/onboarding/hello2.md"),
        ("emails/previews/onboarding/hello2.txt", "emails/templates/onboarding/hello2.md"),
        ("templates/hello2.markdown", "emails/templates/hello2.md"),
        ("hello2.b.md", "emails/templates/hello2.b.md"),
    ],
)
def test_a_mail_that_lies_where_nobody_looks_is_told_with_its_place(tmp_path: Path, stray: str, home: str) -> None:
    (tmp_path / stray).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / stray).write_text("---\r\ntopic: onboarding\r\nsubject: Hello\r\n---\r\nHello\r\n")
    (tmp_path / "emails").mkdir(exist_ok=True)
    (tmp_path / "emails/README.md").write_text("# How we write\n\n---\nsubject: best under 50 characters\n")

    (warning,) = inspect(tmp_path, TODAY).warnings

    assert (warning.path, warning.line, warning.rule) == (stray, 0, "stray")
    assert warning.message.endswith(f"move it to {home}")


def test_a_stray_mail_is_told_beside_what_is_wrong_with_its_file(folder: Path) -> None:
    (folder / "emails/previews/hello.txt").write_text("---\nsubject: Hello\n---\nHello\n")

    assert [one.rule for one in inspect(folder, TODAY).findings["emails/previews/hello.txt"]] == ["syntax", "stray"]
