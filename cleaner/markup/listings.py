"""Files that are program code, settings or data as a whole: no line of them is running text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import regex

from cleaner.patterns import HAN, Pattern

MOSTLY: Final = 0.5
"""Share of lines that read like code, from which a text is nothing else,"""
FEWEST: Final = 3
"""and those lines, or rows of a table, at the least."""
FEWEST_PAIRS: Final = 4
"""Rows of two fields at the least: a sentence may have a comma, too."""
LONGEST_FIELD: Final = 24
"""Characters of a field, at the most: between its commas a sentence has more."""
DELIMITERS: Final = ",;|"

_STATEMENT: Final = Pattern(
    r"""
    \A\s*(?:
        \#!/ | \#\s*(?:include|define|ifn?def|endif|pragma)\b | // | /\* | \*/ | --\s | <!--\s
      | @@\s | diff\s--git\s | \+\+\+\s[ab]/ | ---\s[ab]/                       # patches
      | (?:def|class|struct|enum|interface|namespace|package|func|fn|function|module|trait|impl)\s+[A-Za-z_]
      | (?:async\s+)?(?:def|function)\b | (?:import|from|using|require|include)\s+[\w."'<{*]
      | (?:const|let|var|auto|int|long|float|double|bool|char|void|string|static|final)\s+[*&]?\w+\s*[=;(:\[]
      | (?:public|private|protected|export|extern)\s+[A-Za-z_]
      | (?:if|elif|else|for|while|do|done|then|fi|end|switch|case)\b
      | (?:try|except|catch|finally|with|return|yield|raise|throw)\b
      | (?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP)\s+[A-Za-z_*`"]
      | (?:User-agent|Disallow|Allow|Sitemap|Crawl-delay)\s*: | (?:msgid|msgstr|msgctxt)\b
      | \\[A-Za-z]+\*?[{\[] | @[A-Za-z_][\w.]*(?:[({]|$)                        # LaTeX, decorators, BibTeX
      | \[[A-Za-z_][\w. :"'-]*\]\s*$                                           # a section of a configuration
      | ["']?[A-Za-z_$][\w.$\[\]-]*["']?\s*(?:[-+*/|&:]?=(?!=)|:(?!/)|=>|->)   # an assignment, a key
      | [\w.-]{1,20}\s*[-+:]?=(?!=)\s*\S                                       # one with a Chinese name
      | [A-Za-z_$][\w.$>:-]*\(                                                 # a call
      | [A-Za-z][\w.-]*(?:\[[\w,]+\])?\s*(?:===?|>=|<=|~=|!=)\s*\d             # a requirement
      | [-*]\s+[A-Za-z_][\w-]*:\s
      | \d+:\d{2}(?::\d{2})?[.,]\d+\s*-->                                      # the time of a subtitle
      | \[\d+:\d{2}(?::\d{2})?(?:\.\d+)?\]                                     # of a line of a song or a log
      | \[?\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}                         # of an entry of a log
      | [A-Z][a-z]{2}\s+\d{1,2}\s\d{2}:\d{2}:\d{2}\s                           # of one of a system's log
      | (?:https?|ftp|file)://\S+\s*$ | [\])}]+[;,)]*\s*$
    )
    """,
    regex.VERBOSE,
)
_END: Final = Pattern(r"[{};\\]\s*$|[\w)\]]\s*:\s*$|,\s*$", needs="{};\\:,")
_WORD: Final = Pattern(r"[A-Za-z]{2}")
_ENGLISH: Final = r"[A-Za-z'’\-]+"
_PROSE: Final = Pattern(
    rf"\s*(?:[0-9]{{1,3}}[.)]\s+{_ENGLISH}|(?:{_ENGLISH}[,;]?\s+){{4}}{_ENGLISH})(?:[,;]?\s+{_ENGLISH})*[,;:]\s*"
)
"""Words alone: five and more, or those of an item with its number."""
_COMMENT: Final = Pattern(r"\s*[#;%][ \t]*[^#\n]+")
_READ: Final = Pattern(
    r"\s*(?:---\s*$|\\[A-Za-z]|[^\n]*\[\[|<!--\s*(?i:page|image|picture|figure|chart|table|text|formula|header|footer))",
    needs=("---", "\\", "[[", "<!--"),
)
"""What readers write of a page: front matter, LaTeX, boxes, comments."""
_SOURCE: Final = Pattern(
    r"\\(?:cite[pt]?|eqref|usepackage|(?:re)?newcommand|bibliography)\*?(?:\[[^\]\n]*\])?\{", needs="\\"
)
"""Commands of LaTeX that only its author writes."""
_SENTENCE: Final = Pattern(r"[\u3001-\u3011\uff01-\uff1f:!?“”]")


def is_listing(text: str) -> bool:
    r"""Whether a text is nothing but program code, settings, a log or a table with fields between marks.

    >>> is_listing("[网络]\n代理 = 无\n; 秒\n超时 = 30\n重试 = 3\n")
    True
    >>> is_listing("青石镇新建水库\n可灌溉农田五千亩。\n")
    False
    """
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if text.startswith("#!/") or _SOURCE.search(text):
        return True
    if len(lines) < FEWEST or (_READ.may_match(text) and any(map(_READ.match, lines))):
        return False
    if any(
        _is_table([line.split(delimiter) for line in lines])
        for delimiter in DELIMITERS
        if delimiter in lines[0][1:]
    ):
        return True
    code = sum(map(may_be_code, lines))
    if code < max(FEWEST, MOSTLY * len(lines)):
        return False
    comments = sum(_COMMENT.fullmatch(line) is not None for line in lines)
    code = sum(is_statement(line) or is_code(line) for line in lines)
    return code >= max(FEWEST, MOSTLY * (len(lines) - comments))


def is_statement(line: str) -> bool:
    """Whether a line begins as program code, a key with its value, an entry of a log does.

    >>> is_statement("端口 = 80"), is_statement("青石镇有水库80座。")
    (True, False)
    """
    return _STATEMENT.match(line) is not None


def is_code(line: str) -> bool:
    """Whether a line ends as program code does and holds a word in Latin letters, but no clause of English.

    >>> is_code("  server_name 例子.cn;"), is_code("报名时间:3月1日;"), is_code("2. two photographs;")
    (True, False, False)
    """
    return _END.search(line) is not None and _WORD.search(line) is not None and not _PROSE.fullmatch(line)


@lru_cache(maxsize=4096)  # a page is looked through after every step of the chain
def may_be_code(line: str) -> bool:
    """Whether a line may be one of those two, quickly: few lines of a page may.

    >>> may_be_code("x = 1"), may_be_code("三座水库蓄水")
    (True, False)
    """
    first = line.lstrip()[:1]
    return first.isascii() or first.isdecimal() or "=" in line or _WORD.search(line) is not None


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row has the same number of short fields, which are no phrases of verse or of a list."""
    width = len(rows[0])
    if not rows[0][0].strip():  # a table of Markdown
        return False
    if (
        width < 2
        or len(rows) < (FEWEST if width > 2 else FEWEST_PAIRS)
        or any(len(row) != width for row in rows)
    ):
        return False
    fields = [field.strip() for row in rows for field in row]
    if any(len(field) > LONGEST_FIELD or _SENTENCE.search(field) for field in fields):
        return False
    numbered = width == 2 and all(row[0].strip().isdecimal() for row in rows[1:])
    return not numbered and len({len(field) for field in fields}) > 1 and any(map(HAN.search, fields))
