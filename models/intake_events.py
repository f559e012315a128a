"""Intake of events: where each belongs, and who has to be waited for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.belonging import Belonging, belongings, home_at
from models.directory import Directory, look_up, unknown_account
from models.facts import EventFacts, Outcome, printable
from models.recording import Absent, Place, record
from models.tables import ACCOUNT, CONTACT
from models.turn import Turn
from models.waiting_room import wait


@dataclass(frozen=True, slots=True)
class Scene:
    """The accounts and contacts that a batch of events speaks of, and where those belonged."""

    accounts: Directory
    contacts: Directory
    belongings: Mapping[int, Belonging]

    def find(self, fact: EventFacts, *, patient: bool) -> Place | Absent:
        """Answer where an event belongs, or who is absent."""
        contact = self.contacts.find(fact.contact)
        if contact is None and fact.contact and not (patient and fact.account):
            return Absent(self.contacts.absent(fact.contact), f'unknown contact "{printable(fact.contact)}"')
        if fact.account is None and contact is not None:
            belonging = self.belongings[contact.id]
            return Place(home_at(belonging, fact.at).id if belonging else contact.account_id, contact.id, None)
        account = self.accounts.find(fact.account)
        if account is None:
            return Absent(self.accounts.absent(fact.account) if fact.account else "", unknown_account(fact.account))
        stranger = self.contacts.key(fact.contact) if fact.contact and contact is None else None
        return Place(account.id, contact.id if contact else None, stranger)


def take_events(turn: Turn, facts: Sequence[EventFacts], *, patient: bool) -> list[Outcome]:
    """Record events and count them: new, known already, or in conflict with another event under the same message id
    (`because` names the place where that one was told); of whom nobody told us, waiting (patient) or refused.
    """
    if not facts:
        return []
    scene = _scene(turn, facts)
    places = [scene.find(fact, patient=patient) for fact in facts]
    outcomes = _await(turn, facts, places) if patient else {}
    outcomes |= {
        number: Outcome("refused", place.because)
        for number, place in enumerate(places)
        if isinstance(place, Absent) and number not in outcomes
    }
    outcomes |= record(turn, facts, {number: place for number, place in enumerate(places) if isinstance(place, Place)})
    return [outcomes[number] for number in range(len(facts))]


def _scene(turn: Turn, facts: Sequence[EventFacts]) -> Scene:
    contacts = look_up(turn.connection, "contact", {fact.contact for fact in facts}, CONTACT.c.id, CONTACT.c.account_id)
    accounts = look_up(turn.connection, "account", {fact.account for fact in facts}, ACCOUNT.c.id)
    implied = {contacts.key(fact.contact) for fact in facts if fact.contact and fact.account is None}
    ids = {contacts.rows[key].id for key in implied if key in contacts.rows}
    return Scene(accounts, contacts, belongings(turn.connection, ids))


def _await(turn: Turn, facts: Sequence[EventFacts], places: Sequence[Place | Absent]) -> dict[int, Outcome]:
    waiters = {number: place.waits_for for number, place in enumerate(places) if isinstance(place, Absent)}
    patient = [(number, waits_for) for number, waits_for in waiters.items() if waits_for]
    outcomes = wait(turn, [(waits_for, facts[number]) for number, waits_for in patient])
    return {number: outcome for (number, _), outcome in zip(patient, outcomes, strict=True)}
