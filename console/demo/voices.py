"""What customers say and ask for: tickets, scores, goals, praise, and answers that never come."""

from console.demo.chronicle import Chronicle

QUARTER = 91
SOLVED_WITHIN = 4
GOALS = ("Ship every project on time", "Fewer status meetings", "Everybody sees who does what")
LARGE = 22  # seats: a CSM knows them


def speak(life: Chronicle) -> None:
    """Let them say what customers of their kind say."""
    _tickets(life)
    _scores(life)
    _goals(life)
    _learn(life)
    _review(life)
    if life.kind.fate == "praises":
        _praise(life)
    if life.fades:
        _fall_silent(life, life.fades[0])
    if life.kind.seats[0] >= LARGE:
        _hand_over(life)


def _tickets(life: Chronicle) -> None:
    days = [
        life.random.randrange(max(1, life.days))
        for _ in range(int(life.kind.tickets * life.days / 365 + life.random.random()))
    ]
    if life.fades:  # what drives them away
        days += [life.fades[0] + life.random.randint(0, 20) for _ in range(life.random.randint(2, 5))]
    for place, number in enumerate(days):
        _ticket(life, f"{life.key}-t-{place}", number)


def _ticket(life: Chronicle, ticket: str, number: int) -> None:
    severity = life.random.choice(("low", "normal", "normal", "high"))
    life.happens(number, "ticket opened", life.who("user"), ticket=ticket, severity=severity)
    solved = number + life.random.randint(1, SOLVED_WITHIN) + (9 if life.chance(0.05) else 0)
    if life.chance(0.1):
        life.happens(number + 1, "ticket escalated", ticket=ticket)
    score = _stars(life)
    if life.chance(0.3):
        life.happens(solved, "ticket solved", life.who("user"), ticket=ticket, csat=score)
        return
    life.happens(solved, "ticket solved", life.who("user"), ticket=ticket)
    if life.chance(0.4):
        life.happens(solved + 3, "csat answered", life.who("user"), score=score, ticket=ticket)


def _stars(life: Chronicle) -> int:
    return max(1, min(5, round(1.2 + 4 * life.kind.pleased + life.random.uniform(-1, 1))))


def _scores(life: Chronicle) -> None:
    for number in range(QUARTER + 33, life.days, QUARTER):
        if life.kind.presence and life.chance(0.4):
            score = max(0, min(10, round(10 * life.kind.pleased + life.random.uniform(-1.5, 1.5))))
            life.happens(number, "nps answered", life.who("champion"), score=score)


def _goals(life: Chronicle) -> None:
    if life.kind.pleased > 0.5 and life.chance(0.4):
        number, goal = life.random.randint(2, 12), life.random.choice(GOALS)
        life.happens(number, "goals stated", life.who("admin"), goals=goal, target="by summer")
        if life.chance(life.kind.pleased - 0.3):
            life.happens(number + life.random.randint(60, 200), "goal reached", goal=goal)


def _learn(life: Chronicle) -> None:
    """Whoever works with it and likes it comes to the webinar."""
    if life.kind.presence and life.chance(life.kind.pleased):
        life.happens(life.random.randint(8, 30), "training completed", life.who("admin"), course="administrators")


def _review(life: Chronicle) -> None:
    """Every quarter they read the review, or meet somebody for it, until they hardly come any more."""
    name, first = ("qbr attended", 40) if life.kind.seats[0] >= LARGE else ("qbr read", QUARTER + 4)
    for number in range(first, life.fades[0] if life.fades else life.days, QUARTER):
        if life.kind.presence and life.chance(life.kind.pleased):
            life.happens(number, name, life.who("sponsor"))


def _praise(life: Chronicle) -> None:
    first = life.random.randint(90, 200)
    life.happens(first, "referral made", life.who("champion"))
    if life.chance(0.5):
        life.happens(first + 40, "community contributed", life.who("champion"))
    if life.chance(0.4):
        way = life.random.choice(("quote", "story", "advisory board", "speaking"))
        life.happens(first + 60, "advocacy offered", life.who("champion"), way=way)


def _fall_silent(life: Chronicle, fades: int) -> None:
    for number in (fades + 20, fades + 34):
        life.happens(number, "outreach made", channel="email")
    if life.recovers or life.chance(0.3):
        life.happens(fades + 40, "reply received", life.who("champion"), channel="email")


def _hand_over(life: Chronicle) -> None:
    """What sales knows is told at once, or after somebody asked."""
    told = {
        "goals": life.random.choice(GOALS), "use_case": "Projects of the whole company",
        "buying_reason": "Deadlines were missed twice", "decision_makers": "The COO",
        "promised_features": "Single sign-on by spring", "timeline": "Live before the season begins",
        "risks": "One team prefers its spreadsheets", "current_tools": "Spreadsheets and chat",
        "success_criteria": "Nine of ten projects on time",
    }  # fmt: skip
    life.has(1 if life.chance(0.4) else life.random.randint(9, 14), **told)
