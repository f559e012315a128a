"""What a survey found: how many people each mail could reach, and who of them would read something odd."""

from collections import Counter
from dataclasses import dataclass, field

from console.audience.oddity import KINDS

SHOWN = 5  # accounts named for each kind


@dataclass(frozen=True, slots=True)
class Case:
    """An account, by key and name, with whom it is about and what would be odd.

    `contact_key`, `variant` and `locale` say for whom exactly, and in which edition.
    """

    account: str
    name: str
    contact: str
    what: str
    contact_key: str
    variant: str
    locale: str


@dataclass(slots=True)
class Group:
    """How many people would read something of one kind in a mail, and the first of them."""

    mail: str
    kind: str
    count: int = 0
    cases: list[Case] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Answer what is so about them."""
        return KINDS[self.kind]


@dataclass(slots=True)
class Survey:
    """How many people could get each mail (`reach`), at how many accounts (`reached`), and what would be odd.

    `accounts` is how many were looked at, `odd` how many of the mails that could be sent to somebody would be odd to
    them; `groups` are by mail and kind.
    """

    accounts: int = 0
    odd: int = 0
    reach: dict[str, int] = field(default_factory=dict)
    reached: Counter[str] = field(default_factory=Counter)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)

    def of(self, mail: str) -> list[Group]:
        """Answer what would be odd in a mail, in the order of the kinds; what is held comes last."""
        return [self.groups[mail, kind] for kind in KINDS if (mail, kind) in self.groups]

    def note(self, mail: str, case: Case, kind: str) -> None:
        """Count somebody, and name their account if it is among the first."""
        group = self.groups.setdefault((mail, kind), Group(mail, kind))
        group.count += 1
        if len(group.cases) < SHOWN:
            group.cases.append(case)
