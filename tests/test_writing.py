"""Articles as text, Markdown and JSON Lines, under names and in files that any system takes."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cleaner.chain import clean
from cleaner.errors import OutputError
from cleaner.page import Article, Paragraph
from cleaner.writing import (
    OutputFormat,
    article_names,
    as_files,
    as_stream,
    path_names,
    to_json_lines,
    to_markdown,
    to_text,
    write_all,
)
from cleaner.writing.markdown import escape

FULL = Article(
    title="青石镇三座水库建成蓄水",
    subtitles=("灌溉农田5000亩", "惠及12个村"),
    byline="本报记者 林舒",
    paragraphs=(
        Paragraph("近日，青石镇三座小型水库建成蓄水。"),
        Paragraph("“水路通了”", "heading"),
        Paragraph("村民老周说，往年这时", truncated=True),
    ),
    signoff="（周海 林舒）",
    continued_from="第1版",
    continued_on="第4版",
)
BARE = Article(paragraphs=(Paragraph("本报7月3日讯（记者 林舒）三条公交线路近日开通。"),))


def test_text_has_everything_in_the_order_of_print() -> None:
    assert to_text(FULL) == (
        "青石镇三座水库建成蓄水\n\n灌溉农田5000亩\n\n惠及12个村\n\n本报记者 林舒\n\n"
        "（上接第1版）\n\n近日，青石镇三座小型水库建成蓄水。\n\n“水路通了”\n\n村民老周说，往年这时\n\n"
        "（下转第4版）\n\n（周海 林舒）\n"
    )


def test_markdown_marks_title_headings_and_byline() -> None:
    lines = to_markdown(FULL).split("\n\n")
    assert lines[0] == "# 青石镇三座水库建成蓄水"
    assert lines[1] == "**灌溉农田5000亩**"
    assert lines[3] == "*本报记者 林舒*"
    assert lines[6] == "## “水路通了”"
    assert lines[-1] == "（周海 林舒）\n"


def test_verse_and_rows_stand_right_below_each_other() -> None:
    verse = Article(
        paragraphs=(Paragraph("渠水绕过村庄"), Paragraph("炊烟飘在屋顶", tight=True), Paragraph("完"))
    )
    assert to_text(verse) == "渠水绕过村庄\n炊烟飘在屋顶\n\n完\n"
    assert to_markdown(verse) == "渠水绕过村庄\\\n炊烟飘在屋顶\n\n完\n"
    table = Article(paragraphs=(Paragraph("| 库 | 水 |"), Paragraph("|---|---|", tight=True)))
    assert to_markdown(table) == "| 库 | 水 |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "tight"),
    [
        ("渠水\n\n渠水绕过村庄\n绕过一个童年\n稻花开在岸边\n\n风从山口吹来\n吹动母亲衣襟\n", [0, 1, 1, 0, 1]),
        ("蓄水情况\n\n水利站公布情况，见下表。\n\n| 库 | 水 |\n|---|---|\n| 东湖 | 3 |\n", [0, 0, 1, 1]),
        ("两件事\n\n镇里修了渠道，可以浇地八百亩。\n村里修了路，出门方便多了。\n", [0, 0]),
        ("要点\n\n一、今年修渠三公里。\n二、明年修路五公里。\n", [0, 0]),
    ],
    ids=["verse", "a table", "paragraphs", "items"],
)
def test_only_verse_and_rows_are_tight(text: str, tight: list[int]) -> None:
    [article] = clean(text).articles
    assert [paragraph.tight for paragraph in article.paragraphs] == list(map(bool, tight))
    assert [paragraph.as_dict()["tight"] for paragraph in article.paragraphs] == list(map(bool, tight))


def test_a_json_line_holds_the_fields_in_order() -> None:
    line = to_json_lines([FULL], page="page.txt")
    assert line.count("\n") == 1
    assert "青石镇" in line
    place = {"page": "page.txt", "article": 1, "newspaper": "", "date": ""}
    assert list(json.loads(line).items()) == [*place.items(), *FULL.as_dict().items()]


def test_an_article_without_a_title_begins_with_its_text() -> None:
    assert to_text(BARE) == to_markdown(BARE) == BARE.paragraphs[0].text + "\n"


def test_a_stream_separates_articles_by_two_blank_lines() -> None:
    assert as_stream([FULL, BARE], OutputFormat.TEXT).split("\n\n\n") == [to_text(FULL)[:-1], to_text(BARE)]
    assert as_stream([FULL, BARE], OutputFormat.JSONL) == to_json_lines([FULL, BARE])
    assert as_stream([], OutputFormat.MARKDOWN) == ""


def test_a_page_makes_one_file_an_article_or_one_of_json_lines() -> None:
    assert as_files([FULL, BARE], OutputFormat.TEXT, "page") == {
        "01_青石镇三座水库建成蓄水.txt": to_text(FULL),
        "02_本报7月3日讯（记者_林.txt": to_text(BARE),
    }
    assert as_files([FULL, BARE], OutputFormat.JSONL, "page.jsonl") == {
        "page.jsonl": to_json_lines([FULL, BARE])
    }


# Markdown


markup = st.text(st.sampled_from("北京1.)#>+-=*_`~[]()<>!&;\\a /:|\u3000\uff08\u201c"), max_size=12)


@given(markup | st.text(st.characters(exclude_categories=["C", "Z"])))
@example("1. 坚持")
@example("--- ")
@example("===")
@example("&amp;<b>")
@example("（一）*加强* _领导_")
@example("标题 ##")
@example("![图](a.png)")
def test_rendered_markdown_is_the_text_that_was_escaped(text: str) -> None:
    text = text.strip()
    for form in ("{}", "# {}", "## {}", "**{}**", "*{}*"):
        if text:
            assert rendered(form.format(escape(text))) == text


def rendered(markdown: str) -> str:
    tokens = MarkdownIt().parse(markdown)
    assert [token.type for token in tokens if token.nesting == 0] == ["inline"]
    children = tokens[1].children or []
    assert {token.type for token in children} <= {
        "text",
        "text_special",
        "em_open",
        "em_close",
        "strong_open",
        "strong_close",
    }
    return "".join(token.content for token in children)


# Names


titles = st.text(max_size=300) | st.text(
    st.sampled_from('/\\:*?"<>|. \t\n\u3000\u200b\u0301\ue000Aa北conCOM1.\ufe0e'), max_size=100
)


def assert_safe(name: str) -> None:
    assert 0 < len(name.encode()) <= 200
    assert unicodedata.is_normalized("NFC", name)
    assert not re.search(r'[/\\:*?"<>|\s]', name)
    assert not {unicodedata.category(char) for char in name} & {"Cc", "Cf", "Cn", "Cs"}
    assert not name.startswith(".")
    assert not name.endswith((".", " "))
    assert name.partition(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


def assert_distinct(names: list[str]) -> None:
    assert len({unicodedata.normalize("NFC", name.casefold()) for name in names}) == len(names)
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            (Path(folder) / name).touch(exist_ok=False)


@settings(deadline=None)  # writes to disk
@given(st.lists(titles, max_size=12))
def test_article_names_are_safe_and_never_collide(texts: list[str]) -> None:
    names = article_names([Article(title=text) for text in texts], ".txt")
    for number, name in enumerate(names, start=1):
        assert_safe(name)
        assert name.startswith(f"{number:02}_")
        assert name.endswith(".txt")
    assert_distinct(names)


@settings(deadline=None)  # writes to disk
@given(st.lists(titles | st.sampled_from(["a", "A", "a_2", "aux", "x" * 300]), max_size=12))
def test_path_names_are_safe_and_never_collide(texts: list[str]) -> None:
    for suffix in ("", ".jsonl"):
        names = [name for _, name in path_names((("", text) for text in texts), suffix)]
        for name in names:
            assert_safe(name)
        assert_distinct(names)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("内蒙古现有境外输入确诊病例7例 疑似病例1例", "01_内蒙古现有境外输入确诊病例7例_疑似病例1例.txt"),
        ("谁来管?/怎么管?", "01_谁来管\uff1f\uff0f怎么管\uff1f.txt"),
        ("...", "01_untitled.txt"),
        ("", "01_untitled.txt"),
    ],
)
def test_a_title_stays_readable_in_its_file_name(title: str, name: str) -> None:
    assert article_names([Article(title=title)], ".txt") == [name]


def test_a_long_title_is_cut_at_a_character() -> None:
    (name,) = article_names([Article(title="水" * 300)], ".txt")
    assert name == f"01_{'水' * 64}.txt"


def test_numbers_are_as_wide_as_the_largest_needs() -> None:
    names = article_names([BARE] * 100, ".md")
    assert (names[0][:4], names[-1][:4]) == ("001_", "100_")


# Files


def test_files_are_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    write_all(folder, {"01_x.txt": "北京\n", "02_y.txt": "a\r\n"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "01_x.txt": "北京\n".encode(),
        "02_y.txt": b"a\r\n",
    }


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def fail_the_second_time(file: int) -> None:
        calls.append(file)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail_the_second_time)
    old = tmp_path / "old"
    write_all(old, {"01.txt": "old"})
    with pytest.raises(OutputError, match=r"No space left on device.*disk has room"):
        write_all(old, {"01.txt": "new"})
    assert [path.read_text() for path in old.iterdir()] == ["old"]
    calls.clear()
    with pytest.raises(OutputError):
        write_all(tmp_path / "new", {"01.txt": "a", "02.txt": "b"})
    assert not (tmp_path / "new").exists()


def test_a_failing_rename_takes_the_new_files_back(tmp_path: Path) -> None:
    (tmp_path / "02.txt" / "full").mkdir(parents=True)
    with pytest.raises(OutputError, match="nother folder with -o"):
        write_all(tmp_path, {"01.txt": "a", "02.txt": "b"})
    assert [path.name for path in tmp_path.iterdir()] == ["02.txt"]


def test_files_of_several_folders_are_written_all_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"001/01.txt": "a", "002/01.txt": "b"}
    write_all(tmp_path / "whole", texts)
    written = {path.relative_to(tmp_path / "whole").as_posix() for path in tmp_path.rglob("*.txt")}
    assert written == texts.keys()
    (tmp_path / "half" / "002" / "01.txt").mkdir(parents=True)
    with pytest.raises(OutputError):
        write_all(tmp_path / "half", texts)
    assert [path.name for path in (tmp_path / "half").iterdir()] == ["002"]
    assert [path.name for path in (tmp_path / "half" / "002").iterdir()] == ["01.txt"]
    monkeypatch.setattr(os, "fsync", lambda _: sys.exit(1))
    with pytest.raises(SystemExit):
        write_all(tmp_path / "new", texts)
    assert not (tmp_path / "new").exists()


def test_an_interrupt_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path / "new", {"01.txt": "a"})
    assert not (tmp_path / "new").exists()


def test_a_file_in_place_of_the_folder_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="A file stands where a folder is needed"):
        write_all(tmp_path / "file", {"01.txt": "a"})


def test_furniture_is_not_lost() -> None:
    label = "简讯"
    assert as_stream([BARE], OutputFormat.TEXT, [label]).endswith(f"\n\n\n{label}\n")
    assert as_files([BARE], OutputFormat.TEXT, "page", [label])["00_furniture.txt"] == f"{label}\n"
    assert json.loads(to_json_lines([BARE, FULL], [label]).splitlines()[0])["furniture"] == [label]
    line = json.loads(to_json_lines([], [label], "page.txt"))
    assert (line["page"], line["article"], line["furniture"]) == ("page.txt", None, [label])
    assert "furniture" not in to_json_lines([BARE])
