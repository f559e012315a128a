"""What is told while it is measured."""

import sys


def tell(line: str) -> None:
    """Write one line for the person who waits."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
