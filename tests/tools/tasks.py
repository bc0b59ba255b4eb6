"""Tasks for the processes of the tests; in a module of their own, as each process imports it."""

from __future__ import annotations

import os
import time

DEADLY = (3, 4)


def square(number: int) -> int:
    return number * number


def square_or_die(number: int) -> int:
    if number in DEADLY:
        os._exit(9)
    return number * number


def square_or_raise(number: int) -> int:
    if number in DEADLY:
        raise ValueError(number)
    return number * number


def square_or_sleep(number: int) -> int:
    if number in DEADLY:
        time.sleep(60)
    return number * number


def square_or_time_out(number: int) -> int:
    if number in DEADLY:
        raise TimeoutError("the disk does not answer")
    return number * number
