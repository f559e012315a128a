"""What the engines of the tests compile, shared: each test has an engine of its own, and they all say the same."""

from sqlalchemy import Engine

FIRST: dict[str, Engine] = {}


def share_compiled(engine: Engine) -> None:
    """Let this engine use what the first one of its kind compiles: compiling was a fifth of what the tests cost."""
    first = FIRST.setdefault(engine.dialect.name, engine)
    if first is engine:
        engine.connect().close()  # the dialect learns here whom it speaks to
    else:
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
