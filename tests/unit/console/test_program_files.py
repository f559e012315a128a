"""The files of a program."""

from pathlib import Path

import pytest

from console.program_files import ASTRAY, gather, read_program


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in (
        "journeys/program.yaml",
        "journeys/definitions/a.yaml",
        "emails/templates/x/y.md",
        "emails/themes/t.mjml",
    ):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("title: Grüße\n")
    return tmp_path


def test_every_kind_of_file_is_found_by_its_path(folder: Path) -> None:
    assert list(read_program(folder)) == [
        "emails/templates/x/y.md",
        "emails/themes/t.mjml",
        "journeys/definitions/a.yaml",
        "journeys/program.yaml",
    ]


def test_other_files_are_left_alone(folder: Path) -> None:
    (folder / "journeys/definitions/.a.yaml.swp").write_bytes(b"\xff")
    (folder / "README.md").write_text("not ours")

    assert len(read_program(folder)) == 4


def test_line_ends_and_byte_order_marks_of_other_systems_are_taken_off(folder: Path) -> None:
    (folder / "journeys/program.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")

    assert read_program(folder)["journeys/program.yaml"] == "a: 1\nb: 2\n"


def test_a_file_that_is_not_text_is_a_mistake_with_its_place(folder: Path) -> None:
    (folder / "journeys/definitions/a.yaml").write_bytes(b"title: ok\nname: caf\xe9\n")

    with pytest.raises(ExceptionGroup) as caught:
        read_program(folder)

    (mistake,) = caught.value.exceptions
    assert isinstance(mistake, SyntaxError)
    assert (mistake.filename, mistake.lineno, mistake.offset) == ("journeys/definitions/a.yaml", 2, 10)


def test_a_folder_without_a_program_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ExceptionGroup) as caught:
        read_program(tmp_path)

    assert "there is no journeys/program.yaml" in str(caught.value.exceptions[0])


def test_the_program_that_ships_is_found() -> None:
    assert "journeys/program.yaml" in read_program()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("journeys/definitions/b.yml", "journeys/definitions/b.yaml"),
        ("journeys/definitions/more/b.yaml", "journeys/definitions/b.yaml"),
        ("journeys/playbooks/b.yaml.txt", "journeys/playbooks/b.yaml"),
        ("emails/templates/x/b.MD", "emails/templates/x/b.md"),
        ("emails/templates/x/b.de.txt", "emails/templates/x/b.de.md"),
        ("emails/templates/x/b.de.md.txt", "emails/templates/x/b.de.md"),
    ],
)
def test_a_file_whose_name_would_keep_it_from_being_read_is_a_mistake(folder: Path, written: str, meant: str) -> None:
    (folder / written).parent.mkdir(parents=True, exist_ok=True)
    (folder / written).write_text("title: x\n")

    _, (mistake,) = gather(folder)

    assert (mistake.filename, mistake.msg) == (written, f"this file would not be read: call it {meant}")


def test_an_invisible_character_is_a_mistake_with_its_place(folder: Path) -> None:
    (folder / "emails/templates/x/y.md").write_bytes(b"one\ntw\x00o\n")

    _, (mistake,) = gather(folder)

    assert (mistake.filename, mistake.lineno, mistake.offset) == ("emails/templates/x/y.md", 2, 3)


@pytest.mark.parametrize(
    "name", ["emails/templates/x/leak.md", "emails/themes/leak.css", "journeys/definitions/b.yaml"]
)
def test_a_link_out_of_the_folder_shows_nothing_of_where_it_leads(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret"
    secret.write_text("a key of this machine")
    (folder / name).symlink_to(secret)
    texts, mistakes = gather(folder)

    assert name not in texts
    assert [(mistake.filename, mistake.msg) for mistake in mistakes] == [(name, ASTRAY)]


def test_a_link_within_the_folder_is_read_wherever_the_folder_lies(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As a mounted ConfigMap is made, or a folder that is switched from one checkout to the next."""
    (folder / "emails/templates/x/z.md").symlink_to("y.md")
    switched = tmp_path_factory.mktemp("elsewhere") / "current"
    switched.symlink_to(folder)
    texts, mistakes = gather(switched)

    assert (texts["emails/templates/x/z.md"], mistakes) == (texts["emails/templates/x/y.md"], [])
