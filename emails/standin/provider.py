"""The stand-in's mind: who is refused, what the script wants, and what is accepted."""

import asyncio
import hashlib
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from emails.standin.contract import Mail, mistakes
from emails.standin.ledger import Entry, Ledger
from emails.standin.reply import Reply, document, mistake, refusal, resting, scripted
from emails.standin.request import Caller, Request
from emails.standin.script import RULES, Facts, Script
from emails.standin.teller import Teller
from emails.standin.telling import Telling

LARGEST_REQUEST = 30_000_000  # bytes


@dataclass(slots=True)
class Stats:
    """What has happened since the start; a violation is a request against SendGrid's contract."""

    requests: int = 0
    connections: int = 0
    open: int = 0
    violations: int = 0
    answers: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, Any]:
        """Answer the counts; `answers` by status or by what was done instead."""
        names = ("requests", "connections", "open", "violations")
        return {name: getattr(self, name) for name in names} | {"answers": dict(self.answers)}


class Provider:
    """Judges requests in one event loop. Requests that arrive together share one fsync."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        api_key: str | None = None,
        clock: Callable[[], float] = time.time,
        keep: Callable[[Mail], object] | None = None,
        teller: Teller | None = None,
    ) -> None:
        """With `api_key` any other key is refused; `clock` is its own (Unix seconds); `keep` gets what is accepted.

        `teller` tells what becomes of it.
        """
        self._teller = teller
        self.stats = Stats()
        self._ledger = ledger
        self._script = Script([])
        self._api_key = api_key
        self._clock = clock
        self._keep = keep
        self._owed: list[Callable[[], object]] = []

    def handle(self, request: Request, caller: Caller) -> None:
        """See to it that the caller gets the answer that is due, now or later."""
        self.stats.requests += 1
        match request.method, request.path.partition("?")[0]:
            case "POST", "/v3/mail/send":
                self._receive(request, caller)
            case "GET", "/_ledger":
                self._ledger.commit()
                caller.answer(document(self._ledger.summary()))
            case "GET", "/_stats":
                caller.answer(document(self.stats.summary()))
            case "GET", "/_script":
                caller.answer(self._recite())
            case "PUT", "/_script":
                caller.answer(self._learn(request.body))
            case _, "/_events" | "/_events/tell" if self._teller:
                self._speak(self._teller, request, caller)
            case _, "/v3/mail/send":
                self._refuse(caller, refusal(405, mistake("method not allowed")))
            case _:
                self._refuse(caller, refusal(404, mistake("not found")))

    def settle(self) -> None:
        """Put what was accepted onto the disk, then give the answers that waited for it."""
        owed, self._owed = self._owed, []
        self._ledger.commit()
        for answer in owed:
            answer()

    def _recite(self) -> Reply:
        return document(RULES.dump_python(self._script.rules, mode="json"))

    def _learn(self, rules: bytes) -> Reply:
        try:
            self._script = Script(RULES.validate_json(rules))
        except ValidationError as error:
            return refusal(400, *mistakes(error))
        return self._recite()

    def _speak(self, teller: Teller, request: Request, caller: Caller) -> None:
        match request.method, request.path.partition("?")[0]:
            case "GET", "/_events":
                caller.answer(document(teller.summary()))
            case "PUT", "/_events":
                caller.answer(self._brief(teller, request.body))
            case "POST", "/_events/tell":
                teller.start(self._tell(teller, caller))
            case _:
                self._refuse(caller, refusal(405, mistake("method not allowed")))

    def _brief(self, teller: Teller, telling: bytes) -> Reply:
        try:
            teller.begin(Telling.model_validate_json(telling))
        except ValidationError as error:
            return refusal(400, *mistakes(error))
        return document(teller.summary())

    async def _tell(self, teller: Teller, caller: Caller) -> None:
        await teller.tell()
        caller.answer(document(teller.summary()))

    def _receive(self, request: Request, caller: Caller) -> None:
        if reply := self._at_the_door(request):
            return self._refuse(caller, reply)
        try:
            mail = Mail.model_validate_json(request.body)
        except ValidationError as error:
            return self._refuse(caller, refusal(400, *mistakes(error)))
        return self._play(mail, caller)

    def _at_the_door(self, request: Request) -> Reply | None:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme != "Bearer" or not key or (self._api_key or key) != key:
            return refusal(401, mistake("the authorization is missing, invalid, expired or revoked"))
        if len(request.body) > LARGEST_REQUEST:
            return refusal(413, mistake("content too large"))
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return refusal(415, mistake("the content type must be application/json", "content-type"))
        return None

    def _refuse(self, caller: Caller, reply: Reply) -> None:
        self.stats.violations += 1
        self._say(caller, reply)

    def _say(self, caller: Caller, reply: Reply) -> None:
        self.stats.answers[str(reply.status)] += 1
        caller.answer(reply)

    def _play(self, mail: Mail, caller: Caller) -> None:
        rule = self._script.rule_for(_facts(mail))
        match rule.answer:
            case "202":
                self._accept(mail, lambda reply: self._say(caller, reply))
            case "slow":
                later = asyncio.get_running_loop().call_later
                self._accept(mail, lambda reply: later(rule.seconds, self._say, caller, reply))
            case "accept-then-5xx":
                self._accept(mail, lambda _: self._say(caller, scripted("503")))
            case "accept-then-cut":
                self._accept(mail, lambda _: self._instead("cut", caller.cut))
            case "garbage":
                self._instead("garbage", lambda: caller.babble(b"\x15\x03\x01 this is not HTTP\r\n\r\n"))
            case "hang":
                self._instead("hang", lambda: None)
            case "429":
                self._say(caller, resting(self._clock(), rule.reset_after))
            case status:
                self._say(caller, scripted(status))

    def _instead(self, name: str, act: Callable[[], None]) -> None:
        self.stats.answers[name] += 1
        act()

    def _accept(self, mail: Mail, then: Callable[[Reply], object]) -> None:
        if self._keep:
            self._keep(mail)
        entries = _entries(mail, self._clock())
        counts = [self._ledger.add(entry) for entry in entries]
        if self._teller:
            self._teller.note(entries)
        name = hashlib.sha256(f"{entries[0]['send_key']}|{counts[0]}".encode()).hexdigest()[:22]
        if not self._owed:
            asyncio.get_running_loop().call_soon(self.settle)
        self._owed.append(lambda: then(Reply(202, (("X-Message-Id", name),))))


def _entries(mail: Mail, moment: float) -> list[Entry]:
    return [
        Entry(
            send_key=envelope.custom_args.get("send_key", mail.custom_args.get("send_key")),
            to=mailbox.email,
            subject=envelope.subject or mail.subject,
            topic=mail.categories[0] if mail.categories else None,
            categories=mail.categories,
            time=moment,
            unsubscribe={
                name: value
                for name, value in (mail.headers | envelope.headers).items()
                if name.lower().startswith("list-unsubscribe")
            },
        )
        for envelope in mail.personalizations
        for mailbox in envelope.to
    ]


def _facts(mail: Mail) -> Facts:
    """Answer what a script can match, of the first recipient."""
    entry = _entries(mail, 0)[0]
    facts: dict[Any, str | None] = {name: entry[name] for name in ("send_key", "to", "topic", "subject")}
    return {name: value for name, value in facts.items() if value is not None}
