"""The door to the files: sources to a Book, or every mistake in every one of them."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import TypeVar, cast

from journeys.catalog import Catalog
from journeys.definition import Journey
from journeys.journey_file import read_journey, read_journey_with
from journeys.manners import NO_MANNERS, Manner, compile_taste
from journeys.mistakes import Mistakes
from journeys.needs import Need
from journeys.place import Place
from journeys.playbook import Playbook, read_playbook
from journeys.program import Program, draft_program
from journeys.vocabulary import Vocabulary

__all__ = ["Book", "read_book", "read_journey"]

PROGRAM = "journeys/program.yaml"
DEFINITIONS = "journeys/definitions/"
PLAYBOOKS = "journeys/playbooks/"
HEALTH = "journeys/health/"
SURVEYS = "journeys/surveys/"

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Book:
    """A whole program, ready to run: journeys and playbooks by name, and what must be gathered to decide by them.

    What a task shows beyond that is looked up when one is opened.
    """

    program: Program
    catalog: Catalog
    journeys: Mapping[str, Journey]
    playbooks: Mapping[str, Playbook]
    needs: frozenset[Need]


def read_book(
    sources: Mapping[str, str], templates: Collection[str] | None, manners: Mapping[str, Manner] = NO_MANNERS
) -> Book:
    """The book that these sources (text by path) make; files of other kinds are left alone.

    `templates` are the names of the mails there are; None: they are not judged. `manners` say of each what its own file
    says about when it may be said. Raises an ExceptionGroup of
    SyntaxErrors: every mistake of every file, in the order of files and lines.
    """
    mistakes = Mistakes()
    program = _program(sources, mistakes)
    definitions = _by_name(sources, DEFINITIONS, "journey", mistakes)
    plays = _by_name(sources, PLAYBOOKS, "playbook", mistakes)
    catalog = Catalog(program) if program else None
    playbooks = _read_each(
        plays, lambda path: read_playbook(sources[path], path, definitions, catalog, templates), mistakes
    )
    taste = compile_taste(program.taste, catalog, mistakes) if program and catalog else {}
    words = Vocabulary(program, catalog, templates, dict.fromkeys(plays) | playbooks, manners, taste)
    journeys = _read_each(definitions, lambda path: read_journey_with(sources[path], path, words), mistakes)
    mistakes.stop_if_any("the program has mistakes")
    # Without a mistake there is a program, and so a catalog.
    known = cast(Catalog, catalog)
    aims = [one.done_when for one in playbooks.values() if one.done_when]
    needs = frozenset[Need]().union(*(one.needs for one in journeys.values()), *(aim.needs for aim in aims))
    return Book(cast(Program, program), known, journeys, playbooks, needs)


def _program(sources: Mapping[str, str], mistakes: Mistakes) -> Program | None:
    if PROGRAM not in sources:
        mistakes.add(
            Place(PROGRAM), "there is no such file: it says what the product is, and what success means for it"
        )
        return None
    models, surveys = (
        {path: sources[path] for path in _by_name(sources, folder, kind, mistakes).values()}
        for folder, kind in ((HEALTH, "health model"), (SURVEYS, "survey"))
    )
    return draft_program(sources[PROGRAM], PROGRAM, mistakes, models, surveys)


def _by_name(sources: Mapping[str, str], folder: str, kind: str, mistakes: Mistakes) -> dict[str, str]:
    """The paths in a folder by the name of their file; two files of one name are a mistake."""
    paths: dict[str, str] = {}
    found = [path for path in sources if path.startswith(folder) and path.endswith((".yaml", ".yml"))]
    for path in sorted(found, key=lambda path: (path.count("/"), path)):
        name = PurePosixPath(path).stem
        if not NAME.fullmatch(name):
            mistakes.add(
                Place(path), f"the file's name is the {kind}'s: small letters, digits and dashes, nothing else"
            )
        if name in paths:
            mistakes.add(Place(path), f'there is a {kind} "{name}" already, in {paths[name]}: give one another name')
        else:
            paths[name] = path
    return paths


def _read_each(paths: Mapping[str, str], read: Callable[[str], T], mistakes: Mistakes) -> dict[str, T]:
    found = {name: _attempt(partial(read, path), mistakes) for name, path in paths.items()}
    return {name: value for name, value in found.items() if value is not None}


def _attempt(read: Callable[[], T], mistakes: Mistakes) -> T | None:
    try:
        return read()
    except ExceptionGroup as group:
        mistakes.include(group)
        return None
