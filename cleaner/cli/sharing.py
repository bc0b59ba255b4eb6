"""Options that several commands take, written once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any


def share_options(
    command: Callable[..., None], options: Callable[..., object], argument: str | None = None
) -> Callable[..., None]:
    """A command that takes the parameters of `options` too.

    `options` is called with them before the command, which gets what it returns as `argument`, if that is
    given.
    """
    shared = inspect.signature(options, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True).parameters

    @wraps(command)
    def run(**arguments: Any) -> None:
        chosen = options(**{name: arguments.pop(name) for name in shared})
        if argument:
            arguments[argument] = chosen
        command(**arguments)

    parameters = [
        parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in [*own.items(), *shared.items()]
        if name != argument
    ]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    del run.__wrapped__
    return run
