"""The person who is signed in, as the pages know them."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from console.access.rights import Right


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person in one browser, whose row is `sign_in`; `csrf` is the token that every form of theirs carries."""

    id: int
    email: str
    name: str
    role: str
    rights: frozenset[Right]
    sign_in: int
    csrf: str = field(repr=False)

    def may(self, right: str) -> bool:
        """Answer whether they have this right."""
        return right in self.rights


def who(request: Request) -> SignedIn:
    """Answer whom the gate let in."""
    user: SignedIn = request.state.user
    return user


Who = Annotated[SignedIn, Depends(who)]  # for routes of a router that stands behind the gate as a whole
