"""Edits held to a reference, and the confidences from which they are made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import clean
from cleaner.confidences import AT_CERTAIN_PLACES, BY_EVIDENCE, DEFAULTS, Evidence, least_confidence
from cleaner.lab.evaluation import ablation, confidences, outlets
from cleaner.lab.evaluation.verdicts import Answers
from cleaner.models import shipped_models
from cleaner.normalizers import RULES
from cleaner.settings import Settings
from cleaner.trace import Change, Edit

PAGES = Path(__file__).parents[2] / "fixtures/pages"
NEWS = "本报讯 记者日前从有关部门获悉，全县各地抓紧推进各项工作 水渠修好了 田里有了水 群众满意度不断提高。"
"""A paragraph that lost several stops."""
RAW = "抢抓 一带一路 发展机遇期\n各地各部门要压缩办理时限 提高服务质量"
GOLD = {
    "articles": [
        {
            "title": "抢抓“一带一路”发展机遇期",
            "paragraphs": [{"text": "各地各部门要压缩办理时限，提高服务质量"}],
        }
    ]
}


def proposal(place: str, after: str, before: str = " ") -> Change:
    """What a rule proposes for the white space after some words of the page."""
    at = RAW.index(place) + len(place)
    return Change(Edit(at, at + len(before), after, confidence=0.9), before, (at, at + len(before)), 0)


@pytest.mark.parametrize(
    ("place", "after", "right", "head"),
    [
        ("抢抓", "“", True, True),
        ("一带一路", "”", True, True),
        ("一带一路", "，", False, True),
        ("办理时限", "，", True, False),
        ("办理时限", "。", False, False),
        ("办理时限", "“", False, False),
    ],
)
def test_an_edit_is_held_to_the_reference_at_its_place(
    place: str, after: str, right: bool, head: bool
) -> None:
    (verdict,) = Answers.of(RAW, GOLD).verdicts([proposal(place, after)])
    assert (verdict.right, verdict.head) == (right, head)


def test_what_the_reference_does_not_show_is_not_judged() -> None:
    other = {"articles": [{"title": "", "paragraphs": [{"text": "别的文章里没有这些字句"}]}]}
    assert not list(Answers.of(RAW, other).verdicts([proposal("抢抓", "“")]))


SIGNED = "各地各部门要压缩办理时限。\n（甲乙〉\n本报青石镇三月一日电\n石桥村修好了水渠"
NEXT = {"articles": [{"title": "", "paragraphs": [{"text": "本报青石镇三月一日电石桥村修好了水渠"}]}]}


@pytest.mark.parametrize(
    ("before", "after", "right"),
    [
        ("\n", "\n\n", True),  # the article begins here, whatever stands before it
        ("\n", "\n", False),
        ("\n", "，", False),
        ("〉", "）", None),  # closes what the reference does not show
        ("〉", ")", None),
        ("", "“", False),
    ],
)
def test_marks_at_the_edge_of_an_article_may_be_those_of_another_one(
    before: str, after: str, right: bool | None
) -> None:
    at = SIGNED.index("\n本报") if before == "\n" else SIGNED.index("〉") + (before == "")
    change = Change(Edit(at, at + len(before), after), before, (at, at + len(before)), 0)
    verdicts = [verdict.right for verdict in Answers.of(SIGNED, NEXT).verdicts([change])]
    assert verdicts == [right] * (right is not None)


def test_what_was_lost_is_counted_by_kind() -> None:
    assert Answers.of(RAW, GOLD).lost == {"quote": 2, "stop": 1, "character": 0}


def test_a_character_is_right_if_the_reference_has_it() -> None:
    raw = RAW.replace("压缩", "庄缩")
    at = raw.index("庄")
    changes = [Change(Edit(at, at + 1, char), "庄", (at, at + 1), 0) for char in "压厌"]
    assert [verdict.right for verdict in Answers.of(raw, GOLD).verdicts(changes)] == [True, False]


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_rule_makes_what_is_as_sure_as_its_default_and_no_less(name: str) -> None:
    rule, least = RULES[name], DEFAULTS[name]
    assert rule.is_sure(Edit(0, 0, confidence=least), Settings())
    assert not rule.is_sure(Edit(0, 0, confidence=least - 0.01), Settings())
    assert rule.is_sure(Edit(0, 0, confidence=least - 0.01), Settings(thresholds={name: 0.0}))
    assert not rule.is_sure(Edit(0, 0, confidence=least), Settings(threshold=1.0))


@pytest.mark.parametrize(("rule", "evidence"), BY_EVIDENCE)
def test_evidence_asks_for_more_than_its_rule_never_for_less(rule: str, evidence: Evidence) -> None:
    assert least_confidence(rule, evidence) > least_confidence(rule)
    others = [each for each in Evidence if (rule, each) not in AT_CERTAIN_PLACES]
    assert least_confidence(rule, evidence, *others) >= least_confidence(rule, evidence)
    assert least_confidence("rejoin_lines", evidence) == 0.0


@pytest.mark.parametrize(("rule", "evidence"), AT_CERTAIN_PLACES)
def test_where_a_mark_belongs_for_sure_the_likeliest_is_made(rule: str, evidence: Evidence) -> None:
    least = least_confidence(rule, evidence)
    assert 0 < least < least_confidence(rule)
    assert least_confidence(rule, evidence, *Evidence) == max(AT_CERTAIN_PLACES.values())
    assert least_confidence("rejoin_lines", evidence) == 0.0
    edit = Edit(0, 0, confidence=least, least=least)
    assert RULES[rule].is_sure(edit, Settings())
    assert not RULES[rule].is_sure(edit, Settings(threshold=0.9))


def test_an_edit_whose_evidence_asks_for_more_is_made_from_there() -> None:
    rule = RULES["restore_quotes"]
    assert not rule.is_sure(Edit(0, 0, confidence=0.8, least=0.9), Settings())
    assert rule.is_sure(Edit(0, 0, confidence=0.9, least=0.9), Settings())
    assert rule.is_sure(Edit(0, 0, confidence=0.1, least=0.9), Settings(thresholds={"restore_quotes": 0.0}))


def test_a_surer_decoding_gives_a_surer_edit_and_none_is_certain() -> None:
    constants = shipped_models().gaps.constants
    for rule in ("restore_quotes", "restore_stops"):
        sure = [constants.probability(rule, share) for share in (0.0, 0.2, 0.5, 0.9, 0.99, 1.0)]
        assert sure == sorted(set(sure))
        assert all(0 < one < 1 for one in sure)


@pytest.mark.parametrize(
    ("rule", "evidence"),
    [
        ("restore_quotes", Evidence.NO_GAP),
        ("restore_quotes", Evidence.ONE_SIDED),
        ("restore_quotes", Evidence.LINE_END),
        ("restore_stops", Evidence.LINE_END),
        ("restore_stops", Evidence.SENTENCE_END),
        ("restore_stops", Evidence.QUOTE_REPLACED),
    ],
)
def test_what_speaks_against_a_mark_makes_it_less_sure(rule: str, evidence: Evidence) -> None:
    constants = shipped_models().gaps.constants
    assert constants.probability(rule, 0.9, [evidence]) < constants.probability(rule, 0.9)
    assert constants.probability("rejoin_lines", 0.9, [evidence]) == pytest.approx(0.9)


def test_a_page_that_reads_stops_as_quotation_marks_is_surer_of_each_of_them() -> None:
    text = (PAGES / "tesseract/invented-004.txt").read_text(encoding="utf-8")
    start = text.index("州交通运输局党组")
    paragraph = text[start : text.index("\n\n", start)]

    def highest(raw: str) -> float:
        page = clean(raw)
        return max(
            change.confidence
            for change in (*page.edits, *page.withheld)
            if change.rule == "restore_stops" and change.before == "“" and "空间题" in change.why
        )

    assert highest(paragraph) < least_confidence("restore_stops") < highest(text)


def test_a_pair_in_a_headline_that_shows_one_needs_less() -> None:
    def least(headline: str) -> set[float]:
        page = clean(f"{headline}\n\n{NEWS}")
        marks = [change for change in (*page.edits, *page.withheld) if change.rule == "restore_quotes"]
        return {change.edit.least for change in marks if "“" in change.after}

    alone = least_confidence("restore_quotes", Evidence.HEADLINE)
    assert least("全县推进 厕所革命 工作") == {alone}
    assert least("苍石县：三棵树 种 出十亿元大产业") == {least_confidence("restore_quotes")}
    assert max(least("全县推进“美丽庭院”和 厕所革命 工作")) < alone
    assert max(least("让 厕所革命 惠及全县")) < alone  # behind 让 no headline has a pause


def test_the_only_gap_of_a_short_text_proves_little() -> None:
    def least(text: str, rule: str) -> float:
        page = clean(text)
        marks = [change for change in (*page.edits, *page.withheld) if change.rule == rule]
        return max(change.edit.least or 0.0 for change in marks)

    only = least_confidence("restore_stops", Evidence.ONLY_ONE)
    assert least("东屿村新修 两条水渠。", "restore_stops") == only
    assert least("东屿村新修 两条水渠。村民们很高兴，外地人也来看。", "restore_stops") == only
    assert least("水渠修好了 田里有了水，村民们都很高兴。", "restore_stops") < only
    assert least("水渠修好了 田里有了水，\n村民们都很高兴。", "restore_stops") < only
    assert least("水渠修好了 田里有了水 村民们都很高兴。", "restore_stops") < only
    assert least("全市秋粮 丰收 在望", "restore_quotes") == only
    assert least("全市用水从 有没有 到 好不好", "restore_quotes") < only
    assert least("东屿村新修 两条水渠。\n\n" + NEWS, "restore_stops") < only


@pytest.mark.parametrize(
    "text", ["从 有没有 到 好不好", "北京 国际 广电 设备 展 举行", "联系点 调研 座谈 七十 多次 。"]
)
def test_no_mark_is_set_where_spaces_may_part_words(text: str) -> None:
    assert "".join(clean(text).text.split()) == "".join(text.split())


def test_a_longer_text_shows_what_its_spaces_mean() -> None:
    assert "从“有没有”到“好不好”" in clean(f"从 有没有 到 好不好\n\n{NEWS}").text


LETTER = "您好！寄来的校样已经收到，第三章的插图\n有两处需要更换，请您在月底前把新图寄给\n我们。"


@pytest.mark.parametrize("options", [{}, {"threshold": 1.0}, {"certain_only": True}])
def test_a_line_break_at_which_no_mark_is_sure_is_a_line_end(options: dict[str, Any]) -> None:
    assert clean(LETTER, **options).text == LETTER.replace("\n", "")


def test_a_mark_of_the_other_level_is_right_and_another_width_is_the_same_mark() -> None:
    gold = {"articles": [{"title": "", "paragraphs": [{"text": "他说“抢抓‘一带一路’机遇期（今年）要早”"}]}]}
    raw = "他说抢抓 一带一路 机遇期(今年)要早"
    at, bracket = raw.index(" "), raw.index(")")
    changes = [
        Change(Edit(at, at + 1, "“"), " ", (at, at + 1), 0),
        Change(Edit(bracket, bracket + 1, "）"), ")", (bracket, bracket + 1), 0),
        Change(Edit(at, at + 1, "”"), " ", (at, at + 1), 0),
    ]
    assert [verdict.right for verdict in Answers.of(raw, gold).verdicts(changes)] == [True, True, False]


def test_the_table_counts_edits_of_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        confidences.main([str(tmp_path)])
    assert "no page with a reference" in capsys.readouterr().err


def two_pages(folder: Path) -> list[Path]:
    """Two folders of one page each, of which the reference has quotation marks and has none."""
    raw = "全县深入推进 厕所革命 工作，群众的获得感明显增强，来往的客人都要停下来看一看。"
    for name, marks in (("kept", "  "), ("lost", "“”")):
        (folder / name).mkdir()
        clean_text = raw.replace(" ", marks[0], 1).replace(" ", marks[1], 1).replace(" ", "")
        gold = {"articles": [{"title": "", "paragraphs": [{"text": clean_text}]}]}
        (folder / name / "a.txt").write_text(raw, encoding="utf-8")
        (folder / name / "a.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return [folder / "kept", folder / "lost"]


def test_folders_are_parts_of_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    confidences.main([*map(str, two_pages(tmp_path))])
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()]
    made = {row[2]: row for row in rows if row[:2] == ["restore_quotes", "made"]}
    assert made["kept"][3:6:2] == ["2", "0.000"]
    assert made["lost"][3:6:2] == ["2", "1.000"]
    assert made["lost"][4] == made["kept"][4] < "1"


def test_what_is_left_out_gains_nothing_where_it_says_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ablation.main([str(two_pages(tmp_path)[1])])
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()]
    assert rows[2][:4] == ["lost (1)", "nothing", "1.0000", "1.0000"]
    gains = {row[1]: row[4:] for row in rows[3:]}
    assert set(gains) == set(ablation.KINDS)
    assert gains["templates of the page"] == gains["partners without a gap"] == ["+0.0000", "+0.0000"]
    with pytest.raises(SystemExit):
        ablation.main([str(tmp_path), "--style", ".columns"])
    assert "no page with a reference" in capsys.readouterr().err


def test_an_outlet_is_a_folder_with_enough_text_of_which_enough_is_quoted(tmp_path: Path) -> None:
    quoting, plain = "村里人说：“路通了，日子好过了。”\n" * 200, "路通了，日子好过了，收成也多。\n" * 200
    for name, text in (("letters", quoting), ("laws", plain), ("notes", quoting[:90])):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "letters" / "b.txt").write_text("half-width, and left out\n", encoding="utf-8")
    found = outlets.outlets_of(tmp_path)
    assert list(found) == ["letters"]
    assert [len(article) for article in found["letters"]] == [200, 0]


def test_the_corpus_shows_what_it_has_of_an_outlet() -> None:
    known, new = "村里的路修通了，车能一直开到家门口。", "县里新建的三座水库，可灌溉农田五千亩。"
    seen = {"letters": [[new], [known + new]], "notes": [[new]], "cards": [["短"]]}
    shares = outlets.shares_of(seen, [["“" + known.replace("，", " ") + "”"], [new[:12]]])
    assert shares["notes"] == shares["cards"] == 0
    assert 0 < shares["letters"] < 0.2
    assert outlets.shares_of(seen, [[known + new]])["letters"] == 1


def test_outlets_are_measured_beside_the_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = ["村里人说：“路通了，日子好过了。”", *["县里新建的三座“小水库”，可灌溉农田五千亩。"] * 99]
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("\n".join(text), encoding="utf-8")
    record = {"source": "paper", "date": "2020-11-01", "title": "水库", "paragraphs": text[1:]}
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps(record), encoding="utf-8")
    outlets.main([str(tmp_path), "--pages", "1", "--corpus", str(corpus), "--source", "paper"])
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()][2:]
    assert [row[0] for row in rows] == ["letters", "paper, from 2020-10-26"]
    assert 0.5 < float(rows[0][2]) < 1
    assert rows[1][2].strip() == ""
    with pytest.raises(SystemExit):
        outlets.main([str(tmp_path / "letters" / "none")])
    assert "2000 characters" in capsys.readouterr().err


def test_the_dot_of_a_series_is_set_where_many_marks_are_lost_other_stops_are_not() -> None:
    many, series = Evidence.MANY_LOST, Evidence.SERIES
    assert least_confidence("restore_stops", many, series) < least_confidence("restore_stops", many)
    assert least_confidence("restore_stops", many) > least_confidence("restore_stops")
    assert least_confidence("restore_quotes", many, series) == least_confidence("restore_quotes", many)
