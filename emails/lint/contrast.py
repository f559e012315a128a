"""Whether the words stand out from what is behind them, in light and in dark mode (WCAG 2.2, 1.4.3)."""

from collections.abc import Iterator

from emails.finding import Finding
from emails.lint.color import ratio
from emails.lint.draft import Draft
from emails.lint.ink import Ink, inks
from emails.lint.proof import Proof

ENOUGH, ENOUGH_IF_LARGE = 4.5, 3.0
PLAIN = ("#000000", "#ffffff")  # named everywhere in a theme: the other color tells better where to look


def contrast(draft: Draft) -> Iterator[Finding]:
    """Find text that is hard to read: below 3 to 1 for everybody, below 4.5 to 1 for many if it is small."""
    for proof in draft.letters:
        for mode in ("light", "dark"):
            for ink in _pairs(proof, mode):
                found = ratio(ink.color, ink.ground)
                if found < (ENOUGH_IF_LARGE if ink.is_large else ENOUGH):
                    yield _finding(draft, ink, mode, found)


def _pairs(proof: Proof, mode: str) -> list[Ink]:
    """Answer one text for each pair of colors: the smallest."""
    found = sorted(inks(proof.tree, dark=mode == "dark"), key=lambda ink: ink.is_large, reverse=True)
    return list({(ink.color, ink.ground): ink for ink in found}.values())


def _finding(draft: Draft, ink: Ink, mode: str, found: float) -> Finding:
    needed = ENOUGH_IF_LARGE if ink.is_large else ENOUGH
    message = (
        f"in {mode} mode, text in {ink.color} on {ink.ground} has a contrast of {found:.1f} to 1, and reading it takes "
        f"{needed:g} to 1: make the darker color darker or the lighter one lighter"
    )
    severity = "error" if found < ENOUGH_IF_LARGE else "warning"
    colors = [str(color) for color in (ink.color, ink.ground) if str(color) not in PLAIN]
    return draft.in_theme(severity, "contrast", message, colors)  # type: ignore[arg-type]
