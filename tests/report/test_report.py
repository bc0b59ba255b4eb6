"""The report as a file: what it holds, in what order, and that nothing of the page gets out of its place."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cleaner import Page, Settings, clean
from cleaner.cli.app import app
from cleaner.decisions import Decision, Letters, Verdict
from cleaner.page import ArticleSegmentation
from cleaner.report import Content, render
from cleaner.report.pairs import partners_of
from cleaner.report.provenance import NOBODY, provenance_of
from cleaner.report.render import visible
from cleaner.report.rows import rows_of
from cleaner.scoring import Figures, score
from cleaner.trace import Edit, Tier, TracedText

FORMATS = Path(__file__).parents[2] / "fixtures" / "formats"
FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages"
PATHS = [
    FIXTURES / name
    for name in ("lossy/invented-004.txt", "blocks/invented-002.txt", "lines/invented-004.txt")
]
HOSTILE = (
    '<script>window.hacked = 1</script> & <b onclick="window.hacked = 2">粗体</b>\n\n'
    "本报海州7月3日讯 <img src=x onerror=window.hacked=3> ]]> </script><!-- 三条公交线路 ,近日开通。\n"
    "<svg onload=window.hacked=4>{{ 7 * 7 }}{% raw %}&lt;&amp;\x00\x1b\u202e\u2028\ud800"
)


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: tuple[str, ...] = ()


@dataclass
class Reader(HTMLParser):
    """All elements of a document, each with the text directly in it."""

    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inside = tuple(element.tag for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=inside)
        self.elements.append(element)
        if tag not in {"meta", "link", "input", "img", "br"}:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].text += data

    def all(self, tag: str, **attributes: str) -> Iterator[Element]:
        for element in self.elements:
            if element.tag == tag and attributes.items() <= element.attributes.items():
                yield element


def parse(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader._open == []
    return reader


def report(page: Page, name: str = "page.txt") -> str:
    return render(Content(page, name), "key")


@pytest.fixture(
    scope="module",
    params=PATHS,
    ids=lambda path: path.parent.name,
)
def page(request: pytest.FixtureRequest) -> Page:
    path: Path = request.param
    return clean(path.read_text("utf-8"), Settings(threshold=0.5))


def solid(text: str) -> str:
    return "".join(text.split())


# Who wrote what


def test_characters_without_an_author_are_as_they_were_read(page: Page) -> None:
    provenance = provenance_of(page.traced)
    origin = page.traced.origin
    for at in np.flatnonzero(provenance.author == NOBODY).tolist():
        assert page.text[at] == page.raw[origin[at]]


def test_each_character_that_is_gone_or_another_was_touched_by_an_edit(page: Page) -> None:
    provenance = provenance_of(page.traced)
    kept = {o for at, o in enumerate(page.traced.origin.tolist()) if o >= 0 and page.raw[o] == page.text[at]}
    for at in range(len(page.raw)):
        assert bool(provenance.touched[at]) or at in kept


def test_an_edit_of_what_another_had_set_knows_it() -> None:
    traced = TracedText.of("甲 乙").apply([Edit(1, 2, ",", rule="a")]).apply([Edit(1, 2, "，", rule="b")])
    provenance = provenance_of(traced)
    assert provenance.author.tolist() == [NOBODY, 1, NOBODY]
    assert provenance.parents == {1: {0}}
    assert provenance.raw_spans() == {0: [(1, 2)], 1: [(1, 2)]}
    assert provenance.clean_spans() == {1: [(1, 2)]}


def test_a_moved_fragment_keeps_its_authors() -> None:
    traced = TracedText.of("甲乙丙丁").apply([Edit(1, 2, "己", rule="a", tier=Tier.INFERRED)])
    traced = traced.apply([Edit(1, 2, "己 ", rule="b", target=4)])
    provenance = provenance_of(traced)
    assert traced.text == "甲丙丁己 "
    assert provenance.author.tolist() == [NOBODY, NOBODY, NOBODY, 0, 1]
    assert provenance.mover.tolist() == [NOBODY, 1, NOBODY, NOBODY]


# Rows


def test_rows_hold_the_raw_and_the_clean_page_in_their_orders(page: Page) -> None:
    rows = rows_of(page, provenance_of(page.traced))
    assert solid("".join(run.text for row in rows for run in row.raw)) == solid(page.raw)
    assert solid("".join(run.text for row in rows for run in row.clean)) == solid(page.text)
    assert [row.number for row in rows] == list(range(len(rows)))


def test_every_edit_shows_on_both_sides(page: Page) -> None:
    rows = rows_of(page, provenance_of(page.traced))
    for side in ("raw", "clean"):
        shown = {edit for row in rows for run in getattr(row, side) for edit in (*run.edits, run.move)}
        assert shown - {NOBODY} == set(range(len(page.edits) + len(page.withheld)))


def test_a_block_stands_beside_the_text_that_it_came_from(page: Page) -> None:
    rows = rows_of(page, provenance_of(page.traced))
    beside = []
    for row in rows:
        if row.raw and row.clean:
            raw, text = ("".join(run.text for run in runs if run.move < 0) for runs in (row.raw, row.clean))
            letters = {char for char in text if "\u4e00" <= char <= "\u9fff"}
            beside.append(len(set(raw) & letters) >= 0.9 * len(letters))
    assert all(beside)


@given(st.text(alphabet='甲乙丙，,。 \n□>"', max_size=80))
@settings(max_examples=30)
def test_rows_hold_all_letters_of_any_page(raw: str) -> None:
    result = clean(raw)
    rows = rows_of(result, provenance_of(result.traced))
    shown = solid("".join(run.text for row in rows for run in row.raw))
    assert shown == solid(raw)
    assert solid("".join(run.text for row in rows for run in row.clean)) == solid(result.text)
    parse(report(result))


# Pairs


def test_quotation_marks_that_were_set_as_a_pair_are_partners() -> None:
    result = clean("自治区抢抓 一带一路 发展机遇。")
    quotes = [n for n, edit in enumerate(result.edits) if edit.rule == "restore_quotes"]
    assert len(quotes) == 2
    assert partners_of(result, provenance_of(result.traced)) == {quotes[0]: quotes[1], quotes[1]: quotes[0]}


def test_a_mark_that_the_page_had_is_no_partner() -> None:
    traced = TracedText.of("“甲 乙").apply([Edit(2, 3, "”", rule="restore_quotes", tier=Tier.INFERRED)])
    result = Page(traced, ArticleSegmentation(lambda: ((), ())), {})
    assert partners_of(result, provenance_of(traced)) == {}


# The file


def test_the_report_is_one_document_with_landmarks_in_reading_order(page: Page) -> None:
    reader = parse(report(page))
    parts = {"header", "nav", "main", "aside"}
    landmarks = [e.tag for e in reader.elements if e.tag in parts and "aside" not in e.inside]
    assert landmarks == ["header", "nav", "main", "aside"]
    assert [e.text for e in reader.all("h1")] == ["page.txt"]
    assert next(reader.all("html")).attributes["lang"] == "en"
    sides = [e.attributes for e in reader.all("div") if e.attributes.get("class") in {"raw", "clean"}]
    assert {side["lang"] for side in sides} == {"zh"}
    labelled = {e.attributes["for"] for e in reader.all("label") if "for" in e.attributes}
    for control in reader.all("input"):
        assert "label" in control.inside or control.attributes["id"] in labelled
    ids = [e.attributes["id"] for e in reader.elements if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    for link in reader.all("a"):
        edit = re.fullmatch(r"#edit-(\d+)", link.attributes["href"])
        known = edit and int(edit[1]) < len(page.edits) + len(page.withheld)
        assert known or link.attributes["href"] == "#" or link.attributes["href"][1:] in ids


def test_the_report_loads_nothing(page: Page) -> None:
    html = report(page)
    reader = parse(html)
    policy = next(reader.all("meta", **{"http-equiv": "Content-Security-Policy"})).attributes["content"]
    assert policy.startswith("default-src 'none';")
    assert not [e for e in reader.elements if "src" in e.attributes or "style" in e.attributes]
    assert [e.attributes["href"] for e in reader.all("link")] == ["data:,"]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", html)
    assert "url(" not in next(reader.all("style")).text


def test_the_report_shows_articles_edits_moves_and_lost_ends(page: Page) -> None:
    reader = parse(report(page))
    outline = [e for e in reader.all("a") if e.inside[-2:] == ("ol", "li")]
    assert len(outline) == len(page.articles)
    titles = [article.title for article in page.articles if article.title]
    assert [e.text for e in outline if e.attributes.get("class") != "untitled"] == titles
    kinds = {e.attributes["class"].split()[1] for e in reader.all("ins") if "class" in e.attributes}
    assert {"certain", "inferred"} <= kinds
    assert ("held" in kinds) == bool(page.withheld)
    moves = {str(n) for n, edit in enumerate(page.edits) if edit.moved}
    shown = {e.attributes["data-m"] for e in reader.all("span") if "data-m" in e.attributes}
    assert shown <= moves  # a fragment that is moved on shows where it came to rest
    assert bool(shown) == bool(moves)
    cut = sum(paragraph.truncated for article in page.articles for paragraph in article.paragraphs)
    assert sum(e.attributes.get("class") == "cut" for e in reader.all("span")) == cut
    data = json.loads(next(reader.all("script", type="application/json")).text)
    assert len(data["edits"]) == len(page.edits) + len(page.withheld)
    assert data["raw"] == page.raw


def test_figures_are_shown_when_there_is_a_reference() -> None:
    gold = json.loads(PATHS[1].with_suffix(".gold.json").read_text("utf-8"))
    result = clean(PATHS[1].read_text("utf-8"))
    outcome = score(gold, [article.as_dict() for article in result.articles], result.raw)
    reader = parse(render(Content(result, "page.txt", outcome), "key"))
    values = [e.text for e in reader.all("td") if e.attributes.get("class") == "value"]
    assert values == [f"{value:.3f}" for value in outcome.figures.as_dict().values()]
    assert not {e.text for e in reader.all("th")} & set(Figures.__annotations__)


def test_html_and_script_of_the_page_stay_text() -> None:
    plain = parse(report(clean("甲乙丙。")))
    name = '<img src=x onerror="window.hacked=5">&"\'.txt'
    reader = parse(report(clean(HOSTILE), name))
    assert [e.text for e in reader.all("h1")] == [name]
    for tag in ("script", "style", "img", "b", "svg", "iframe"):
        assert len(list(reader.all(tag))) == len(list(plain.all(tag)))
    assert not [e for e in reader.elements for a in e.attributes if a.startswith("on")]
    shown = "".join(e.text for e in reader.elements if "main" in e.inside)
    assert "window.hacked = 1" in shown
    data = json.loads(next(reader.all("script", type="application/json")).text)
    assert data["raw"] == HOSTILE


def test_a_report_of_any_text_can_be_written() -> None:
    html = report(clean(HOSTILE))
    html.encode()
    for char in "\x00\x1b\u202e\u2028":
        assert char not in html


@given(st.text(max_size=40))
def test_what_is_shown_has_no_character_without_a_glyph(text: str) -> None:
    shown = visible(text)
    shown.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", shown)


def test_earlier_decisions_are_marked_and_strangers_are_kept() -> None:
    raw = "自治区抢抓 一带一路 发展机遇。"
    edit = next(edit for edit in clean(raw).edits if edit.rule == "restore_quotes")
    letters = Letters(raw)
    place = letters.place(edit.raw[0])
    known = Decision(Verdict.REJECT, edit.rule, edit.before, edit.after, *letters.quote(place), place)
    stranger = Decision(Verdict.ACCEPT, "restore_stops", "", "，", "早已不在的文字", "也不在了")
    decisions = (known, stranger)
    result = clean(raw, Settings(decisions=decisions))
    data = Content(result, "page.txt", decisions=decisions).record()
    fields = data["fields"]
    assert isinstance(fields, tuple)
    assert isinstance(data["edits"], list)
    verdicts = [dict(zip(fields, values, strict=True))["verdict"] for values in data["edits"]]
    assert verdicts.count("reject") == 1
    assert data["unmatched"] == [stranger.as_dict()]


@pytest.mark.parametrize("raw", ["", " \n\n ", "\f", "□", "甲"])
def test_a_page_of_next_to_nothing_has_a_report(raw: str) -> None:
    parse(report(clean(raw)))


# The command


def test_the_command_writes_the_report(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report.html"
    gold = PATHS[1].with_suffix(".gold.json")
    done = CliRunner().invoke(app, ["report", str(PATHS[1]), "-o", str(out), "--gold", str(gold)])
    assert done.exit_code == 0
    assert done.stderr.startswith(f"cleaner: {out}: ")
    reader = parse(out.read_text("utf-8"))
    assert [e.text for e in reader.all("h1")] == [PATHS[1].name]
    assert list(reader.all("meter"))


def test_the_command_reads_standard_input_and_prints() -> None:
    done = CliRunner().invoke(app, ["report", "-"], input="甲乙丙。")
    assert done.exit_code == 0
    assert [e.text for e in parse(done.stdout).all("h1")] == ["stdin"]


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (["missing.txt"], 3, "there is no such file"),
        (["page.txt", "-o", "page.txt"], 5, "would overwrite a file that is read"),
        (["page.txt", "-o", "same.txt"], 5, "would overwrite a file that is read"),
        (["page.txt", "--gold", "gold.json", "-o", "gold.json"], 5, "would overwrite a file that is read"),
        (["page.txt", "--image", "page.png", "-o", "page.png"], 5, "would overwrite a file that is read"),
        (["page.txt", "--gold", "missing.json"], 3, "there is no such file"),
        (["page.txt", "--gold", "page.txt"], 3, "is not JSON"),
        (["page.txt", "--decisions", "page.txt"], 3, "is not JSON"),
        (["page.txt", "--encoding", "klingon"], 2, "an encoding: utf-8"),
    ],
)
def test_errors_say_what_was_wrong(
    arguments: list[str], code: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page.txt").write_text("甲乙丙。", "utf-8")
    os.link("page.txt", "same.txt")  # as capitals are the same to some file systems
    for name in ("gold.json", "page.png"):
        Path(name).touch()
    done = CliRunner().invoke(app, ["report", *arguments])
    error = done.exception
    assert getattr(error, "exit_code", None) == code
    assert text in str(error)
    assert Path("page.txt").read_text("utf-8") == "甲乙丙。"


@pytest.fixture
def html_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two pages: one in HTML, as an OCR engine wrote it."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(FORMATS / "tesseract-hocr.hocr", "page.html")
    Path("other.txt").write_text("甲乙丙。", "utf-8")
    return tmp_path


@pytest.mark.parametrize("pages", [["."], ["page.html", "other.txt"]])
def test_reports_go_over_no_page(html_pages: Path, pages: list[str]) -> None:
    before = Path("page.html").read_bytes()
    Path("out").mkdir()
    Path("out/page.html").symlink_to("../page.html")
    for folder in (".", "out", str(html_pages)):
        done = CliRunner().invoke(app, ["report", *pages, "-o", folder])
        assert done.exit_code == 5
        assert "page.html: this is no report of cleaner, so it stays" in done.stderr
        assert Path("page.html").read_bytes() == before
        assert "cleaner report" in Path(folder, "other.html").read_text("utf-8"), "the other page is done"
    assert Path("out/page.html").is_symlink()


@pytest.mark.usefixtures("html_pages")
@pytest.mark.parametrize("text", ["", "<!DOCTYPE html><title>cleaner report</title>"])
def test_a_list_of_reports_goes_over_no_other_file(text: str) -> None:
    Path("page.html").rename("index.html")
    done = CliRunner().invoke(app, ["report", ".", "-o", "."])
    assert getattr(done.exception, "exit_code", None) == 5
    assert not Path("other.html").exists(), "nothing is written"
    Path("site").mkdir()
    Path("site/index.html").write_text(text, "utf-8")
    done = CliRunner().invoke(app, ["report", ".", "-o", "site"])
    assert "this is no report of cleaner" in str(done.exception)
    assert Path("site/index.html").read_text("utf-8") == text
    assert [path.name for path in Path("site").iterdir()] == ["index.html"]


@pytest.mark.usefixtures("html_pages")
def test_reports_go_over_earlier_reports() -> None:
    for threshold in ("0", "0.9"):
        done = CliRunner().invoke(app, ["report", ".", "-o", "out", "--threshold", threshold])
        assert done.exit_code == 0
        assert sorted(path.name for path in Path("out").iterdir()) == [
            "index.html",
            "other.html",
            "page.html",
        ]
