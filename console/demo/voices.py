"""What customers say and ask for: tickets, scores, goals, praise, and answers that never come."""

from console.demo.chronicle import Chronicle

QUARTER = 91
SOLVED_WITHIN = 4
GOALS = ("Ship every project on time", "Fewer status meetings", "Everybody sees who does what")


def speak(life: Chronicle) -> None:
    """Let them say what customers of their kind say."""
    _tickets(life)
    _scores(life)
    _goals(life)
    if life.kind.fate == "praises":
        _praise(life)
    if life.kind.fate == "drifts":
        _fall_silent(life)
    if life.kind.seats[0] >= 50:
        _reviews(life)
    _depart(life)


def _tickets(life: Chronicle) -> None:
    for place in range(round(life.kind.tickets * life.days / 365 + life.random.random())):
        number, ticket = life.random.randrange(max(1, life.days)), f"{life.key}-t-{place}"
        severity = life.random.choice(("low", "normal", "normal", "high"))
        life.happens(number, "ticket opened", life.who("user"), ticket=ticket, severity=severity)
        solved = number + life.random.randint(1, SOLVED_WITHIN) + (9 if life.chance(0.1) else 0)
        if life.chance(0.1):
            life.happens(number + 1, "ticket escalated", ticket=ticket)
        score = _stars(life)
        if life.chance(0.3):
            life.happens(solved, "ticket solved", life.who("user"), ticket=ticket, csat=score)
            continue
        life.happens(solved, "ticket solved", life.who("user"), ticket=ticket)
        if life.chance(0.4):
            life.happens(solved + 3, "csat answered", life.who("user"), score=score, ticket=ticket)


def _stars(life: Chronicle) -> int:
    return max(1, min(5, round(1 + 4 * life.kind.pleased + life.random.uniform(-1, 1))))


def _scores(life: Chronicle) -> None:
    for number in range(QUARTER + 33, life.days, QUARTER):
        if life.chance(0.4):
            score = max(0, min(10, round(10 * life.kind.pleased + life.random.uniform(-3, 2))))
            life.happens(number, "nps answered", life.who("champion"), score=score)


def _goals(life: Chronicle) -> None:
    if life.kind.pleased > 0.5 and life.chance(0.4):
        number, goal = life.random.randint(2, 12), life.random.choice(GOALS)
        life.happens(number, "goals stated", life.who("admin"), goals=goal, target="by summer")
        if life.chance(life.kind.pleased - 0.3):
            life.happens(number + life.random.randint(60, 200), "goal reached", goal=goal)


def _praise(life: Chronicle) -> None:
    first = life.random.randint(90, 200)
    life.happens(first, "referral made", life.who("champion"))
    if life.chance(0.5):
        life.happens(first + 40, "community contributed", life.who("champion"))
    if life.chance(0.4):
        way = life.random.choice(("quote", "story", "advisory board", "speaking"))
        life.happens(first + 60, "advocacy offered", life.who("champion"), way=way)


def _fall_silent(life: Chronicle) -> None:
    begin = life.random.randint(*life.kind.fades or (60, 60))
    for number in (begin + 20, begin + 34):
        life.happens(number, "outreach made", channel="email")
    if life.chance(0.5):
        life.happens(begin + 60, "reply received", life.who("champion"), channel="email")


def _reviews(life: Chronicle) -> None:
    life.happens(8, "training completed", life.who("admin"), course="administrators")
    for number in range(40, life.days, QUARTER):
        if life.chance(0.8):
            life.happens(number, "qbr attended", life.who("sponsor"))


def _depart(life: Chronicle) -> None:
    """Now and then a champion goes, and nobody takes over."""
    champions = [person for person in life.people if person.role == "champion"]
    if champions and life.chance(0.12):
        life.loses(life.random.randint(60, 300), champions[0])
