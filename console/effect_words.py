"""The effect of a publication as a person at a terminal reads it."""

from rich.text import Text

from console.effect import Effect
from console.publishing import Changes


def describe(effect: Effect) -> Text:
    """Answer a line for every file that changes, and one for everything that follows from it."""
    text = Text()
    for word, paths, style in kinds(effect.changes):
        for path in paths:
            text.append(f"{word:<10}", style=style).append(f"{path}{size(effect, path)}\n")
            if path in effect.subjects:
                old, new = effect.subjects[path]
                text.append(f"{'':<10}subject: {old}\n{'':<10}    now: {new}\n", style="dim")
    for sentence in effect.consequences:
        text.append(f"{sentence}\n", style="yellow")
    return text


def summary(changes: Changes) -> str:
    """Answer the sum of it in one line."""
    counted = ", ".join(f"{len(paths)} {word}" for word, paths, _ in kinds(changes) if paths)
    return f"{counted or 'nothing to publish'}, {len(changes.unchanged)} unchanged"


def kinds(changes: Changes) -> tuple[tuple[str, tuple[str, ...], str], ...]:
    """Answer each kind of change: its word, the files, and the color of a terminal."""
    return (
        ("added", changes.added, "green"),
        ("changed", changes.changed, "yellow"),
        ("withdrawn", changes.withdrawn, "red"),
    )


def size(effect: Effect, path: str) -> str:
    """Answer how many lines of a changed file come and go."""
    more, less = effect.lines.get(path, (0, 0))
    return f"  +{more} -{less}" if more or less else ""
