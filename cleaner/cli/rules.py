"""`cleaner rules`: which rules there are, and what each does."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option

from cleaner.cli.colours import is_coloured
from cleaner.cli.console import write_stdout
from cleaner.cli.options import TextOrJson
from cleaner.errors import UnknownRuleError
from cleaner.jsontext import json_text
from cleaner.slugs import RULES
from cleaner.suggestions import did_you_mean

if TYPE_CHECKING:
    from cleaner.normalizers.base import Normalizer


def rules(
    name: Annotated[
        str,
        Argument(
            metavar="NAME",
            help="The rule to explain.",
            show_default=False,
            autocompletion=lambda incomplete: [one for one in RULES if one.startswith(incomplete)],
        ),
    ] = "",
    form: Annotated[
        TextOrJson, Option("--format", help="Lines to read, or a JSON list of the rules, each an object.")
    ] = TextOrJson.TEXT,
) -> None:
    """List the rules, or explain one.

    Certain edits add no information; inferred edits restore what the page lost, from evidence, and
    --certain-only does not make them.

    \b
    Examples:
      cleaner rules                   slug, tiers, what each does
      cleaner rules restore_quotes    one rule, with examples
      cleaner rules --format json     with the least confidence of their edits
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    from cleaner.normalizers import RULES as NORMALIZERS

    if name and name not in NORMALIZERS:
        raise UnknownRuleError(
            f"there is no rule {name!r}. {did_you_mean(name, RULES, '`cleaner rules` lists them all.')}"
        )
    if form is TextOrJson.JSON:
        write_stdout(to_json([NORMALIZERS[name]] if name else NORMALIZERS.values()))
    else:
        write_stdout(explanation(NORMALIZERS[name]) if name else listing(NORMALIZERS.values()))


def listing(rules: Iterable[Normalizer]) -> str:
    """One line a rule: slug, tiers of its edits, what it does.

    >>> from cleaner.normalizers import RULES
    >>> listing([RULES["join_words"]])[:20]
    'join_words  inferred'
    """
    from io import StringIO

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    bold = "bold" if is_coloured(sys.stdout) else ""
    for rule in rules:
        table.add_row(Text(rule.name, bold), _tiers(rule), rule.summary)
    width = None if sys.stdout.isatty() else 1000  # one line a rule for grep
    lines = StringIO()
    Console(file=lines, width=width, highlight=False, force_terminal=bool(bold)).print(table)
    return "".join(f"{line.rstrip()}\n" for line in lines.getvalue().splitlines())


def explanation(rule: Normalizer) -> str:
    """Name, tier and effect of a rule, and its docstring with the examples."""
    return f"{rule.name} ({_tiers(rule)}, touches {rule.effect})\n\n{rule.explanation.rstrip()}\n"


def to_json(rules: Iterable[Normalizer]) -> str:
    """The rules as a JSON list: slug, tiers, effect, least confidence of an edit, docstring.

    >>> import json
    >>> from cleaner.normalizers import RULES
    >>> json.loads(to_json([RULES["join_words"]]))[0]["tiers"]
    ['inferred']
    """
    described = [
        {
            "name": rule.name,
            "tiers": rule.tiers,
            "effect": rule.effect,
            "least_confidence": rule.least,
            "summary": rule.summary,
            "explanation": rule.explanation,
        }
        for rule in rules
    ]
    return json_text(described, indent=2) + "\n"


def _tiers(rule: Normalizer) -> str:
    """The tier of the edits of a rule, and the one that some of them have."""
    return " or ".join(rule.tiers)
