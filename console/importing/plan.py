"""The plan: which files are read, by which part of the map, in which order; checked before any row is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from console.importing.mapping import NOUNS, Lookup, Map, Sheet, Source, fits
from console.importing.rejects import original_name
from console.importing.rows import CsvFile
from journeys.mistakes import Mistakes, did_you_mean


@dataclass(frozen=True, slots=True)
class Job:
    """One file and what becomes of its rows."""

    path: Path
    sheet: Sheet

    @property
    def rank(self) -> int:
        """Answer when its turn is: accounts before contacts, those before what happened to them."""
        return min(NOUNS.index(block.noun) for block in self.sheet.blocks)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One file from which a lookup is learned."""

    path: Path
    lookup: Lookup
    delimiter: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Lessons first, then the jobs, in this order."""

    lessons: Sequence[Lesson]
    jobs: Sequence[Job]
    lookups: Mapping[str, Lookup]

    @property
    def size(self) -> int:
        """Answer how many bytes will be read."""
        paths = [lesson.path for lesson in self.lessons] + [job.path for job in self.jobs]
        return sum(path.stat().st_size for path in paths)


def make_plan(mapping: Map, paths: Sequence[Path]) -> Plan:
    """Answer the plan for these files. Raises an ExceptionGroup of SyntaxErrors with all that does not fit."""
    mistakes = Mistakes()
    paths = list(dict.fromkeys(paths))
    jobs = [Job(path, sheet) for path in paths for sheet in _sheets(mapping, path, mistakes)]
    sources = [source for job in jobs for block in job.sheet.blocks for source in block.sources]
    used = {source.through for source in sources} & set(mapping.lookups)
    lessons = [lesson for name in sorted(used) for lesson in _lessons(mapping, mapping.lookups[name], paths, mistakes)]
    for job in jobs:
        _check(job.path, job.sheet.delimiter, [each for block in job.sheet.blocks for each in block.sources], mistakes)
    for lesson in lessons:
        _check(lesson.path, lesson.delimiter, [lesson.lookup.match, lesson.lookup.take], mistakes)
    mistakes.stop_if_any("the map and the files do not fit")
    return Plan(lessons, sorted(jobs, key=lambda job: job.rank), mapping.lookups)


def _sheets(mapping: Map, path: Path, mistakes: Mistakes) -> Iterator[Sheet]:
    """Answer the one part of the map that is about a file."""
    name = original_name(path.name)
    fitting = [sheet for sheet in mapping.sheets if fits(sheet.pattern, name)]
    if not fitting:
        hint = did_you_mean(name, [sheet.pattern for sheet in mapping.sheets])
        mistakes.found.append(_at_file(path, f"no entry under files in {mapping.path} fits this file's name{hint}"))
    for other in fitting[1:]:
        mistakes.add(other.place, f'{name} fits "{fitting[0].pattern}" and "{other.pattern}": it needs exactly one')
    yield from fitting[:1]


def _lessons(mapping: Map, lookup: Lookup, paths: Sequence[Path], mistakes: Mistakes) -> Iterator[Lesson]:
    found = [path for path in paths if fits(lookup.pattern, original_name(path.name))]
    if not found:
        mistakes.add(
            lookup.place, f"{lookup.name} is looked up in {lookup.pattern}: name that file in the command, too"
        )
    for path in found:
        sheet = next((sheet for sheet in mapping.sheets if fits(sheet.pattern, original_name(path.name))), None)
        yield Lesson(path, lookup, sheet.delimiter if sheet else "")


def _check(path: Path, delimiter: str, sources: Sequence[Source], mistakes: Mistakes) -> None:
    """Look whether the file can be read and has every column, once."""
    try:
        with CsvFile(path, delimiter) as file:
            columns = file.columns
    except (ValueError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        mistakes.found.append(_at_file(path, f"{why}"))
        return
    for source in sources:
        if source.column and columns.count(source.column) != 1:
            problem = "has no column" if source.column not in columns else "has more than one column"
            hint = did_you_mean(source.column, columns) or f"; for a fixed text write {{always: {source.column}}}"
            mistakes.add(source.place, f'{path.name} {problem} "{source.column}"{hint if "no" in problem else ""}')


def _at_file(path: Path, message: str) -> SyntaxError:
    return SyntaxError(message, (str(path), None, None, None))
