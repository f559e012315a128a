"""Two columns, which stand one below the other on a phone."""

from emails.body import Use
from emails.components.component import Desk, MiswrittenError, Slots
from emails.components.prose import blocks

_DIVIDES = "|"


def columns(desk: Desk, use: Use) -> Slots:
    """Answer the blocks of both columns."""
    written = list(use.inside or ())
    divisions = [number for number, line in enumerate(written) if line.strip() and not line.strip().strip(_DIVIDES)]
    if len(divisions) != 1:
        raise MiswrittenError("there are two columns, and between them one line that says |||")
    left, right = written[: divisions[0]], written[divisions[0] + 1 :]
    if not any(line.strip() for line in left) or not any(line.strip() for line in right):
        raise MiswrittenError("one of the columns is empty")
    starts = use.line + 1, use.line + divisions[0] + 2
    both = [
        blocks(desk, lines, start, "columns", buttons=True) for lines, start in zip((left, right), starts, strict=True)
    ]
    return {"columns": [{"blocks": found, "text": _text(found)} for found in both]}


def _text(found: list[Slots]) -> str:
    return "".join(str(block["text"]) for block in found).rstrip("\n")
