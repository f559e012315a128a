"""Look at accounts until all that can be planned for them is: `python -m tests.benchmarks.probe_plans ACCOUNTS`."""

import sys

from workers.advance import advance_accounts
from workers.boot import app

BATCH = 500


def main(accounts: int) -> None:
    """Look at the accounts from the first to the last, in this process."""
    for start in range(1, accounts + 1, BATCH):
        advance_accounts(app(), range(start, start + BATCH))


if __name__ == "__main__":
    main(int(sys.argv[1]))
