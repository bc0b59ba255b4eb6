"""Generated pages for measuring: parts that share no article, and a sealed one whose opening is noted."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from cleaner.lab.evaluation.oracle import placed
from cleaner.lab.evaluation.unseen import (
    BROADCAST,
    DATES,
    FEATURES,
    PARTS,
    PRESS,
    SEALED,
    Plan,
    as_printed,
    by_style,
    genre_of,
    main,
    used_by,
)

SPEECH = "他说：“这里的路修好了，来的人多了。”"
FAILING = """
import sys
from pathlib import Path
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
if options["--only"] == "1":
    sys.exit("no room")
name = f"{options['--prefix']}{int(options['--only']):03d}.meta.json"
Path(options["--out"], name).write_text('{"articles": []}')
"""
"""A generator that cannot lay out the second page."""
PLAIN = "新馆昨日正式开馆，设有阅览室、展厅和报告厅。"


def record(text: str, source: str = "rmrb2020", **more: Any) -> dict[str, Any]:
    return {
        "id": "a",
        "source": source,
        "date": "2020-10-02",
        "title": "新馆开馆",
        "paragraphs": [text],
        **more,
    }


def test_parts_share_no_date_of_an_outlet() -> None:
    for broadcast in (False, True):
        spans = sorted(DATES[part, broadcast] for part in set(PARTS))
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_the_articles_of_a_page_are_of_its_part_and_genre() -> None:
    plan = Plan.of(PARTS.index(SEALED), 1)
    since, _ = DATES[SEALED, plan.genre == BROADCAST]
    source = "xwlb2025" if plan.genre == BROADCAST else "rmrb2020"
    text = (SPEECH if plan.genre == FEATURES else PLAIN) * 70
    inside, outside = (record(text, source, date=date, title=date) for date in (since, "2019-01-01"))
    assert [article["title"] for article in plan.articles([inside, outside], 1)] == [since]


def test_names_of_pages_differ() -> None:
    names = [(plan.part, plan.name) for plan in (Plan.of(n, 3) for n in range(2400))]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("text", "source", "genre"),
    [
        (SPEECH * 70, "rmrb2020", FEATURES),
        (PLAIN * 70, "rmrb2020", PRESS),
        (PLAIN * 70, "xwlb2024", BROADCAST),
        (SPEECH * 20, "rmrb2020", PRESS),
        (PLAIN, "rmrb2020", ""),
        (PLAIN * 300, "xwlb2024", ""),
    ],
)
def test_the_genre_of_an_article_follows_from_its_text_and_source(text: str, source: str, genre: str) -> None:
    assert genre_of(record(text, source)) == genre


def test_kickers_that_are_lists_are_printed_line_by_line() -> None:
    printed = as_printed(record(PLAIN, kicker=["甲", "乙"], subtitle="丙"))
    assert printed["subtitles"] == ["甲", "乙", "丙"]
    assert printed["byline"] == ""


def test_pages_are_grouped_by_style() -> None:
    assert by_style({"sealed/press-0003.lines": {}, "sealed/press-0003.blocks": {}}) == {
        "lines/press-0003": {},
        "blocks/press-0003": {},
    }


def page_in(folder: Path) -> Path:
    folder.mkdir()
    text = "新馆昨日开馆。\n"
    (folder / "press-0003.blocks.txt").write_text(text, encoding="utf-8")
    gold = {"page": "x", "dropped": [], "articles": [{"paragraphs": [{"text": text.strip()}]}]}
    (folder / "press-0003.blocks.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    (folder / "press-0003.meta.json").write_text('{"articles": ["a", "b"]}', encoding="utf-8")
    return folder


def test_opening_the_sealed_part_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(page_in(tmp_path / SEALED)), "--why", "release"]) == 0
    assert capsys.readouterr().out.startswith("blocks (1): ")
    log = (tmp_path / "opened.log").read_text(encoding="utf-8")
    assert log.endswith(" release\n")


def test_the_sealed_part_is_not_scored_without_a_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", str(page_in(tmp_path / SEALED))]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "--why" in captured.err
    assert not (tmp_path / "opened.log").exists()


def test_other_parts_are_scored_without_a_log(tmp_path: Path) -> None:
    assert main(["score", str(page_in(tmp_path / "tuning"))]) == 0
    assert not (tmp_path / "opened.log").exists()


def test_a_folder_without_pages_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", str(tmp_path)]) == 1
    assert "no pages" in capsys.readouterr().err


def test_articles_that_other_pages_use_are_known(tmp_path: Path) -> None:
    assert used_by([page_in(tmp_path / "x")]) == {"a", "b"}
    assert used_by([]) == set()


def test_every_line_goes_to_its_best_place_and_none_is_changed() -> None:
    gold = [
        {"title": "新馆昨日开馆", "paragraphs": [{"text": "市图书馆新馆昨日开放，馆藏图书六十二万册。"}]},
        {"title": "春茶开采", "paragraphs": [{"text": "首批春茶前天卖完，茶农很高兴。"}]},
    ]
    lines = [
        "茶农很高兴。",
        "馆藏图书六十二万册。",
        "春茶开采",
        "首批春茶前夭卖完，",
        "市图书馆新馆昨日开放，",
        "㊀㊁㊂",
    ]
    first, second = placed(lines, gold)
    assert (first["title"], first["paragraphs"]) == (
        "",
        [{"text": "市图书馆新馆昨日开放，馆藏图书六十二万册。"}],
    )
    assert (second["title"], second["paragraphs"]) == (
        "春茶开采",
        [{"text": "首批春茶前夭卖完，茶农很高兴。"}],
    )


def test_lines_that_are_like_nothing_have_no_place() -> None:
    assert placed(["田田谷田田", ""], [{"title": "春茶开采", "paragraphs": []}]) == [
        {"title": "", "subtitles": [], "paragraphs": []}
    ]


def test_a_page_the_generator_fails_on_is_named_and_the_others_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps(record(PLAIN * 70)) + "\n", encoding="utf-8")
    (tmp_path / "make_pages.py").write_text(FAILING, encoding="utf-8")
    folder = tmp_path / "pages"
    arguments = [
        "make",
        str(corpus),
        str(folder),
        "--generator",
        str(tmp_path),
        "--pages",
        "4",
        "--seed",
        "1",
    ]
    assert main(arguments) == 1
    failed = Plan.of(1, 1)
    assert f"{failed.part}/{failed.name}" in capsys.readouterr().err
    made = {path.name.removesuffix(".meta.json") for path in folder.rglob("*.meta.json")}
    assert made == {Plan.of(number, 1).name for number in (0, 2, 3)}
