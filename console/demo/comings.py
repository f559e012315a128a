"""Comings and goings: champions that leave, who takes over, and administrators that do not come for a while."""

from console.demo.chronicle import Chronicle

LEAVES, STOPS = 0.08, 0.05  # of customers, in their life
HEIRS, FOLLOWED = ("user", "billing"), 0.7  # of champions who leave


def come_and_go(life: Chronicle) -> None:
    """Let people leave, take over, and stay away."""
    likely = 4 if life.fades else 1
    champions = [person for person in life.people if person.role == "champion"]
    if champions and life.chance(LEAVES * likely):
        number = life.random.randint(60, 300)
        life.loses(number, champions[0])
        heirs = [person for person in life.people if person.role in HEIRS and not person.since]
        if heirs and life.chance(FOLLOWED):
            life.appoints(number + life.random.randint(6, 24), heirs[-1], "champion")
    if len(life.people) > 1 and life.chance(STOPS * likely):
        first = life.random.randint(50, 200)
        life.absent[life.people[0].key] = (first, first + life.random.randint(32, 70))
