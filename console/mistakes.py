"""Shows people the mistakes in the files they wrote: where, the line, a caret under it, and the way out."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from emails.finding import Finding


def find_mistakes(error: BaseException) -> Sequence[SyntaxError] | None:
    """Answer every mistake that `error` brings, by file and line; nothing when there is anything else in it."""
    found = list(_leaves(error))
    mistakes = [leaf for leaf in found if isinstance(leaf, SyntaxError)]
    return sorted(mistakes, key=place) if mistakes and len(mistakes) == len(found) else None


def leaves(errors: Sequence[Exception]) -> list[SyntaxError]:
    """Answer every mistake that these errors bring; anything else in them is raised."""
    found = [leaf for error in errors for leaf in _leaves(error)]
    if others := [leaf for leaf in found if not isinstance(leaf, SyntaxError)]:
        raise others[0]
    return [leaf for leaf in found if isinstance(leaf, SyntaxError)]


def print_mistakes(mistakes: Sequence[SyntaxError], console: Console) -> None:
    """Print every mistake and, last, how many there are."""
    for mistake in mistakes:
        console.print(describe(mistake), soft_wrap=True)
        console.print()
    console.print(Text(count(mistakes), style="bold red"), soft_wrap=True)


def print_warnings(warnings: Sequence[Finding], console: Console) -> None:
    """Print every warning on a line of its own and, last, how many there are: they block nothing."""
    for warning in warnings:
        where = f"{warning.path}:{warning.line}" if warning.line else warning.path
        console.print(Text.assemble((f"{where}: ", "bold"), (warning.said, "yellow")), soft_wrap=True)
    if warnings:
        console.print(Text(f"{len(warnings)} {_plural(len(warnings), 'warning')}", style="yellow"))


def describe(mistake: SyntaxError) -> Text:
    """Answer one mistake as people read it; color adds nothing but comfort."""
    where = ":".join(str(part) for part in (mistake.filename, mistake.lineno, mistake.offset) if part)
    text = Text.assemble((f"{where}: " if where else "", "bold"), (mistake.msg, "red"))
    return text.append_text(_source(mistake))


def count(mistakes: Sequence[SyntaxError]) -> str:
    """Answer the line that sums up."""
    files = len({mistake.filename for mistake in mistakes})
    return f"{len(mistakes)} {_plural(len(mistakes), 'mistake')} in {files} {_plural(files, 'file')}"


def _source(mistake: SyntaxError) -> Text:
    line = (mistake.text or "").rstrip("\r\n")
    if not line.strip() or mistake.lineno is None:
        return Text()
    gutter = f"{mistake.lineno:>5} | "
    shown = Text.assemble("\n", (gutter, "dim"), line.expandtabs(4))
    caret = _column(line, mistake.offset or 1)
    return shown.append("\n" + " " * (len(gutter) - 2) + "| ", style="dim").append(" " * caret + "^", style="bold red")


def _column(line: str, offset: int) -> int:
    """Answer how many cells stand left of the 1-based `offset`: tabs and wide letters take more than one."""
    return cell_len(line[: max(offset, 1) - 1].expandtabs(4))


def _leaves(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from _leaves(inner)
    else:
        yield error


def place(mistake: SyntaxError) -> tuple[str, int, int]:
    """Answer by what mistakes are put in order: file, line and column."""
    return mistake.filename or "", mistake.lineno or 0, mistake.offset or 0


def _plural(number: int, word: str) -> str:
    return word if number == 1 else f"{word}s"
