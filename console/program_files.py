"""The files a program is made of, read from the folder of the one that ships or from one's own."""

from collections.abc import Iterator, Mapping
from pathlib import Path

SHIPPED = Path(__file__).parent.parent
PROGRAM = "journeys/program.yaml"
KINDS = (
    PROGRAM,
    "journeys/definitions/*.yaml",
    "journeys/playbooks/*.yaml",
    "emails/templates/**/*.md",
    "emails/themes/*",
)


def read_program(folder: Path | None = None) -> Mapping[str, str]:
    """Answer the text of every file of the program in `folder` (none: the one that ships), by its path there.

    Raises an ExceptionGroup of SyntaxErrors for a folder without a program and for files that are not UTF-8.
    """
    root = folder or SHIPPED
    texts: dict[str, str] = {}
    mistakes = [] if (root / PROGRAM).is_file() else [_no_program(root)]
    for path in sorted(_paths(root)):
        try:
            texts[path.relative_to(root).as_posix()] = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            mistakes.append(_not_text(root, path, error))
    if mistakes:
        raise ExceptionGroup("the program cannot be read", mistakes)
    return texts


def _paths(root: Path) -> Iterator[Path]:
    for kind in KINDS:
        yield from (path for path in root.glob(kind) if path.is_file() and not path.name.startswith((".", "_")))


def _no_program(root: Path) -> SyntaxError:
    return SyntaxError(
        f"there is no {PROGRAM} here: name the folder that holds journeys/ and emails/", (str(root), None, None, None)
    )


def _not_text(root: Path, path: Path, error: UnicodeDecodeError) -> SyntaxError:
    before = error.object[: error.start]
    line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
    source = error.object.splitlines()[line - 1].decode("utf-8", "replace")
    name = path.relative_to(root).as_posix()
    return SyntaxError("this is not UTF-8 text: save the file as UTF-8", (name, line, column, source))
