"""Posting at the doors what SendGrid and others tell, over real HTTP, again and again until it is answered."""

import http.client
import threading
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from random import Random

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from tests.chaos.news_of_mails import Post
from tests.chaos.stage import MONDAY, Stage
from tests.chaos.tidings import PLACE
from tests.sendgrid import KEY, signed

DOORS, TELLERS = ("web one", "web two"), 4
TRIES = 5_000  # at one post: who is born again needs a moment
OLD_KEY = generate_private_key(SECP256R1())

Answers = Counter[tuple[bool, int]]  # how often whether forged, and with which status


class Posting:
    """Posts in the order of their moments, told by several at a time; every now and then a door is killed."""

    def __init__(self, found: Stage, port: int, posts: Sequence[Post], chance: Random, kills: int) -> None:
        self.found, self.port, self.chance = found, port, chance
        self.waiting, self.often = deque(posts), max(1, len(posts) // (kills + 1))
        self.lock, self.answers = threading.Lock(), Answers()

    def tell(self) -> Answers:
        """Tell all of it; answer how it was answered."""
        threads = [threading.Thread(target=self._tell) for _ in range(TELLERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.answers

    def _tell(self) -> None:
        while post := self._next():
            status = _post(self.port, post)
            with self.lock:
                self.answers[bool(post.forged), status] += 1

    def _next(self) -> Post | None:
        with self.lock:
            if not self.waiting:
                return None
            post = self.waiting.popleft()
            self.found.move(max(post.moment, MONDAY))
            if self.waiting and len(self.waiting) % self.often == 0:
                self.found.kill(self.chance.choice(DOORS))
            return post


def _post(port: int, post: Post) -> int:
    """Answer the status of a post, which is made again as long as nobody answers or the database is away."""
    headers = headers_of(post)
    body = post.body if post.forged != "another body" else post.body.replace(b"forged", b"Forged")
    for _ in range(TRIES):
        try:
            status = _ask(port, body, headers)
        except (OSError, http.client.HTTPException):
            status = 0
        if status and status != 503:
            return status
        threading.Event().wait(0.02)
    return 0


def _ask(port: int, body: bytes, headers: Mapping[str, str]) -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("POST", PLACE, body, dict(headers))
        return line.getresponse().status
    finally:
        line.close()


def headers_of(post: Post) -> dict[str, str]:
    """Answer the headers of a post, with what is wrong with them if it is a forgery."""
    match post.forged:
        case "another key":
            return signed(post.body, generate_private_key(SECP256R1()))
        case "the old key":
            return signed(post.body, OLD_KEY)
        case "another moment":
            return signed(post.body) | {"X-Twilio-Email-Event-Webhook-Timestamp": "1"}
        case "no signature":
            return {"Content-Type": "application/json"}
        case _:
            return signed(post.body, KEY)


def is_open(port: int) -> bool:
    """Answer whether anybody stands at the door."""
    try:
        return _ask(port, b"[]", {}) == 401
    except (OSError, http.client.HTTPException):
        return False
