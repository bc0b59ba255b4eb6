"""Reports of a folder in a real browser: from page to page, in two languages, with panes and the scan."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect
from typer.testing import CliRunner

from cleaner.chain import clean
from cleaner.cli.app import app
from cleaner.readers import read_pages
from tests.tools.browsing import BROWSER, DESKTOP, PHONE, Visit

FIXTURES = Path(__file__).parents[2] / "fixtures"
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj1jQAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel."""
PAGES = {
    "doubtful.txt": "pages/lossy/invented-002.txt",
    "across/lines.txt": "pages/lines/invented-002.txt",
    "boxes.xml": "formats/alto-regions.xml",
}

pytestmark = pytest.mark.skipif(not BROWSER, reason="no browser is installed: Debian's package is `chromium`")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of three pages, one with its scan, and of one that is no text."""
    root = tmp_path_factory.mktemp("reports")
    for name, source in PAGES.items():
        (root / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FIXTURES / source, root / "pages" / name)
    (root / "pages/broken.txt").write_bytes(b"\xff\xfe\xff")
    (root / "boxes.png").write_bytes(PICTURE)
    arguments = ["report", root / "pages", "-o", root / "out", "--image", root, "--isolated"]
    done = CliRunner().invoke(app, [*map(str, arguments), "--include", "*.txt", "--include", "*.xml"])
    assert done.exit_code == 4
    assert "broken.txt" in done.stderr
    return root / "out"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext) -> Iterator[Visit]:
    visit = Visit(context.new_page())
    yield visit
    assert visit.complaints == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in visit.requests)


def violations(browser: Browser, report: Path, *clicks: str, locale: str = "zh-CN") -> str:
    """What the rules of accessibility say of a report in the dark, in Chinese, after some clicks."""
    context = browser.new_context(color_scheme="dark", locale=locale, bypass_csp=True)
    tab = context.new_page()
    tab.goto(report.as_uri())
    for click in clicks:
        tab.click(click)
    results = Axe().run(tab)
    context.close()
    return "" if results.violations_count == 0 else results.generate_report()


# From page to page


def test_the_list_begins_with_the_page_most_in_doubt(visit: Visit, reports: Path) -> None:
    visit.open(reports / "index.html")
    expected = [
        float(text) for text in visit.tab.locator("tbody tr:not(.failed) td:nth-child(2)").all_inner_texts()
    ]
    assert len(expected) == len(PAGES)
    assert expected == sorted(expected, reverse=True)
    assert "broken.txt" in visit.tab.locator("tbody tr").last.inner_text()
    visit.tab.fill("#find", "across")
    assert visit.tab.locator("tbody tr:visible").count() == 1


def test_the_review_goes_on_from_page_to_page(visit: Visit, reports: Path) -> None:
    visit.open(reports / "index.html")
    visit.tab.click("#start")
    assert visit.tab.locator("#previous-page").count() == 0
    seen = [visit.tab.inner_text("h1")]
    visit.tab.click("#open-review")
    visit.press("ar")
    while visit.tab.locator("#next-page").count():
        if visit.tab.is_hidden("#review"):
            visit.tab.click("#open-review")
        with visit.tab.expect_navigation():
            visit.press("]")
        seen.append(visit.tab.inner_text("h1"))
    assert sorted(seen) == sorted(Path(name).name for name in PAGES)
    visit.tab.click(".pages a")
    assert visit.tab.locator("tbody tr").first.locator(".decided").inner_text().isdigit()
    with visit.tab.expect_download() as download:
        visit.tab.click("#export")
    first = next(Path(name) for name in PAGES if Path(name).name == seen[0])
    assert download.value.suggested_filename == f"{'_'.join(first.with_suffix('').parts)}.decisions.json"
    file = json.loads(download.value.path().read_text("utf-8"))
    assert file["page"] == seen[0]
    assert [decision["verdict"] for decision in file["decisions"]].count("reject") >= 1
    download.value.save_as(reports / "file.json")
    done = CliRunner().invoke(
        app, ["clean", str(reports.parent / "pages" / first), "--decisions", str(reports / "file.json")]
    )
    assert (done.exit_code, done.stderr) == (0, "")


def test_decisions_on_a_page_of_a_file_are_exported_with_its_number(visit: Visit, tmp_path: Path) -> None:
    line = (FIXTURES / "formats/umi-jsonl.jsonl").read_text("utf-8").strip()
    volume = tmp_path / "volume.jsonl"
    volume.write_text(f"{line}\n{line}\n", encoding="utf-8")
    arguments = ["report", str(volume), "-o", str(tmp_path / "out"), "--isolated"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    visit.open(tmp_path / "out" / "volume" / "002.html")
    visit.tab.click("#open-review")
    visit.tab.locator("#doubt").fill("101")
    visit.tab.locator("#list button").first.click()
    visit.tab.click("#reject")
    file = visit.export(tmp_path)
    assert file.name == "volume_2.decisions.json"
    assert json.loads(file.read_text("utf-8"))["page"] == "volume.jsonl#2"
    done = CliRunner().invoke(app, ["explain", str(volume), "--decisions", str(file), "--isolated"])
    made, _, withheld = done.stdout.partition("Withheld")
    assert "volume.jsonl#1:1:9: rejoin_lines" in made
    assert "volume.jsonl#2:1:9: rejoin_lines" in withheld
    assert "matches no edit" not in done.stderr


def test_nothing_is_exported_where_nothing_is_decided(visit: Visit, reports: Path) -> None:
    visit.open(reports / "index.html")
    assert visit.tab.is_disabled("#export")
    assert set(visit.tab.locator(".decided").all_inner_texts()) == {""}


# Language


def test_the_language_is_that_of_the_browser_until_it_is_chosen(browser: Browser, reports: Path) -> None:
    context = browser.new_context(locale="zh-TW")
    visit = Visit(context.new_page())
    visit.open(reports / "doubtful.html")
    assert visit.tab.get_attribute("html", "lang") == "zh"
    assert visit.tab.inner_text("#open-review").startswith("校对")
    visit.tab.click("#open-review")
    visit.tab.locator("#rule").select_option("restore_stops")
    assert "补标点" in visit.tab.inner_text("#card")
    assert "之间" in visit.tab.inner_text("#card")
    visit.tab.click("#language")
    assert visit.tab.get_attribute("html", "lang") == "en"
    assert "between" in visit.tab.inner_text("#card")
    assert visit.tab.locator("#rule").input_value() == "restore_stops"
    visit.reload()
    assert visit.tab.inner_text("#open-review").startswith("Review")
    assert visit.complaints == []
    context.close()


# The review


def test_a_verdict_on_all_of_a_rule_can_be_taken_back(visit: Visit, reports: Path) -> None:
    visit.open(reports / "doubtful.html")
    visit.tab.click("#open-review")
    everything = visit.tab.locator("#list .item").count()
    visit.tab.locator("#rule").select_option("restore_quotes")
    listed = visit.tab.locator("#list .item").count()
    assert 0 < listed < everything
    visit.tab.click("#reject-all")
    assert visit.tab.locator("#list .item.rejected").count() == listed
    assert visit.tab.is_disabled("#accept-all")
    visit.tab.locator("#rule").select_option("")
    assert visit.tab.locator("#list .item.rejected").count() == listed
    visit.tab.click("#bulk-undo")
    assert visit.tab.locator("#list .rejected, #list .accepted, #table .rejected").count() == 0
    assert (
        json.loads(visit.tab.evaluate("Object.values(localStorage).find((value) => value[0] === '[')")) == []
    )


def test_all_spares_what_was_decided_one_by_one(visit: Visit, reports: Path) -> None:
    visit.open(reports / "doubtful.html")
    visit.tab.click("#open-review")
    visit.press("r")
    visit.tab.click("#accept-all")
    assert visit.tab.locator("#list .item.rejected").count() == 1
    visit.tab.click("#bulk-undo")
    assert visit.tally.startswith("1 of ")


def test_edits_are_sought_by_words(visit: Visit, reports: Path) -> None:
    visit.open(reports / "doubtful.html")
    visit.tab.click("#open-review")
    first = visit.tab.locator("#list .item").first.get_attribute("data-i")
    words = visit.tab.locator("#list .item .snippet").nth(3).inner_text()[:4]
    visit.press("/")
    visit.tab.keyboard.type(words)
    others = visit.tab.locator("#list .snippet").filter(has_not_text=words)
    expect(others).to_have_count(0)
    expect(visit.tab.locator("#list .snippet").first).to_contain_text(words)
    assert visit.tab.locator(".accepted, .rejected").count() == 0, "letters typed are no verdicts"
    visit.tab.fill("#search", "nothing is like this")
    assert visit.tally == "No edit is like that"
    visit.tab.fill("#search", "")
    assert visit.tab.locator("#list .item").first.get_attribute("data-i") == first


def test_an_edit_has_an_address(visit: Visit, reports: Path) -> None:
    visit.open(reports / "doubtful.html")
    visit.tab.click("#open-review")
    visit.press("jj")
    number = visit.current.get_attribute("data-i")
    assert visit.tab.url.endswith(f"#edit-{number}")
    visit.tab.goto("about:blank")
    visit.tab.goto(f"{(reports / 'doubtful.html').as_uri()}#edit-{number}")
    assert visit.current.get_attribute("data-i") == number
    expect(visit.tab.locator("#table .clean .current").first).to_be_in_viewport()
    visit.tab.goto("about:blank")
    visit.tab.goto(f"{(reports / 'doubtful.html').as_uri()}#edit-99999")
    assert visit.tab.is_hidden("#review")


def test_help_takes_the_keys_while_it_is_open(visit: Visit, reports: Path) -> None:
    visit.open(reports / "doubtful.html")
    visit.tab.click("#open-review")
    visit.press("?")
    assert visit.tab.is_visible("#keys")
    visit.press("ar")
    assert visit.tally.startswith("0 of ")
    visit.tab.keyboard.press("Escape")
    assert visit.tab.is_hidden("#keys")
    assert visit.tab.is_visible("#review")


# Reading


def test_an_article_is_copied_as_it_reads(visit: Visit, context: BrowserContext, reports: Path) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.open(reports / "doubtful.html")
    visit.tab.locator("[data-copy='0']").click()
    expect(visit.tab.locator("[data-copy='0']")).to_have_class("copy did")
    copied = visit.tab.evaluate("navigator.clipboard.readText()")
    lines = CliRunner().invoke(app, ["clean", str(FIXTURES / PAGES["doubtful.txt"]), "--isolated"]).stdout
    assert copied.split() == lines.partition("\n\n\n")[0].split()


def test_marks_can_be_put_out(visit: Visit, reports: Path) -> None:
    visit.open(reports / "doubtful.html")
    mark = visit.tab.locator(".clean .e.inferred:not(.z)").first
    colour = mark.evaluate("element => getComputedStyle(element).backgroundColor")
    visit.tab.click("#marks")
    assert visit.tab.get_attribute("#marks", "aria-pressed") == "false"
    expect(mark).not_to_have_css("background-color", colour)
    mark.hover()
    assert visit.tab.is_hidden("#tip")
    visit.reload()
    assert visit.tab.get_attribute("#marks", "aria-pressed") == "false"


def test_what_nothing_speaks_for_is_not_marked(visit: Visit, reports: Path) -> None:
    visit.open(reports / "doubtful.html")
    faint = visit.tab.locator(".clean .e.held.faint:not(.z)")
    assert faint.count() > 0
    expect(faint.first).to_have_css("outline-style", "none")
    visit.tab.click("#open-review")
    visit.tab.locator("#doubt").fill("101")
    visit.tab.locator("#list button").first.click()
    visit.tab.locator("#list .item .dot.held").first.click()
    expect(visit.tab.locator("#table .clean .held.current").first).to_have_css("outline-style", "solid")


def test_two_panes_scroll_by_themselves_and_lead_to_each_other(visit: Visit, reports: Path) -> None:
    visit.open(reports / "across/lines.html")
    last = visit.tab.locator("#raw-pane .of .moved").last
    last.scroll_into_view_if_needed()
    assert visit.tab.evaluate("document.querySelector('#clean-pane').scrollTop") == 0
    number = last.get_attribute("data-m")
    last.click(position={"x": 3, "y": 8})
    expect(visit.tab.locator(f'#clean-pane .moved[data-m="{number}"]').first).to_be_in_viewport()
    expect(last).to_be_in_viewport()
    assert visit.tab.locator("#review").is_hidden(), "a click on text is no verdict"


def test_the_scan_stands_beside_the_text_and_leads_to_it(visit: Visit, reports: Path) -> None:
    visit.open(reports / "doubtful.html")
    assert visit.tab.locator("[name=view][value=scan]").count() == 0
    visit.tab.goto((reports / "boxes.html").as_uri())
    visit.tab.check("[name=view][value=scan]", force=True)
    assert visit.tab.evaluate("document.querySelector('.sheet img').naturalWidth") == 1
    before = visit.tab.locator("#sheet").bounding_box()
    visit.tab.click("#zoom-in")
    after = visit.tab.locator("#sheet").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"]
    box = visit.tab.locator("[data-box]").last
    number = box.get_attribute("data-box")
    box.dispatch_event("click")
    expect(visit.tab.locator(f'#table [data-article="{number}"]').first).to_be_in_viewport()


def test_boxes_in_pixels_are_marked_where_the_picture_has_them(visit: Visit, tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "formats/rapidocr-json.json", tmp_path / "page.json")
    visit.tab.set_content('<canvas width="800" height="600">')
    drawn = visit.tab.evaluate("document.querySelector('canvas').toDataURL('image/png')")
    (tmp_path / "page.png").write_bytes(base64.b64decode(drawn.partition(",")[2]))
    arguments = ["report", tmp_path / "page.json", "-o", tmp_path / "page.html", "--isolated"]
    done = CliRunner().invoke(app, [*map(str, arguments), "--image", str(tmp_path / "page.png")])
    assert done.exit_code == 0
    visit.open(tmp_path / "page.html")
    visit.tab.check("[name=view][value=scan]", force=True)
    marked = [visit.tab.locator(f"#sheet {name}").first.bounding_box() for name in ("img", "rect")]
    assert all(marked)
    scan, first = marked
    [raw] = read_pages((tmp_path / "page.json").read_bytes())
    place = clean(raw).articles[0].boxes[0].box
    assert scan
    assert first
    share = scan["width"] / 800
    assert first["x"] - scan["x"] == pytest.approx(place.left * share, abs=2)
    assert first["y"] - scan["y"] == pytest.approx(place.top * share, abs=2)
    assert first["width"] == pytest.approx((place.right - place.left) * share, abs=3)


@pytest.mark.parametrize("name", ["dots-ocr.json", "mineru-content.json"])
def test_boxes_on_a_page_of_unknown_size_are_not_marked(tmp_path: Path, name: str) -> None:
    (tmp_path / "page.png").write_bytes(PICTURE)
    arguments = ["report", FIXTURES / "formats" / name, "-o", tmp_path / "page.html", "--isolated"]
    done = CliRunner().invoke(app, [*map(str, arguments), "--image", str(tmp_path / "page.png")])
    assert done.exit_code == 0
    html = (tmp_path / "page.html").read_text("utf-8")
    assert 'value="scan"' in html
    assert "data-box=" not in html


# All readers


def test_all_of_it_is_accessible_in_chinese_and_in_the_dark(browser: Browser, reports: Path) -> None:
    assert violations(browser, reports / "index.html") == ""
    assert violations(browser, reports / "across/lines.html", "#open-review") == ""
    assert violations(browser, reports / "boxes.html", "[name=view][value=scan] + span") == ""
    assert violations(browser, reports / "doubtful.html", "#help", locale="en-GB") == ""


@pytest.mark.parametrize("name", ["index.html", "across/lines.html", "boxes.html"])
def test_it_fits_a_phone(browser: Browser, reports: Path, name: str) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, locale="zh-CN")
    visit = Visit(context.new_page())
    visit.open(reports / name)
    assert visit.tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if name != "index.html":
        visit.tab.tap("#help")
        assert visit.tab.is_visible("#keys")
        visit.tab.tap("#close-keys")
        visit.tab.tap("#open-review")
        assert visit.tab.is_visible("#review")
    assert visit.complaints == []
    context.close()


@pytest.mark.parametrize("width", [800, 1400])
def test_paper_has_all_of_the_text_in_black_and_nothing_to_press(
    browser: Browser, reports: Path, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 1100}, color_scheme="dark")
    visit = Visit(context.new_page())
    visit.open(reports / "across/lines.html")
    visit.tab.emulate_media(media="print")
    for name in (".tools", ".pages", ".copy", ".side"):
        expect(visit.tab.locator(name).first).to_be_hidden()
    expect(visit.tab.locator("#clean-pane .clean").last).to_have_css("color", "rgb(0, 0, 0)")
    bottom, top = (
        visit.tab.locator(name).last.evaluate(f"element => element.getBoundingClientRect().{side}")
        for name, side in (("#raw-pane .row", "bottom"), ("#clean-pane", "top"))
    )
    assert bottom <= top, "the raw text ends before the clean one begins"
    context.close()
