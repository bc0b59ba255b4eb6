"""Whether a text looks like a Chinese page at all, or like something that the rules would spoil.

The rules take every text for the page of a newspaper: a table, a source file or a list of words is text too,
and its line breaks, tabs and marks mean something. What a text holds is judged first, its name last.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import PurePath

import regex

from cleaner.markup.listings import is_code, is_statement, may_be_code
from cleaner.markup.notes import drop_notes
from cleaner.patterns import HAN, Pattern

SAMPLE = 20_000
"""Characters by which lines and letters are judged, those of a large page: more of them tell nothing new."""
CHINESE = 0.35
"""Share of ideographs among the letters, from which a text is Chinese. Pages have 0.99, those of formulas
or references 0.45; a program with comments or a foreign text that gives names has 0.3 at the most."""
FOREIGN = 0.2
"""Share of kana and hangul among the letters, from which a text is Japanese or Korean."""
ASCII_LINES = 0.4
"""Share of lines that are ASCII, from which a text is no page; pages have 0.02, debris and all."""
CODE_LINES = 0.2
"""Share of lines of a program, a configuration or a list of values, from which a text is one."""
TABLE_ROWS = 0.9
"""Share of rows that have the same number of fields, from which a text is a table."""
MARKDOWN_ROWS = 0.5
"""Share of the ideographs in rows of a Markdown table, from which a text is one; a page may hold one."""
TABBED_LINES = 0.5
"""Share of lines with a tab between two words, from which tabs part the columns of a table."""
SHORTEST_SETTINGS = 3
"""Lines with a name and its value that are settings, at the least."""
SHORTEST_TABLE = 4
"""Rows of a table that has words alone, at the least."""
ENTRY, ENTRIES = range(2, 9), 10
"""Characters of an entry in a list of words, and entries at the least. (A page of single characters is set
vertically.)"""
LONGEST_WORD = 4.5
"""Characters of the words of such a list on the average, at the most: lines of verse are longer."""
MARKUP_LINES = 0.6
"""Share of lines that begin with a tag, from which a text is mark-up; residue in a page is less."""

_TAG = Pattern(r"\s*<[/!?]?[a-z][\w:.-]*(?:\s[^<>]*)?/?>", regex.IGNORECASE, needs="<")
_DOCUMENT = Pattern(
    r"\s*(?:<\?xml\b|<!doctype\b|<(?:html|svg|alto|pcgts|mets|tei)\b)", regex.IGNORECASE, needs="<"
)
_NEAR_JSON = Pattern(r'\s*(?:\[\s*)*[{\[]\s*"[^"\n]*"\s*[:,\]]', needs='"')
"""The beginning of JSON, whole or with a fault; a note in brackets has no straight marks."""
_RULED = Pattern(
    r"^[ \t]*(?:\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*:?-{2,}:?[ \t]*\|?|\|[ \t]*:?-{3,}:?[ \t]*\|)[ \t]*$",
    regex.MULTILINE,
    needs="|",
)
"""The line under the head of a table in Markdown."""
_LETTER = Pattern(r"\p{L}")
_FOREIGN = Pattern(r"[[\p{Hiragana}\p{Katakana}\p{Hangul}]&&\p{L}]", regex.V1)
_NOTATION = Pattern(r"<\|[^|<>\n]{1,40}\|>|\\[A-Za-z]{1,20}+", needs="<\\")
"""Tokens of vision models and commands of formulas, whose letters say nothing of the language."""
_FENCE = Pattern(r"^[ ]{0,3}(?:`{3,}|~{3,})[^`\n]*$", regex.MULTILINE, needs=("```", "~~~"))
_OPENING = Pattern(r"```(?:markdown|md|text|txt)?\s*", needs="`")
"""The line over a whole text inside a fence, as language models hand a page over."""
_SENTENCE = Pattern(r"[。！？；，、：!?“”《》]")
_DELIMITERS = ",;|"
_SETTING = Pattern(r"\s*(?:-\s)?(?P<name>[\w-]{1,12}):\s+(?P<value>[^\n]*[^\s.,;!?。！？；，])\s*", needs=":")
"""A name and its value, which is no sentence."""
_NAMES = frozenset((
    "requirements", "constraints", "licence", "license", "copying", "notice", "copyright", "readme",
    "changelog", "changes", "contributing", "authors", "contributors", "install", "todo", "cmakelists",
    "robots", "humans", "ads", "security", "llms", "makefile", "dockerfile", "sources", "top_level",
    "entry_points", "dependency_links",
))  # fmt: skip
_REQUIREMENTS = "-requirements.txt", "_requirements.txt", ".requirements.txt"
_SUFFIXES = frozenset((
    ".py", ".pyi", ".js", ".mjs", ".ts", ".tsx", ".jsx", ".c", ".h", ".cc", ".cpp", ".hpp", ".java",
    ".kt", ".go", ".rs", ".rb", ".php", ".pl", ".lua", ".sh", ".bat", ".ps1", ".sql", ".r", ".css",
    ".scss", ".htm", ".html", ".xhtml", ".xml", ".hocr", ".svg", ".json", ".jsonl", ".geojson",
    ".ipynb", ".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".env", ".csv", ".tsv", ".po", ".pot",
    ".srt", ".vtt", ".ass", ".lrc", ".tex", ".bib", ".cmake", ".mk", ".gradle", ".diff", ".patch",
    ".log", ".lock",
))  # fmt: skip


def why_no_page(text: str, name: str = "") -> str:
    r"""Why a text does not look like a Chinese page, as a clause; empty where it does.

    text: the text as it was read. A blank one is a page: there is nothing to spoil.
    name: of its file, with or without folders; well-known names of other files count where the text tells
        nothing.

    >>> why_no_page("青石镇新建水库\n")
    ''
    >>> why_no_page("numpy>=1.26\n# 数据处理\npandas==2.0.0\n")
    '2 of its 3 lines are ASCII'
    >>> why_no_page("青石镇\n", "docs/LICENSE.txt")
    "it is called 'LICENSE.txt'"
    """
    text = drop_notes(text).replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.strip().partition("\n")
    inside, _, last = rest.rpartition("\n")
    if _OPENING.fullmatch(first) and last.strip() == "```":
        text = inside
    sample = text.lstrip("\N{ZERO WIDTH NO-BREAK SPACE}")[:SAMPLE]
    lines = [line for line in sample.replace("\f", "\n").split("\n") if line.strip()]
    if len(text) > SAMPLE:
        lines = lines[:-1] or lines  # the last one is cut
    if not lines:
        return ""
    why = _by_markup(text, lines) or next((found for judge in _JUDGES if (found := judge(sample, lines))), "")
    return why or _by_name(name)


def _by_markup(text: str, lines: Sequence[str]) -> str:
    if _DOCUMENT.match(text) or _share(lines, lambda line: bool(_TAG.match(line))) >= MARKUP_LINES:
        return "it is mark-up (HTML or XML)"
    if _is_json(text) or (len(lines) > 1 and all(map(_is_json, lines))):
        return "it is JSON"
    if _NEAR_JSON.match(text):
        return "it begins like JSON"
    if _RULED.search(text) and _in_rows(lines) >= MARKDOWN_ROWS:
        return "most of it is a table of Markdown"
    return "it holds a block of code in Markdown" if _FENCE.search(text) else ""


def _in_rows(lines: Sequence[str]) -> float:
    """The share of the ideographs that stand in rows of a Markdown table."""
    counts = [len(HAN.findall(line)) for line in lines]
    rows = sum(count for count, line in zip(counts, lines, strict=True) if "|" in line)
    return rows / sum(counts) if any(counts) else 1.0


def _by_script(text: str, lines: Sequence[str]) -> str:
    text = _NOTATION.sub("", text)
    letters = len(_LETTER.findall(text))
    chinese = len(HAN.findall(text))
    foreign = len(_FOREIGN.findall(text))
    if not chinese and regex.search(r"[\p{L}\p{N}]", text):
        return "it holds no Chinese character"
    plain = sum(line.isascii() for line in lines)
    if plain >= ASCII_LINES * len(lines) and sum(map(_has_word, lines)) > 0:
        return f"{plain} of its {len(lines)} lines are ASCII"
    if chinese < CHINESE * letters:
        return f"only {chinese / letters:.0%} of its letters are Chinese"
    if foreign > FOREIGN * letters:
        return f"{foreign / letters:.0%} of its letters are Japanese or Korean"
    return ""


def _by_tables(_: str, lines: Sequence[str]) -> str:
    if _share(lines, lambda line: "\t" in line.strip()) >= TABBED_LINES:
        return "tabs part its columns, as in a table"
    for delimiter in _DELIMITERS:
        if _is_table([line.split(delimiter) for line in lines]):
            return f"{delimiter!r} parts its columns, as in a table"
    return ""


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows have the same number of fields, and read like fields rather than like sentences."""
    width, often = Counter(map(len, rows)).most_common(1)[0]
    if width < 2 or len(rows) < 2 or often < TABLE_ROWS * len(rows):
        return False
    body = [row for row in rows[1:] if len(row) == width]
    if any(all(HAN.search(row[i]) is None for row in body) for i in range(width)):
        return True  # a column of numbers, dates or codes
    return len(rows) >= SHORTEST_TABLE and not any(_SENTENCE.search(field) for row in rows for field in row)


def _by_code(_: str, lines: Sequence[str]) -> str:
    if lines[0].startswith("#!"):
        return "it is a script"
    code = sum(map(may_be_code, lines))  # so it is with few lines of a page
    if code >= CODE_LINES * len(lines) and code > 1:
        code = sum(is_statement(line) or is_code(line) for line in lines)
    if code >= CODE_LINES * len(lines) and code > 1:
        return f"{code} of its {len(lines)} lines read like code or settings"
    settings = [found for line in lines if (found := _SETTING.fullmatch(line))]
    if len(settings) >= max(SHORTEST_SETTINGS, TABLE_ROWS * len(lines)) and len(
        {found["name"] for found in settings}
    ) == len(settings):
        return "each of its lines is a name and a value, as in settings"
    return ""


def _by_entries(_: str, lines: Sequence[str]) -> str:
    entries = [line.strip() for line in lines if not line.lstrip().startswith("#")]
    words = [entry.split()[0] for entry in entries if _is_entry(entry)]
    if words == entries and sum(map(len, words)) > LONGEST_WORD * len(words):
        return ""  # lines of verse
    if len(words) >= max(ENTRIES, TABLE_ROWS * len(entries)) and len(set(words)) > 0.5 * len(words):
        return "it is a list of words"
    return ""


def _is_entry(text: str) -> bool:
    """Whether a line is a word, alone or with its frequency and its kind, as lexicons have it."""
    word, *rest = text.split()
    fields = all(regex.fullmatch(r"[\d.]+|[a-z]{1,4}", field) for field in rest)
    return len(word) in ENTRY and fields and regex.search(r"\p{P}", word) is None


def _by_name(name: str) -> str:
    path = PurePath(name)
    folded = path.name.casefold()
    known = (
        path.suffix.casefold() in _SUFFIXES
        or folded.endswith(_REQUIREMENTS)
        or any(folded.startswith(stem) and folded[len(stem) :][:1] in "-_." for stem in _NAMES)
    )
    return f"it is called {path.name!r}" if known else ""


_JUDGES: tuple[Callable[[str, Sequence[str]], str], ...] = (
    _by_script,
    _by_tables,
    _by_code,
    _by_entries,
)


def _is_json(text: str) -> bool:
    """Whether a text is an object or an array of JSON."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _share(lines: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, lines)) / len(lines)


def _has_word(line: str) -> bool:
    return regex.search(r"[A-Za-z]{2}", line) is not None
