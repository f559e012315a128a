"""Why somebody is not written to: what each reason stops, whom it follows, and who may take it back."""

ANY = "*"  # in the place of a topic: every topic

# In this order they are told: what weighs most comes first.
REASONS = {
    "forgotten": "asked us to erase what we knew of them, and was promised to hear nothing more",
    "complained": "called a mail of ours spam",
    "asked": "told us in another way than by our page that they want no mail at all",
    "bounced": "has no mailbox: a mail came back for good",
    "invalid": "is no address that mail can be sent to",
    "soft-bounced": "could not be reached again and again",
    "blocked": "is at a server that refuses us",
    "manual": "was put on the list by one of us",
    "imported": "stood on the list of another program",
    "unsubscribed": "ended it on our page, or by the button of their mail program",
}

# What a person wants, under whatever address. That an address bounces says nothing about the next one.
WISHES = ("unsubscribed", "complained", "asked", "forgotten")
# What the person may take back on the preference page. Nobody revives a complaint, a bounce or a list of ours there.
OWN = ("unsubscribed", "asked")
# Whoever ends everything on the page ends what is said to win them. What belongs to the contract itself, such as a
# payment that failed, still comes, unless they end that topic too. Every other reason, at `*`, stops both.
SPARING = ("unsubscribed",)


def weight(reason: str) -> int:
    """Answer how soon a reason is told: the smallest first. One that nobody listed here weighs least, and stops all."""
    return [*REASONS].index(reason) if reason in REASONS else len(REASONS)
