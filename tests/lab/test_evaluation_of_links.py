"""The commands that hold links to references: places of texts, wrong links, oracles."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from cleaner.lab.evaluation import doubt, links, matching, oracle
from cleaner.lab.evaluation.links import Join, joins_of, prepared, rows_of, share_of
from cleaner.lab.evaluation.oracle import LINKS, ORDER, order_of, patched, standings, true_links
from cleaner.lab.evaluation.places import FRONT, Places
from cleaner.lab.evaluation.unseen import pages_in
from cleaner.layout import repetition
from cleaner.layout.interleaved.lines import TextLine
from cleaner.layout.links import articles as layout_articles
from cleaner.layout.links.articles import layout_of
from cleaner.layout.links.linking import Link, LinkedFragments
from cleaner.reading.decoding import read_file

PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
PAGE = PAGES / "columns" / "invented-002.txt"
GOLD = json.loads(PAGE.with_suffix(".gold.json").read_text(encoding="utf-8"))
TWO = Places(
    {
        "articles": [
            {
                "title": "新馆昨日开馆",
                "byline": "本报记者 王强",
                "paragraphs": [{"text": "馆藏图书六万册。"}],
            },
            {
                "title": "春茶开采上市",
                "byline": "本报记者 王强",
                "paragraphs": [{"text": "茶农上山采茶。"}, {"text": "茶价比去年高。"}],
            },
        ]
    }
)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("新馆昨日升馆", ((0, FRONT), (0, FRONT))),
        ("茶农上山采茶", ((1, 0), (1, 6))),
        ("价比去年", ((1, 7), (1, 11))),
        ("本报记者王强", None),
        ("县医院签订协议", None),
        ("茶", None),
        ("", None),
    ],
)
def test_a_text_has_its_place_where_it_is_alike_and_alone(text: str, ends: Any) -> None:
    assert TWO.ends(text) == ends


def test_only_the_beginning_of_a_paragraph_opens_one() -> None:
    assert TWO.opens((1, 0))
    assert TWO.opens((1, 6))
    assert not TWO.opens((1, 3))


def joins_with(found: Any) -> list[Join]:
    with patch.object(layout_articles, "link_fragments", found):
        return list(joins_of(prepared(read_file(PAGE).text), GOLD))


def test_no_link_is_wrong_where_blocks_follow_each_other_as_in_the_reference() -> None:
    joins = joins_with(true_links(Places(GOLD)))
    assert len(joins) > 20
    assert all(join.together and join.right for join in joins)


def test_links_against_the_order_of_the_page_are_wrong() -> None:
    def backwards(fragments: Any, *_: Any) -> LinkedFragments:
        at = fragments.index.tolist()[::-1]
        made = [Link(left, right, False, 0.9) for left, right in pairwise(at)]
        return LinkedFragments(made, {block: [] for block in at})

    joins = joins_with(backwards)
    assert share_of(joins, "right") > 0.8
    assert 0 < share_of(joins, "together") < share_of(joins, "right")


def test_a_band_counts_the_links_that_state_it() -> None:
    made = [Join(links.NEXT, 0.55, False, False), Join(links.SEAM, 0.97, True, True, parted=True)]
    rows = {row[1]: row[2:] for row in rows_of("blocks", made)}
    assert rows["all"] == ["2", "0.760", "0.500", "0.500", "1.000"]
    assert rows["0.50 to 0.60"] == ["1", "0.550", "1.000", "1.000", ""]
    assert rows[links.UNDER] == ["0", "", "", "", ""]
    assert "0.70 to 0.80" not in rows


def test_what_the_reference_does_not_show_stays_behind_what_it_stood_behind() -> None:
    texts = ["茶价比去年高", "（一张图）", "茶农上山采茶", "春茶开采上市"]
    assert [standing.number for standing in standings(texts, TWO)] == [3, 2, 0, 1]


def test_the_same_page_in_columns_tells_the_order_of_its_lines() -> None:
    texts = ["茶农上山", "渠水上", "山", "采茶忙", "一张图", "渠水上"]
    lines = [TextLine(0, 0, text) for text in texts]
    found = order_of("渠水上\n山\n\n茶农上山\n采茶忙\n")(lines)
    assert [[texts[at] for at in run.lines] for run in found.runs] == [
        ["渠水上", "渠水上", "山"],
        ["茶农上山", "采茶忙", "一张图"],
    ]


def test_an_oracle_is_right_only_as_long_as_it_is_asked() -> None:
    text = read_file(PAGES / "lines" / "invented-002.txt").text
    before = layout_of(prepared(text)).links
    with patched(Places(GOLD), f"{LINKS} and {ORDER}"):
        within = layout_of(prepared(text)).links
    assert {link.probability for link in within} == {1.0}
    assert layout_of(prepared(text)).links == before


def test_a_misread_repetition_counts_for_fuzzy_matching_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    way = repetition._likeness
    assert matching.fuzzy(["草原生态保护"], ["草原生太保护的大会" * 4])[0, 0] > repetition.FAINT
    assert not matching.to_the_letter(["草原生态保护"], ["草原生太保护的大会" * 4]).any()
    for suffix in (".txt", ".gold.json"):
        (tmp_path / f"a{suffix}").write_bytes(PAGE.with_suffix(suffix).read_bytes())
    assert matching.main([str(tmp_path)]) == 0
    assert repetition._likeness is way
    table = capsys.readouterr().out.splitlines()
    assert [row.split("|")[2].strip() for row in table[2:5]] == ["fuzzy", "to the letter", "nothing"]


def test_no_link_is_made_from_a_probability_that_none_reaches(tmp_path: Path) -> None:
    for suffix in (".txt", ".gold.json"):
        (tmp_path / f"a.columns{suffix}").write_bytes(PAGE.with_suffix(suffix).read_bytes())
    few, none = links.doubts(pages_in(tmp_path, ["columns"]), [0.5, 1.1])
    assert int(few[2]) > int(none[2])
    assert float(few[5]) > float(none[5])
    assert pages_in(tmp_path, ["lossy"]) == []


@pytest.mark.parametrize("command", [links.main, matching.main, oracle.main, doubt.main])
def test_a_folder_without_references_is_refused(
    command: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        command([str(tmp_path)])
    assert "holds no page with a reference" in capsys.readouterr().err
