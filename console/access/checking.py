"""Checking a password: counted first, in equal time for everybody, and hashed anew where that is due."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from console.access.gate import Gate, log
from console.access.guessing import Guess, guess_of
from console.access.passwords import Passwords
from models.database import begin, look
from models.guesses import count_try, forget_tries, take_back_try
from models.users import UserRow, change_user, plain_address, user_by_email


@dataclass(frozen=True, slots=True)
class Wait:
    """Too much was tried; `until` one has to wait."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Checking:
    """Answers whose password was told."""

    gate: Gate
    passwords: Passwords

    def person(self, request: Request, email: str, password: str) -> UserRow | Wait | None:
        """Answer who this is; that one has to wait; or nothing, if address and password do not belong together."""
        app, address = self.gate.app, plain_address(email)
        guess = guess_of(request, self.gate.cookies, address, app.secret)
        with begin(app.engine) as connection:
            until = count_try(connection, self.gate.now(), guess.limits)
        if until:
            log.warning("too many passwords are tried from one address or for one person; they wait")
            return Wait(until)
        with look(app.engine) as connection:
            user = user_by_email(connection, address)
        able = user is not None and user.disabled_at is None
        right = self.passwords.is_right(user.password_hash if user is not None and able else None, password)
        if user is None or not right:
            log.info("a password was wrong")
            return None
        self._welcome(user, guess, password)
        return user

    def _welcome(self, user: UserRow, guess: Guess, password: str) -> None:
        new = self.passwords.hashed(password) if self.passwords.is_outdated(user.password_hash) else ""
        with begin(self.gate.app.engine) as connection:
            forget_tries(connection, [guess.person])
            take_back_try(connection, guess.address)
            if new:
                change_user(connection, user.id, password_hash=new)
