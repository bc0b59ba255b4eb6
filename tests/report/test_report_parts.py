"""What reports are made of: texts in two languages, confusions, scans, doubt, the list of pages."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cleaner import Quotes, Settings, clean
from cleaner.cli.app import app
from cleaner.doubt import edits_of, expected_errors, is_doubtful
from cleaner.errors import FormatError, InputError
from cleaner.normalizers import gaps
from cleaner.report import Content
from cleaner.report.index import IndexEntry, in_order, render_index, write_index
from cleaner.report.outline import lead
from cleaner.report.render import NEIGHBOURS, SCRIPTS, render
from cleaner.report.scan import LARGEST, find_picture, read_picture
from cleaner.report.strings import attribute, element, strings, text
from cleaner.scoring import confusions
from cleaner.slugs import RULES

ASSETS = Path(__file__).parents[2] / "cleaner" / "report" / "assets"
FIXTURES = Path(__file__).parents[2] / "fixtures"
PNG = b"\x89PNG\r\n\x1a\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["report", *map(str, arguments), "--isolated"])


# Texts of the interface


def forms(value: Any) -> list[str]:
    return list(value.values()) if isinstance(value, dict) else [value]


def test_both_languages_have_the_same_texts_with_the_same_values() -> None:
    english, chinese = strings()["en"], strings()["zh"]
    assert english.keys() == chinese.keys()
    for key in english:
        values = [
            set(re.findall(r"\{(\w+)\}", form)) for form in (*forms(english[key]), *forms(chinese[key]))
        ]
        assert all(found == values[0] for found in values), key
        assert all(forms(chinese[key])), key


def test_every_text_that_is_asked_for_is_there() -> None:
    templates = "".join(path.read_text("utf-8") for path in ASSETS.glob("*.html"))
    scripts = "".join((ASSETS / name).read_text("utf-8") for name in {*SCRIPTS, "index.js"})
    asked = set(re.findall(r'\bt\("(\w+)"[,)]', templates + scripts))
    asked |= set(re.findall(r'attribute\("[\w-]+", "(\w+)"', templates))
    assert len(asked) > 80
    assert asked <= strings()["en"].keys()


def test_each_rule_has_a_name_in_chinese() -> None:
    assert set(strings()["rules"]) == set(RULES)


PATTERNS = [(re.compile(pattern.replace("[^]", r"[\s\S]")), told) for pattern, told in strings()["reasons"]]


def _in_chinese(why: str) -> str | None:
    """The reason as the report gives it in Chinese: the first pattern that fits has the say."""
    for pattern, chinese in PATTERNS:
        if pattern.fullmatch(why):
            return pattern.sub(re.sub(r"\$(\d)", r"\\g<\1>", chinese), why)
    return None


def _reasons() -> dict[str, str]:
    """Every reason that stands in a rule, and where; with 甲 in the place of what is on the page.

    They are the literals of two words of plain English or more in the modules of the rules.
    """
    found = {}
    for path in (ASSETS.parents[1] / "normalizers").glob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        inside = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr | ast.Raise | ast.Expr)
            for part in (ast.walk(node) if not isinstance(node, ast.Expr) else [node.value])
            if part is not node
        }
        for node in ast.walk(tree):
            if id(node) not in inside and isinstance(node, ast.Constant | ast.JoinedStr):
                parts = node.values if isinstance(node, ast.JoinedStr) else [node]
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "甲" for part in parts)
                words = re.findall("[A-Za-z]+", text)
                if len(words) > 1 and re.fullmatch(
                    r"(?:甲|[A-Za-z])+(?:[ :,()-]+(?:甲|[A-Za-z])+)+[)]?", text
                ):
                    found[text] = f"{path.name}:{node.lineno}"
    return found


def test_no_reason_of_any_rule_is_without_chinese() -> None:
    reasons = _reasons()
    assert len(reasons) > 65
    forms = ["{}", "{} (probability 0.50)", "between 甲 and 乙: {}"]
    missing = {
        why: place
        for why, place in reasons.items()
        if not any(
            told and not re.search("[a-z]{2}", told)
            for form in forms
            for value in ["甲", "3", *Quotes]
            if (told := _in_chinese(form.format(why).replace("甲", value)))
        )
    }
    assert missing == {}
    for quotes in Quotes:
        assert _in_chinese(f"{quotes} quotation marks")


@pytest.mark.parametrize("evidence", [gaps.BY_GAP, gaps.BY_PARTNER, gaps.WITHOUT_GAPS])
def test_what_restores_a_quotation_mark_is_told_in_chinese(evidence: str) -> None:
    told = str(_in_chinese(f"between 甲 and 乙: {evidence}"))
    assert told.startswith("在“甲”与“乙”之间：")
    assert not re.search("[a-z]", told)


def test_reasons_in_chinese_hold_no_english() -> None:
    for _, chinese in PATTERNS:
        assert not re.search("[a-z]", chinese.replace("LaTeX", ""))


def test_what_is_on_the_page_comes_again_in_the_reason() -> None:
    assert _in_chinese("between a: b and \n乙") == "在“a: b”与“\n乙”之间"
    assert _in_chinese("the same text 12 times in a row") == "同一段文字连续出现 12 次"
    assert _in_chinese("no such reason") is None


def test_reasons_on_real_pages_have_chinese() -> None:
    pages = [path.read_text("utf-8") for path in sorted((FIXTURES / "pages").glob("l*/invented-002.txt"))]
    whys = {edit.why for page in map(clean, pages) for edit in (*page.edits, *page.withheld) if edit.why}
    assert len(whys) > 50
    assert [why for why in whys if not _in_chinese(why)] == []


@given(st.text())
def test_a_value_never_becomes_markup(value: str) -> None:
    shown = element("bulk_done", n=2, verdict=value)
    assert shown.count("<") == 2
    assert str(attribute("title", "bulk_done", n=2, verdict=value)).count('"') == 6


def test_a_text_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("no such text")


# Confusions


def article(body: str, title: str = "") -> dict[str, Any]:
    return {"title": title, "paragraphs": [{"text": body, "kind": "body", "truncated": False}]}


def test_equal_articles_have_no_confusion() -> None:
    found = confusions(
        {"articles": [article("三座水库，昨日起蓄水。")]}, [article("三座 水库，昨日起蓄水。")]
    )
    assert (found.cer, found.wer, list(found.pairs)) == (0, 0, [])


def test_confusions_are_counted_and_shown_where_they_are() -> None:
    gold = {"articles": [article("未来未必，末日未到。青石镇三座水库昨日起蓄水。")]}
    found = confusions(gold, [article("末来末必，末日未到青石镇三座水库昨日起蓄水。了")])
    told = {(pair.reference, pair.cleaned): pair for pair in found.pairs}
    assert told["未", "末"].times == 2
    assert told["未", "末"].example == "[未]来未必，末日"
    assert told["。", ""].times == 1
    assert told["", "了"].times == 1
    assert found.pairs[0].reference == "未"
    assert found.cer == pytest.approx(4 / 23)
    assert found.wer == pytest.approx(3 / 20)


def test_text_without_a_counterpart_counts_and_is_no_confusion() -> None:
    gold = {"articles": [article("青石镇三座水库")]}
    found = confusions(gold, [])
    assert (found.cer, found.wer, list(found.pairs)) == (1, 1, [])
    found = confusions(
        {"articles": [article("青石镇三座水库")]}, [article("青石镇三座水库"), article("天地玄黄")]
    )
    assert found.cer == pytest.approx(4 / 7)
    assert not found.pairs


def test_a_word_is_an_ideograph_or_a_run_of_letters() -> None:
    found = confusions({"articles": [article("采用GB18030编码")]}, [article("采用GB18O3O编码")])
    assert found.wer == pytest.approx(1 / 5)


# Doubt


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())))
def test_expected_errors_are_no_more_than_edits(edits: list[tuple[float, bool]]) -> None:
    assert 0 <= expected_errors(edits) <= len(edits)
    assert all(not is_doubtful(confidence, withheld) for confidence, withheld in edits if confidence >= 0.8)


def test_the_list_counts_as_the_review_does() -> None:
    page = clean((FIXTURES / "pages/lossy/invented-002.txt").read_text("utf-8"), Settings(threshold=0.5))
    content = Content(page, "page.txt")
    alone = sum(is_doubtful(*edit) for edit in edits_of(page))
    assert 0 < content.doubtful < alone, "the marks of a pair are one decision"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("本报青石镇5月20日电 三座水库昨日起蓄水。", "三座水库昨日起蓄水。"),
        ("本报讯 （记者 张三）三座水库昨日起蓄水。", "三座水库昨日起蓄水。"),
        ("三座水库昨日起蓄水。", "三座水库昨日起蓄水。"),
        ("本报讯 三座", "本报讯 三座"),
        ("", ""),
    ],
)
def test_a_brief_is_called_by_what_it_says(raw: str, shown: str) -> None:
    assert lead(raw) == shown


# Scans


def test_a_picture_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(PNG + b"...")
    assert read_picture(path).startswith("data:image/png;base64,")
    for data in (b"II*\x00tiff", b"%PDF-1.7", b"<svg onload='x()'/>", b""):
        path.write_bytes(data)
        with pytest.raises(FormatError, match="Convert it to PNG"):
            read_picture(path)
    with path.open("wb") as file:
        file.write(PNG)
        file.truncate(LARGEST + 1)
    with pytest.raises(InputError, match="larger than"):
        read_picture(path)
    with pytest.raises(InputError, match="no such file"):
        read_picture(tmp_path / "missing.png")


def test_a_picture_is_found_by_the_name_of_its_page(tmp_path: Path) -> None:
    (tmp_path / "a.webp").touch()
    (tmp_path / "ab.png").touch()
    assert find_picture(tmp_path, "a") == tmp_path / "a.webp"
    assert find_picture(tmp_path, "b") is None


def test_a_wrong_picture_stops_a_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("青石镇三座水库。", "utf-8")
    done = run(tmp_path / "a.txt", "-o", tmp_path / "a.html", "--image", tmp_path / "a.txt")
    assert isinstance(done.exception, FormatError)
    assert not (tmp_path / "a.html").exists()
    done = run(tmp_path, "-o", tmp_path / "out", "--image", tmp_path / "none.png")
    assert isinstance(done.exception, InputError)
    assert "none.png: there is no such file. Check the name and the folder." in str(done.exception)
    assert not (tmp_path / "out").exists()
    done = run(tmp_path / "a.txt", "--image", tmp_path / "none.png")
    assert "none.png: there is no such file. Check the name and the folder." in str(done.exception)


@pytest.mark.parametrize(("option", "what"), [("--gold", "reference"), ("--image", "scan")])
def test_a_folder_that_holds_nothing_of_a_page_is_told(tmp_path: Path, option: str, what: str) -> None:
    page, folder = tmp_path / "a.txt", tmp_path / "beside"
    page.write_text("青石镇三座水库。", "utf-8")
    folder.mkdir()
    for name in ("a.gold.json.bak", "b.gold.json", "b.png", "a.tex"):
        (folder / name).write_bytes(b"")
    line = f"cleaner: {folder}: it holds no {what} of {page}. Call it as the page is called."
    done = run(page, "-o", tmp_path / "a.html", option, folder)
    assert done.exit_code == 0
    assert line in done.stderr.splitlines()
    (folder / "a.gold.json").write_text('{"articles": []}', "utf-8")
    (folder / "a.png").write_bytes(PNG)
    done = run(page, "-o", tmp_path / "a.html", option, folder)
    assert done.exit_code == 0
    assert "it holds no" not in done.stderr


# Many pages


def test_reports_are_linked_in_the_order_of_doubt(tmp_path: Path) -> None:
    entries = [
        IndexEntry("a", "a.html", expected=1),
        IndexEntry("x", error="no text"),
        IndexEntry("b & c", "s/b & c.html", expected=2),
    ]
    assert [entry.page for entry in in_order(entries)] == ["b & c", "a", "x"]
    for place in ("a.html", "s/b & c.html"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(f"<p>{NEIGHBOURS}</p>", "utf-8")
    write_index(tmp_path, entries)
    first, last = (tmp_path / "s/b & c.html").read_text("utf-8"), (tmp_path / "a.html").read_text("utf-8")
    assert 'id="next-page" href="../a.html"' in first
    assert 'href="../index.html"' in first
    assert "previous-page" not in first
    assert 'id="previous-page" href="s/b%20%26%20c.html"' in last
    assert "next-page" not in last
    assert NEIGHBOURS not in first + last
    assert "no text" in (tmp_path / "index.html").read_text("utf-8")


def test_names_of_pages_stay_text_in_the_list() -> None:
    html = render_index([IndexEntry("<script>x</script>", "<script>.html", key="k", error='"><img src=x>')])
    assert "<script>x" not in html
    assert "<img" not in html
    assert html.count("<script") == 2


def test_the_list_names_the_folder_of_all_pages_once() -> None:
    pages = [
        IndexEntry("/srv/scans/a.txt", "a.html", "k"),
        IndexEntry("/srv/scans/07/b.txt", error="no text"),
    ]
    html = render_index(pages)
    assert html.count("/srv/scans/") == 1
    assert '<a href="a.html">a.txt</a>' in html
    assert ">07/b.txt<" in html
    alone = render_index([IndexEntry("a.txt", "a.html", "k"), IndexEntry("07/b.txt", "07/b.html", "l")])
    assert " · " not in alone.partition('<p class="kind">')[2].partition("</p>")[0]


def test_a_page_cannot_hold_the_place_of_the_links() -> None:
    html = render(Content(clean(f"青石镇{NEIGHBOURS}三座水库。"), f"{NEIGHBOURS}.txt"), "key")
    assert html.count(NEIGHBOURS) == 1


def test_a_folder_is_reported_on_in_several_processes(tmp_path: Path) -> None:
    for name in ("1/a.txt", "2/a.txt", "index.txt"):
        (tmp_path / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "pages" / name).write_text("青石镇三座水库,昨日起蓄水。\n", "utf-8")
    (tmp_path / "gold/1").mkdir(parents=True)
    (tmp_path / "gold/1/a.gold.json").write_text('{"articles": []}', "utf-8")
    done = run(tmp_path / "pages", "-o", tmp_path / "out", "--jobs", "2", "--gold", tmp_path / "gold")
    assert done.exit_code == 0
    first = tmp_path / "pages/index.txt"
    told = f"{tmp_path / 'gold'}: it holds no reference of {first} and 1 other page. Call it as the page is"
    assert [told in line for line in done.stderr.splitlines()].count(True) == 1
    written = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.html")}
    assert written == {"index.html", "1/a.html", "2/a.html", "index_2.html"}
    assert 'class="figures"' in (tmp_path / "out/1/a.html").read_text("utf-8")
    assert 'class="figures"' not in (tmp_path / "out/2/a.html").read_text("utf-8")
    again = run(tmp_path / "pages", "-o", tmp_path / "out")
    assert again.exit_code == 0
    shutil.rmtree(tmp_path / "out")


def test_a_page_alone_has_no_neighbours(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("青石镇三座水库。", "utf-8")
    assert run(tmp_path / "a.txt", "-o", tmp_path / "a.html").exit_code == 0
    html = (tmp_path / "a.html").read_text("utf-8")
    assert NEIGHBOURS not in html
    assert 'class="pages"' not in html
    assert re.search(r"[0-9a-f]{64}", html), "the digest of the page"
    assert "UTF-8" in html
