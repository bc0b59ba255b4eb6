"""File names that every file system takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaner.page import Article

LONGEST = 200
"""Bytes of UTF-8 in a name, suffix and all. File systems take 255; encrypted and synchronized ones less."""
FIRST_WORDS = 12
"""Characters of the first paragraph that stand in for a title."""
UNTITLED = "untitled"

INVISIBLE = ("Cc", "Cf", "Cn", "Cs")
"""Control and format characters, and code points that some file systems refuse."""
WIDE = str.maketrans({char: chr(ord(char) + 0xFEE0) for char in '/\\:*?"<>|'})
"""Characters that Windows forbids, with the full-width forms that a Chinese headline has anyway."""
RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, with any suffix."""


def article_names(articles: Sequence[Article], suffix: str) -> list[str]:
    """`NN_title` and the suffix for each article; NN counts from 01, as wide as the largest needs.

    >>> from cleaner.page import Article
    >>> article_names([Article("三座水库"), Article()], ".txt")
    ['01_三座水库.txt', '02_untitled.txt']
    """
    digits = max(2, len(str(len(articles))))
    return [
        fitting(f"{number:0{digits}}_{safe(_title(article)) or UNTITLED}", suffix)
        for number, article in enumerate(articles, start=1)
    ]


def path_names(
    pages: Iterable[tuple[str, str]], suffix: str = "", taken: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """A safe folder, which keeps its spaces, and a safe name for each page; no two paths the same anywhere.

    No page is called as the folder of another one is: of a file of several each has a place below its name.

    pages: folder and name of each. suffix: that of the files; empty for names of folders.
    taken: paths, without suffix, that others have.

    >>> path_names([("", name) for name in ("page", "Page", "aux", "?")])
    [('', 'page'), ('', 'Page_2'), ('', 'aux_'), ('', '？')]
    >>> path_names([("", "a"), ("b/..", "a"), ("1950/con", "a"), ("1950/con", "A")], ".jsonl")
    [('', 'a.jsonl'), ('b/untitled', 'a.jsonl'), ('1950/con_', 'a.jsonl'), ('1950/con_', 'A_2.jsonl')]
    >>> path_names([("", "volume"), ("volume", "001")])
    [('', 'volume_2'), ('volume', '001')]
    """
    placed = [(_safe_folder(place), page) for place, page in pages]
    known = {_same(path + suffix) for path in (*taken, *_folders(folder for folder, _ in placed))}
    found = []
    for folder, page in placed:
        base = safe(page) or UNTITLED
        name, count = fitting(base, suffix), 1
        while _same(f"{folder}/{name}".lstrip("/")) in known:
            count += 1
            name = fitting(base, f"_{count}{suffix}")
        known.add(_same(f"{folder}/{name}".lstrip("/")))
        found.append((folder, name))
    return found


def _safe_folder(place: str) -> str:
    return "/".join(fitting(safe(part, spaces=True) or UNTITLED) for part in place.split("/") if part)


def _folders(places: Iterable[str]) -> Iterator[str]:
    """Folders, and those above them."""
    for place in set(places):
        parts = place.split("/")
        yield from ("/".join(parts[:count]) for count in range(1, len(parts) + 1))


def safe(text: str, spaces: bool = False) -> str:
    """The text as a file name of any length: forbidden characters widened, white space as `_`.

    spaces: keep those inside it, and `_` at its ends. Empty if nothing is left.

    >>> safe("2020 年"), safe("_2020 年 ", spaces=True)
    ('2020_年', '_2020 年')
    """
    spaced = re.sub(r"[^\S \u3000]+" if spaces else r"\s+", "_", text)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in INVISIBLE)
    name = unicodedata.normalize("NFC", visible).translate(WIDE)
    name = name.strip(" \N{IDEOGRAPHIC SPACE}." if spaces else "._")
    return RESERVED.sub(r"\g<0>_", name, count=1) if RESERVED.match(name) else name


def fitting(name: str, suffix: str = "") -> str:
    """The name, cut at a character if it and the suffix are too long together.

    >>> fitting("01_三座水库", ".txt"), len(fitting("水" * 200, ".txt").encode()) <= LONGEST
    ('01_三座水库.txt', True)
    """
    room = LONGEST - len(suffix.encode())
    if len(name.encode()) > room:
        name = name.encode()[:room].decode(errors="ignore").rstrip("._")
    return name + suffix


def _title(article: Article) -> str:
    if article.title:
        return article.title
    return next((p.text.strip()[:FIRST_WORDS] for p in article.paragraphs if p.text.strip()), "")


def _same(name: str) -> str:
    """What two names share that a file system may take for one: case and composition do not count."""
    return unicodedata.normalize("NFKC", name).casefold()
