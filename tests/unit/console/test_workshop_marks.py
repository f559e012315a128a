"""The mark of a folder changes with whatever somebody does to its files, and with nothing else."""

from pathlib import Path

import pytest

from console.workshop.marks import mark

MAIL = "emails/templates/onboarding/welcome.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / MAIL, "Hi")
    write(tmp_path / "journeys/program.yaml", "product: {}")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_it_stays_the_same_while_nothing_happens(folder: Path) -> None:
    assert mark(folder) == mark(folder)


def test_it_changes_when_a_file_is_saved(folder: Path) -> None:
    before = mark(folder)
    (folder / MAIL).write_text("Hi there")

    assert mark(folder) != before


def test_it_changes_when_an_editor_puts_a_new_file_in_the_place_of_the_old(folder: Path) -> None:
    before = mark(folder)
    draft = folder / "emails/templates/onboarding/.welcome.md.swp"
    draft.write_text("Ho")
    unchanged = mark(folder)
    draft.replace(folder / MAIL)

    assert unchanged == before
    assert mark(folder) != before


@pytest.mark.parametrize(
    "path", ["emails/templates/qbr/new.md", "emails/previews/onboarding/welcome.yaml", "emails/themes/brand.yaml"]
)
def test_it_changes_when_a_file_comes_in_a_folder_that_was_not_there(folder: Path, path: str) -> None:
    before = mark(folder)
    write(folder / path, "new")

    assert mark(folder) != before


def test_it_changes_when_a_file_goes(folder: Path) -> None:
    before = mark(folder)
    (folder / MAIL).unlink()

    assert mark(folder) != before


@pytest.mark.parametrize("path", ["journeys/__pycache__/x.txt", "emails/picture.png", "README.md", ".git/x.md"])
def test_what_belongs_to_no_program_is_passed_over(folder: Path, path: str) -> None:
    before = mark(folder)
    write(folder / path, "new")

    assert mark(folder) == before


def test_a_folder_that_is_not_there_has_a_mark_too(tmp_path: Path) -> None:
    assert mark(tmp_path / "nowhere")


def test_links_that_lead_round_in_circles_or_out_of_the_folder_are_not_followed(folder: Path) -> None:
    before = mark(folder)
    (folder / "emails/round").symlink_to(".")
    (folder / "emails/templates/about").symlink_to("..")
    (folder / "emails/out").symlink_to("/")

    assert mark(folder) == before
