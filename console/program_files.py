"""The files a program is made of, read from the folder of the one that ships or from one's own."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

SHIPPED = Path(__file__).parent.parent
PROGRAM = "journeys/program.yaml"
KINDS = (
    PROGRAM,
    "journeys/definitions/*.yaml",
    "journeys/playbooks/*.yaml",
    "journeys/health/*.yaml",
    "journeys/surveys/*.yaml",
    "emails/templates/**/*.md",
    "emails/themes/*",
)
PREVIEWS = "emails/previews/"
REHEARSED = (*KINDS, f"{PREVIEWS}**/*.yaml")  # what mails are tried on is looked at with them, and never published
MEANT = (  # in these folders, files that end so were meant to be read
    ("journeys/definitions", (".yaml", ".yml", ".txt"), ".yaml"),
    ("journeys/playbooks", (".yaml", ".yml", ".txt"), ".yaml"),
    ("journeys/health", (".yaml", ".yml", ".txt"), ".yaml"),
    ("journeys/surveys", (".yaml", ".yml", ".txt"), ".yaml"),
    ("emails/templates", (".md", ".markdown", ".txt", ".html"), ".md"),
    ("emails/previews", (".yaml", ".yml", ".txt"), ".yaml"),
)
ASTRAY = "this is a link that leads out of the program's folder: put the file itself here"
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def read_program(folder: Path | None = None) -> Mapping[str, str]:
    """Answer the text of every file of the program in `folder` (none: the one that ships), by its path there.

    Raises an ExceptionGroup of SyntaxErrors: everything for which `gather` finds fault with the files themselves.
    """
    texts, mistakes = gather(folder)
    if mistakes:
        raise ExceptionGroup("the program cannot be read", mistakes)
    return texts


def gather(folder: Path | None = None, kinds: tuple[str, ...] = KINDS) -> tuple[Mapping[str, str], list[SyntaxError]]:
    """Answer the texts of these kinds by path, as far as they can be read, and what is wrong with the files themselves.

    That is: no program, a file that is not UTF-8 or holds invisible characters, one that is named so that it would
    silently not be read, and a link to a file elsewhere.
    """
    root = folder or SHIPPED
    texts: dict[str, str] = {}
    mistakes = [] if (root / PROGRAM).is_file() else [_no_program(root)]
    astray: set[str] = set()
    for path in sorted(_paths(root, kinds)):
        name = path.relative_to(root).as_posix()
        if not path.resolve().is_relative_to(root.resolve()):  # or a link would show whatever this machine can read
            astray.add(name)
            mistakes.append(SyntaxError(ASTRAY, (name, None, None, None)))
            continue
        content = path.read_bytes()
        texts[name] = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            mistakes.append(_not_text(name, error))
            continue
        if found := INVISIBLE.search(texts[name]):
            mistakes.append(_invisible(name, texts[name], found.start()))
    return texts, [*mistakes, *_unread(root, {*texts, *astray}, kinds)]


def _paths(root: Path, kinds: tuple[str, ...]) -> Iterator[Path]:
    for kind in kinds:
        yield from (path for path in root.glob(kind) if path.is_file() and not path.name.startswith((".", "_")))


def _no_program(root: Path) -> SyntaxError:
    return SyntaxError(
        f"there is no {PROGRAM} here: name the folder that holds journeys/ and emails/", (str(root), None, None, None)
    )


def _unread(root: Path, known: Collection[str], kinds: tuple[str, ...]) -> Iterator[SyntaxError]:
    """A journey in `onboarding.yml` would be withdrawn without a word by the next publication."""
    for folder, endings, ending in (one for one in MEANT if any(kind.startswith(one[0]) for kind in kinds)):
        for path in sorted((root / folder).rglob("*")):
            name = path.relative_to(root).as_posix()
            meant = path.name.lower().endswith(endings) and not path.name.startswith((".", "_"))
            if meant and name not in known and path.is_file():
                place = PurePosixPath(name).parent if folder.startswith("emails/") else folder
                to = f"{place}/{path.name.removesuffix(path.suffix).removesuffix(ending)}{ending}"
                yield SyntaxError(f"this file would not be read: call it {to}", (name, None, None, None))


def _invisible(name: str, text: str, at: int) -> SyntaxError:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    source = text.split("\n")[line - 1]
    message = f"an invisible character stands here (U+{ord(text[at]):04X}): remove it"
    return SyntaxError(message, (name, line, column, INVISIBLE.sub("\N{REPLACEMENT CHARACTER}", source)))


def _not_text(name: str, error: UnicodeDecodeError) -> SyntaxError:
    before = error.object[: error.start]
    line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
    source = error.object.splitlines()[line - 1].decode("utf-8", "replace")
    return SyntaxError("this is not UTF-8 text: save the file as UTF-8", (name, line, column, source))
