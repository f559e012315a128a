"""Ctrl-C during the demonstration."""

import os
import signal
from contextlib import suppress

import pytest

from console.demo.interruption import Interruption


def press_ctrl_c() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_it_interrupts_at_once() -> None:
    with Interruption(), pytest.raises(KeyboardInterrupt):
        press_ctrl_c()


def test_one_that_was_swallowed_is_raised_at_the_next_look() -> None:
    with Interruption() as interruption:
        interruption.check()
        with suppress(KeyboardInterrupt):
            press_ctrl_c()

        with pytest.raises(KeyboardInterrupt):
            interruption.check()


def test_afterwards_whoever_heard_it_before_hears_it_again() -> None:
    before = signal.getsignal(signal.SIGINT)

    with Interruption():
        assert signal.getsignal(signal.SIGINT) != before

    assert signal.getsignal(signal.SIGINT) == before
