"""Who sits at the terminal."""

import os
import pwd


def whoami() -> str:
    """Answer the login name, or the number of a user that has none (in a container)."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
