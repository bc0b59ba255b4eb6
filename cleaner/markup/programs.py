"""Program code and data that no fence marks: statements, but for strings and comments; logs, subtitles."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Final

import regex

from cleaner.markup.spans import Span
from cleaner.patterns import Pattern

FEWEST: Final = 2
"""Lines of code from which a run of lines is a program."""
_LINE: Final = Pattern(r"[^\n]*\S[^\n]*")
_STRING: Final = Pattern(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'", needs="\"'")
_COMMENT: Final = Pattern(
    r"(?:\#|//|(?<!\S)--[ \t])[^\n]*+$|/\*.*?\*/|<!--.*?-->", needs=("#", "//", "--", "/*", "<!--")
)
_REMARK: Final = Pattern(
    r"[ \t]*+(?:\#|//|--[ \t]|[;%][ \t]|/\*|\*/?[ \t]|\*/|\"\"\"|''')",
    needs=("#", "//", "--", ";", "%", "*", '"""', "'''"),
)
"""How a line begins that holds a comment alone, or the text of a documentation string."""
_SURE_REMARK: Final = Pattern(r"[ \t]*+(?://|--[ \t]|/\*)", needs=("//", "--", "/*"))
"""How one begins that is no heading and no item in Markdown, which hash signs and stars may be."""
_SYNTAX: Final = Pattern(
    r"""
    \A(?![0-9]{1,3}[.)][ ])(?:
    (?:async[ ])?(?:def|class|if|elif|for|while|with|except|switch|catch|case)\b.*[:{]
    |(?:public|private|protected|static|void|function|fn|func|int|double|struct|namespace)\b.*[({;].*
    |(?:const|let|var|val|auto)[ ]\w.*=.*
    |\#include[ ]?[<"].+|package[ ][\w.]+;?|using[ ][\w.]+;
    |from[ ][\w.]+[ ]import[ ].+|import[ ][\w.{},* ]+(?:from[ ].+)?;?
    |(?:return|yield|raise|throw|print|echo|await|del|assert)\b(?:[ ]?[^\s(\[{=]+;?|.*[(\[{=+*/<>\-].*)?
    |(?:else|try|finally|do|begin|end|break|continue|pass|fi|done|esac)[ ]?[:{;]?
    |(?:SELECT|INSERT[ ]INTO|UPDATE|DELETE[ ]FROM|FROM|WHERE|(?:ORDER|GROUP)[ ]BY|CREATE|ALTER|DROP|SET|VALUES
      |(?:LEFT|RIGHT|INNER)[ ]JOIN|JOIN|LIMIT|HAVING|AND|OR)\b.*
    |[\w.$\[\]]+[ ]?(?::[ ]?[\w.\[\], ]+)?[ ]?(?:[-+*/|&]|:)?=(?!=).+
    |[\w.$]+\(.*+(?<=\)[ ]?[;{:]?)|[\w.$]+\(|.*[)\]}=\w][ ]?[;{]|[)\]}]+[,;:)]*|[^{\n]*+\{.*+(?<=\}[;,]?)
    |\[[ ]?\{.*+(?<=\}[ ]?\][;,]?)
    |\}[ ]?(?:else|catch|while)\b.*
    |(?:[$][ ])?(?:pip3?|python3?|sudo|apt(?:-get)?|git|cd|npm|docker|curl|wget|make|bash|conda)[ ][!-~ ]+
    |(?:FROM|RUN|COPY|ADD|CMD|ENV|ARG|EXPOSE|WORKDIR|ENTRYPOINT|USER|VOLUME)[ ]\S.*
    |[a-z][\w\-]*+(?:[ ][\w./=]++){0,2}+[ ]-(?:-[a-z]|[A-Za-z](?![a-z]))[ !-~]*
    |@\w[\w.]*(?:\(.*\))?|s[ ]?:[ ]?.+,?|(?=.*+(?<=:)).*\)[ ]?(?:->[ ]?.+)?:
    )
    """,
    regex.VERBOSE,
)
"""What a line of code is without its strings (each an `s`), its comments and the white space round it."""
_SIGN: Final = Pattern(
    r"[ ]--?[A-Za-z]|\becho\b|[()\[\]{}=;:]|[A-Z]{3}|\b(?:else|try|return|break|continue|pass|end|import"
    r"|pip3?|python3?|sudo|apt|git|cd|npm|docker|curl|wget|make|bash|conda)\b"
)
_FOREIGN: Final = Pattern(r"[\p{Han}\u3000-\u303f\uff01-\uff65\u2018-\u201d]")
"""What stands in strings and comments only,"""
_HIDING: Final = Pattern(r"[\"'#]|//|--|/\*|<!--", needs="\"'#/-<")
"""which begin so."""
_CALL: Final = Pattern(
    r"[\w.$]++\([^s\n]*+s.*+(?<=\)[ ]?;?)|[\w.$]++[ ]?=[^s\n]*+s.*+(?<=;)"
    r"|\{[ ]?s[ ]?:.*+(?<=\})|\[(?:(?!\{[ ]?s[ ]?:).)*+\{[ ]?s[ ]?:.*+(?<=\}[ ]?\])"
)
"""A line of code by itself that nothing else can be: a string is handed on, or the value of a key."""
_HOUR: Final = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?[.,][0-9]{1,3}"
_CUE: Final = Pattern(
    rf"^(?:[0-9]{{1,5}}[ \t]*+\n)?[ \t]*+{_HOUR}[ ]++-->[ ]++{_HOUR}[^\n]*+(?:\n[^\n]*[^\s][^\n]*+){{0,4}}",
    regex.MULTILINE,
)
"""A subtitle: its number, when it is shown, and its lines."""
_ENTRY: Final = Pattern(r"\s*\[?[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?![^\n]*\[\[)")
"""An entry of a log; not one in which a reader printed its boxes."""
_TIMED: Final = Pattern(r"\s*\[[0-9]{1,3}:[0-9]{2}[.:][0-9]{1,3}\]|(?:Dialogue|Comment):[ ][0-9]+,[0-9:.,]+,")
_EVENT: Final = Pattern(r"\s*(?:Dialogue|Comment):[ ]", needs=("Dialogue:", "Comment:"))
"""An event of subtitles, known by itself."""
_SENT: Final = Pattern(
    r"^[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}[ ]++[0-9]{1,2}:[0-9]{2}:[0-9]{2}[ ]++"
    r"[^\s(<][^\n(<。，]{0,20}+[(<][\w.@\-]{3,40}[)>][ \t]*+$",
    regex.MULTILINE,
)
"""When a message was sent, and by whom, with the account."""
_CLOCK: Final = Pattern(r":(?<=[0-9]:)[0-9]{2}[:., ]|(?:Dialogue|Comment):[ ]", needs=":")
"""What each of those holds."""
_SOURCE: Final = Pattern(r"\\documentclass\b(?s:.*?)(?:\\end\{document\}|\Z)", needs=("\\documentclass",))
_TRACEBACK: Final = Pattern(
    r"^Traceback \(most recent call last\):\n(?:[ \t]++[^\n]*+\n)*+"
    r"\w[\w.]*+(?<=Error|Exception|Warning|Interrupt)[^\n]*+",
    regex.MULTILINE,
    needs=("Traceback",),
)
_DIFFERENCES: Final = Pattern(
    r"^(?:diff --git [^\n]++\n(?:[a-z][^\n]*+\n)*+)?+--- \S[^\n]*+\n\+\+\+ \S[^\n]*+(?:\n[-+@ ][^\n]*+)*+",
    regex.MULTILINE,
    needs=("--- ",),
)
_COMMITS: Final = Pattern(
    r"^commit [0-9a-f]{7,40}\b[^\n]*+\n(?:Merge:[^\n]*+\n)?+Author:[^\n]*+\n"
    r"Date:[^\n]*+(?:\n(?:[ ]{4}[^\n]*+)?(?=\n|\Z)|\n[ ]{4}[^\n]++)*+",
    regex.MULTILINE,
    needs=("commit ",),
)
"""The history of a repository."""
_DIRECTIVE: Final = Pattern(
    r"^[ ]*+\.\.[ ][a-z][\w\-]*+(?::[a-z][\w\-]*+)*+::[^\n]*+"
    r"(?:\n(?:[ \t]++[^\s][^\n]*+|[ \t]*+(?=\n+[ \t]++[^\s])))*+",
    regex.MULTILINE,
    needs=("::",),
)
"""A directive of reStructuredText, with what is indented under it."""
_COMMAND: Final = r"[$][ ][a-z~./][^\n]*+(?<!\$)$"
_SESSION: Final = Pattern(
    rf"^{_COMMAND}(?:(?:\n[^\n$]+)*+\n{_COMMAND})++(?:\n[^\n$]+)*+", regex.MULTILINE, needs=("$ ",)
)
"""Commands and what they answer."""
_NAMED: Final = (
    r"[ \t]*+(?:(?:-[ ])?[a-z_][a-z0-9_.\-]++(?:[ ]?=(?!=)|:(?=[ ]|[ \t]*+$))|:[a-z][\w\-]*+:(?=[ ]))"
)
_KEY: Final = Pattern(_NAMED)
_ANY_KEY: Final = Pattern(rf"^{_NAMED}", regex.MULTILINE, needs=":=")
"""What a line of a file of settings begins with,"""
_IN_MAPPING: Final = Pattern(
    r"(?P<indent>[ ]*+)(?:(?P<opens>(?:-[ ])?[^\s:：，。；！？]{1,16}:(?:[ ]*+|[ ][|>][-+]?))(?=$)"
    r"|(?P<value>(?:-[ ])?[^\s:：，。；！？]{1,16}:[ ]\S.*)|-[ ]\S.*|(?<=[ ]{2})\S.*)"
)
"""A line of nested mappings in YAML: a key over what is indented below it, a key and its value, an item."""
_BESIDE_KEY: Final = Pattern(r"[ \t]*+-[ ]\S|[ \t]++\S[^\n]*:(?:[ ]|$)")
"""or one that goes on with the value of a key,"""
_BEFORE_KEY: Final = Pattern(r"[ \t]*+(?:[#;][ \t]|\[[A-Za-z][\w.\- ]*+\][ \t]*+$)")
"""or a comment, or the name of a section."""
_JSON: Final = Pattern(r"(?:\[\s*+)?\{\s*+\"[^\"\n]++\"\s*+:", needs="{")
"""How an object of JSON begins, or a list of such."""
_FIELD: Final = Pattern(r"[^,\n\u3001-\u3011\uff01-\uff1f]{0,24}+")
_QUOTED_FIELD: Final = Pattern(r"(?<![^,])\"(?:[^\"\n]|\"\")*+\"(?![^,])", needs='"')
_NUMBER: Final = Pattern(r"[-+]?[0-9][0-9.:%/\-]*")


def find_programs(text: str) -> Iterator[Span]:
    r"""The runs of lines that are program code, from the first one's beginning to the last one's end.

    >>> text = "下面的脚本：\n\nfor line in rows:\n    print(line)  # 逐行输出\n\n运行后查看结果。"
    >>> [text[start:end] for start, end in find_programs(text)]
    ['for line in rows:\n    print(line)  # 逐行输出']
    """
    run: list[Span] = []
    codes = 0
    for line in (*_LINE.finditer(text), None):
        kind = _kind_of(line[0]) if line else ""
        if line is not None and kind and (not run or text.count("\n", run[-1][1], line.start()) < FEWEST + 1):
            run.append(line.span())
            codes += kind == "code"
            continue
        if codes >= FEWEST or (codes and _shows_code([text[slice(*span)] for span in run])):
            yield run[0][0], run[-1][1]
        run, codes = [], 0
        if line is not None and kind:
            run, codes = [line.span()], int(kind == "code")


def _bare(line: str) -> str:
    """A line without its strings, comments and the white space round it."""
    return _COMMENT.sub("", _STRING.sub("s", line)).strip()


@lru_cache(maxsize=4096)  # a page is looked through after every step of the chain
def _kind_of(line: str) -> str:
    """Whether a line is code, or holds a remark alone that may stand in code; empty for other text."""
    return "code" if _is_code(line) else "remark" if _REMARK.match(line) else ""


def _is_code(line: str) -> bool:
    if _FOREIGN.search(line) and not _HIDING.search(line):
        return False  # so it is with nearly every line of a page
    bare = _bare(line)
    if bare.startswith("\\"):  # a command of LaTeX
        return False
    return bool(bare and _SIGN.search(bare) and not _FOREIGN.search(bare) and _SYNTAX.fullmatch(bare))


def _shows_code(lines: Sequence[str]) -> bool:
    """Whether one line of code is shown to be such: by itself, or by a remark that is no heading."""
    if len(lines) > 1:
        return any(map(_SURE_REMARK.match, lines))
    return _FOREIGN.search(lines[0]) is not None and _CALL.fullmatch(_bare(lines[0])) is not None


def find_records(text: str) -> Iterator[Span]:
    r"""The runs of lines that have as many fields between commas, and one column of nothing but figures.

    >>> text = "姓名,班级,成绩\n罗芳,三班,92\n周明,一班,88\n"
    >>> [text[start:end] for start, end in find_records(text)]
    ['姓名,班级,成绩\n罗芳,三班,92\n周明,一班,88']
    """
    if text.count(",") < FEWEST * FEWEST:
        return
    if sum(_commas(line) is not None for line in text.split("\n")) < FEWEST:
        return
    for count, run in groupby(_LINE.finditer(text), lambda line: _commas(line[0])):
        found = list(run)
        if count is None or len(found) < FEWEST:
            continue
        columns = list(zip(*(_fields(line[0]) for line in found), strict=True))
        if any(all(map(_NUMBER.fullmatch, column[1:])) for column in columns):
            yield found[0].start(), found[-1].end()


def find_timed(text: str) -> Iterator[Span]:
    r"""The cues of subtitles, timed verses, heads of messages, and the runs of entries of a log.

    >>> text = "1\n00:00:01,200 --> 00:00:03,400\n船靠岸了。\n\n后来呢？\n"
    >>> [text[start:end] for start, end in find_timed(text)]
    ['1\n00:00:01,200 --> 00:00:03,400\n船靠岸了。']
    """
    if not _CLOCK.search(text):
        return
    for match in (*_CUE.finditer(text), *_SENT.finditer(text)):
        yield match.span()
    for pattern in (_ENTRY, _TIMED):
        run: list[Span] = []
        for line in (*_LINE.finditer(text), None):
            if line is not None and pattern.match(line[0]):
                run.append(line.span())
                continue
            if len(run) >= FEWEST or (run and _EVENT.match(text, run[0][0])):
                yield run[0][0], run[-1][1]
            run = []


def find_documents(text: str) -> Iterator[Span]:
    r"""Sources of LaTeX, what a program says of its error, differences of files, commands, directives.

    >>> text = "报错：\nTraceback (most recent call last):\n  File 'a.py', line 3\nValueError: 空\n请检查。"
    >>> [text[start:end].count("\n") for start, end in find_documents(text)]
    [2]
    """
    for pattern in (_SOURCE, _TRACEBACK, _DIFFERENCES, _COMMITS, _SESSION, _DIRECTIVE):
        for match in pattern.finditer(text):
            yield match.span()


def find_settings(text: str) -> Iterator[Span]:
    r"""The runs of lines of a file of settings: keys with their values, sections, items, comments.

    What stands below a line of three hyphens is what a reader says of its page, not a part of one.

    >>> text = "配置如下：\n\n# 图书馆\nname: 柳湾图书馆\nhours:\n  - 周末: 9:00-17:00\n\n保存后重启。"
    >>> [text[start:end] for start, end in find_settings(text)]
    ['# 图书馆\nname: 柳湾图书馆\nhours:\n  - 周末: 9:00-17:00']
    """
    if (":" not in text and "=" not in text) or not _ANY_KEY.search(text):
        return
    run: list[Span] = []
    keys, read = 0, False
    for line in (*_LINE.finditer(text), None):
        content = line[0] if line else ""
        key = _KEY.match(content) is not None
        if line is not None and (key or (run and _BESIDE_KEY.match(content)) or _BEFORE_KEY.match(content)):
            run.append(line.span())
            keys += key
            continue
        if keys >= FEWEST and not read:
            yield run[0][0], run[-1][1]
        run, keys, read = [], 0, content.strip() == "---"


def find_mappings(text: str) -> Iterator[Span]:
    r"""The runs of lines of mappings that are nested, two at the least, as in YAML, in any language.

    >>> text = "站点:\n  位置:\n    经度: 121.5\n    纬度: 29.8\n\n以上是全部设置。"
    >>> [text[start:end] for start, end in find_mappings(text)]
    ['站点:\n  位置:\n    经度: 121.5\n    纬度: 29.8']
    """
    if ":\n" not in text:
        return
    run: list[regex.Match[str]] = []
    for line in (*_LINE.finditer(text), None):
        match = _IN_MAPPING.fullmatch(line[0]) if line else None
        if line is not None and match and (not run or text.count("\n", run[-1].end(), line.start()) == 1):
            run.append(line)
            continue
        read = [found for line in run if (found := _IN_MAPPING.fullmatch(line[0]))]
        nested = sum(
            upper["opens"] is not None
            and (len(lower["indent"]) > len(upper["indent"]) or lower[0].lstrip().startswith("- "))
            for upper, lower in pairwise(read)
        )
        if nested >= FEWEST and any(found["value"] for found in read):
            yield run[0].start(), run[-1].end()
        run = [line] if line is not None and match else []


def find_json(text: str) -> Iterator[Span]:
    r"""The objects of JSON and the lists of such.

    >>> text = '接口返回 [{"name": "柳堤", "id": 3}] 表示成功。'
    >>> [text[start:end] for start, end in find_json(text)]
    ['[{"name": "柳堤", "id": 3}]']
    """
    decoder, end = json.JSONDecoder(strict=False), 0
    for match in _JSON.finditer(text):
        if match.start() < end:
            continue
        try:
            _, end = decoder.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            continue
        yield match.start(), end


def _commas(line: str) -> int | None:
    """How many commas part the fields of a line of data; None for another line."""
    if line.count(",") < FEWEST:
        return None
    fields = _fields(line)
    return len(fields) - 1 if all(map(_FIELD.fullmatch, fields)) else None


def _fields(line: str) -> list[str]:
    """The fields of a line of data; those in quotation marks, which may hold commas, as one character."""
    return _QUOTED_FIELD.sub("s", line.strip()).split(",")
