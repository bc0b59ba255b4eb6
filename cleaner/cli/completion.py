"""`cleaner completion`: the script by which a shell completes commands, options and names of rules."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from typer import Argument

from cleaner.cli.console import write_stdout


class Shell(StrEnum):
    """A shell that can complete."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def completion(
    shell: Annotated[Shell, Argument(metavar="SHELL", help="bash, zsh or fish.", show_default=False)],
) -> None:
    """Print the script for completion in a shell.

    It completes commands, options, formats and names of rules.
    `cleaner --install-completion` installs it for the current shell.

    \b
    Examples:
      cleaner completion bash >> ~/.bash_completion
      cleaner completion zsh > ~/.zfunc/_cleaner        a folder of $fpath
      cleaner completion fish > ~/.config/fish/completions/cleaner.fish
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    from typer import completion

    # It is there, but not in `__all__`.
    script = completion.get_completion_script(  # type: ignore[attr-defined]
        prog_name="cleaner", complete_var="_CLEANER_COMPLETE", shell=shell
    )
    write_stdout(f"{script}\n")
