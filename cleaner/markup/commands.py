"""Program code inside a sentence, without backticks: commands, calls, formulas of spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.markup.spans import Span
from cleaner.patterns import Pattern

_STRING: Final = r"(?:\"[^\"\n]{0,200}+\"|'[^'\n]{0,200}+')"
_WORD: Final = rf"(?:{_STRING}|(?:[!#-&(-~]|{_STRING})++)"
_TOOLS: Final = {
    "git": "add|branch|checkout|clone|commit|diff|fetch|init|log|merge|pull|push|rebase|reset|stash|status",
    "pip3?": "freeze|install|list|show|uninstall",
    "npm|pnpm|yarn": "add|build|ci|init|install|run|start|test",
    "docker": "build|compose|exec|images|logs|ps|pull|push|run",
    "apt|apt-get|yum|dnf|brew": "install|remove|search|update|upgrade",
    "conda": "activate|create|env|install|list",
    "go|cargo": "build|get|mod|run|test",
    "systemctl": "disable|enable|restart|start|status|stop",
}
"""Programs, and what they are told to do."""
_OTHERS: Final = (
    "awk|cat|cd|chmod|chown|cmake|cp|curl|echo|ffmpeg|find|gcc|grep|java|kubectl|ls|make|mkdir|mv|node|npx|pandoc"
    "|pdftotext|python3?|rm|rsync|scp|sed|ssh|sudo|tar|tesseract|unzip|wget"
)
_WITH_VERB: Final = "|".join(f"(?:{tool})[ ](?:{verbs})(?![A-Za-z])" for tool, verbs in _TOOLS.items())
_COMMAND: Final = Pattern(
    rf"(?<![A-Za-z0-9_./\-])(?:(?:sudo[ ])?(?:{_WITH_VERB})"
    rf"|(?:{_OTHERS}|{'|'.join(_TOOLS)})(?=[ ](?:{_WORD}[ ])*?(?:--?[A-Za-z]|{_STRING})))(?:[ ]{_WORD})*+",
    needs=" ",
)
"""A program that is told what to do, or has an option or a string."""
_TOLD: Final = Pattern(r"[ ][!-~](?<=[a-z3][ ].)")
"""What stands behind the name of a program, without which there is no `_COMMAND`."""
_FORMULA: Final = Pattern(r"=[A-Z]{2,12}\((?:[^()\n]|\([^()\n]*+\)){1,200}+\)", needs=("=",))
_SUFFIX_OF_HAN: Final = Pattern(
    r"(?<=[\p{Han})）])\.(?:docx?|xlsx?|pptx?|pdf|txt|jpe?g|png|csv|zip|md|mp[34])(?![A-Za-z0-9)\"'])",
    needs=(".",),
)
"""How a file ends whose name is Chinese: behind an ideograph only the commonest endings are believed."""
_ATTRIBUTE: Final = Pattern(rf"(?<![A-Za-z0-9_\"'])[A-Za-z_][\w.\-]*+={_STRING}", needs=('="', "='"))
_LIST: Final = Pattern(
    rf"(?<![A-Za-z0-9_\"'])(?:\[{_STRING}(?:,[ ]?{_STRING})*+\]|\{{{_STRING}(?:,[ ]?{_STRING})*+\}})",
    needs=('["', "['", '{"', "{'"),
)
_STYLE: Final = Pattern(
    r"(?<![A-Za-z0-9_])[A-Za-z.#][\w.#:\-]*+[ ]?\{(?:[ ]?[a-z\-]++:[ ]?"
    rf"(?:[^;:{{}}\"'\n\p{{Han}}]|{_STRING})++;?)++[ ]?\}}",
    needs=("{",),
)
"""How an element is shown."""
_CALL: Final = Pattern(
    rf"(?P<name>[a-z_](?<![A-Za-z0-9_.].)\w*+(?P<dotted>(?:\.[A-Za-z_]\w*+)++)?+)\((?:[^()\"'\n\p{{Han}}]*+{_STRING})++"
    r"[^()\"'\n\p{Han}]*+\)",
    needs=("(",),
)
_BARE_CALL: Final = Pattern(
    r"(?P<name>[a-z_](?<![A-Za-z0-9_.].)\w*+(?P<dotted>(?:\.[A-Za-z_]\w*+)++)?+)\([!#-&*-~ ]*+\)",
    needs=("(",),
)
"""A call without a string: what stands behind its name may as well be a gloss."""
_KNOWN: Final = frozenset(
    name
    for names in (
        "alert echo eval exec format import include input len log open print",
        "printf println range require round scanf sleep split str system type",
    )
    for name in names.split()
)
"""Functions that most languages have;"""
_CUE: Final = Pattern(
    r"(?:运行|执行|调用|输入|改[成为]|写[成作]|使用|函数|语句|代码|命令|方法)[^。；\n]{0,12}$"
)
_QUERY: Final = Pattern(
    rf"(?<![A-Za-z])(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE|ALTER TABLE)[ ](?:[ ]?{_WORD})++",
    needs=("SELECT", "INSERT", "UPDATE", "DELETE", "TABLE"),
)
_CLAUSE: Final = Pattern(r"\b(?:FROM|SET|VALUES|INTO|TABLE)\b")
_TRAILING: Final = ",.;:!?"
_NAMED: Final = Pattern(r"[ ]?(?:函数|方法|语句|返回)")
"""What says behind a call that it is one."""
_SIGN: Final = Pattern(
    r"[\"'=. (](?:(?<=[\"'=])|(?<=\.)(?=[a-z])|(?<=[ ])(?=[A-Za-z])|(?<=[A-Za-z][ ])|(?<=[a-z]\())"
)
"""Without which there is nothing to look for."""
NEAR: Final = 20
"""Characters before a call in which a word shows that it is one."""


def find_commands(text: str) -> Iterator[Span]:
    """Where a sentence holds code that nothing sets apart.

    >>> text = '先执行 git commit -m "修复,空格",再填 =IF(A1>60,"及格","不及格") 即可，用 git 或 pip 都行。'
    >>> [text[start:end] for start, end in find_commands(text)]
    ['git commit -m "修复,空格"', '=IF(A1>60,"及格","不及格")']
    >>> list(find_commands('PPP("政府和社会资本合作")模式, go 和 make 是词'))
    []
    """
    if text.isascii() or not _SIGN.search(text):
        return
    for match in _COMMAND.finditer(text) if _TOLD.search(text) else ():
        yield match.start(), match.start() + len(match[0].rstrip(_TRAILING))
    for match in _QUERY.finditer(text):
        if _CLAUSE.search(match[0]):
            yield match.start(), match.start() + len(match[0].rstrip(_TRAILING))
    for pattern in (_FORMULA, _ATTRIBUTE, _LIST, _STYLE, _SUFFIX_OF_HAN):
        for match in pattern.finditer(text):
            in_tag = text.rfind("<", 0, match.start()) > text.rfind(">", 0, match.start())
            if not in_tag and not (pattern is _STYLE and match[0].isascii()):
                yield match.span()
    for match in _CALL.finditer(text):
        before = text[max(0, match.start() - NEAR) : match.start()]
        if match["dotted"] or match["name"] in _KNOWN or _CUE.search(before):
            yield match.span()
    for match in _BARE_CALL.finditer(text):
        if match["dotted"] or match["name"] in _KNOWN or _NAMED.match(text, match.end()):
            yield match.span()
