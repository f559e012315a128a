"""What becomes of a step whose time has passed."""

from journeys.conclusion import conclude, silenced
from journeys.decisions import HandOver, Hold, Skip
from journeys.durations import in_words
from journeys.look import Look


def too_late(look: Look) -> Skip | HandOver:
    """Skip it or hand it over, as its policy says; what its conditions forbid is skipped for that reason alone.

    What held it up to the end (a task, stale data, nobody reachable) is named; to a human, what its conditions found,
    too. While one is at work already, there is nothing to hand over.
    """
    at_work = silenced(look)
    conclusion = at_work or conclude(look)
    if isinstance(conclusion, Skip):
        return conclusion
    hindrance = conclusion if isinstance(conclusion, Hold) else None
    evidence = {**conclusion.evidence, "due": look.opens.isoformat(), "may be late by": in_words(look.step.late.within)}
    if look.step.late.playbook is None or at_work:
        because = _because(look, hindrance.because if hindrance else "")
        return Skip(look.step.id, because, evidence, hindrance.reason if hindrance else "late")
    because = _because(look, conclusion.because if hindrance or conclusion.evidence else "")
    return HandOver(look.step.id, look.step.late.playbook, because, evidence)


def _because(look: Look, found: str) -> str:
    due = f"{look.opens.astimezone(look.zone):%-d %b %Y %H:%M} ({look.zone.key})"
    late = f"Too late: it was due on {due} and may be at most {in_words(look.step.late.within)} late"
    return f"{found}. {late}" if found else late
