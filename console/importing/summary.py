"""What an import says at the end: what became of every file, and one sentence."""

from collections.abc import Iterator
from typing import Any

from console.importing.tally import FileTally, Tally

KINDS = {"new": "new", "changed": "changed", "known": "already known"}


def lines(tally: Tally) -> Iterator[str]:
    """Answer the counts by file and by what its rows became, one a line, in two columns."""
    left = [name for file in tally.files for name in (file.name, *(f"  {label}" for label in file.became))]
    width = max(map(len, left), default=0)
    for file in tally.files:
        yield f"{file.name:<{width}}  {_of_rows(file)}".rstrip()
        for label, counts in file.became.items():
            told = [f"{counts[kind]:,} {word}" for kind, word in KINDS.items() if counts[kind]]
            yield f"{'  ' + label:<{width}}  {', '.join(told)}"


def sentence(tally: Tally, *, dry_run: bool) -> str:
    """Answer everything in one line, with the way out if rows did not go in."""
    counted = ", ".join(f"{tally.total(kind):,} {word}" for kind, word in KINDS.items())
    line = f"{tally.rows:,} rows: {counted}, {tally.conflicts:,} in conflict, {tally.rejected:,} rejected"
    files = [str(file.rejects) for file in tally.files if file.rejects]
    if files:
        line += f"; mend them in {', '.join(files)} and import again"
    return f"Dry run, nothing was kept: {line}" if dry_run else line


def as_json(tally: Tally, *, dry_run: bool) -> dict[str, Any]:
    """Answer the same for programs."""
    files = [
        {
            "file": file.name, "rows": file.rows, "conflicts": file.conflicts, "rejected": file.rejected,
            "rejects": str(file.rejects) if file.rejects else None,
            "became": {label: {kind: counts[kind] for kind in KINDS} for label, counts in file.became.items()},
        }
        for file in tally.files
    ]  # fmt: skip
    totals = {"rows": tally.rows, "conflicts": tally.conflicts, "rejected": tally.rejected}
    return {"dry_run": dry_run, **totals, "files": files}


def _of_rows(file: FileTally) -> str:
    counts = {"rows": file.rows, "in conflict": file.conflicts, "rejected": file.rejected}
    return ", ".join(f"{count:,} {word}" for word, count in counts.items() if count)
