"""What integration tests share: people sign in hundreds of times here, and a full password hash takes its time.

Per module, since unit tests, which hold the parameters that people get, may run in the same process.
"""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from console.access import passwords


@pytest.fixture(scope="module", autouse=True)
def cheap_hashes() -> Iterator[None]:
    """Hash by the same Argon2id with little memory and one pass; tests/unit holds the parameters that people get."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "PasswordHasher", lambda: PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield
