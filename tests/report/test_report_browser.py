"""The report in a real browser: what keys and clicks do, what is kept and exported, how it fits a phone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect
from typer.testing import CliRunner

from cleaner.cli.app import app
from tests.tools.browsing import BROWSER, DESKTOP, PHONE, Visit

RAW = Path(__file__).parents[2] / "fixtures" / "pages" / "lossy" / "invented-004.txt"
HOSTILE = '</script><script>window.hacked = 1</script> <img src=x onerror="window.hacked = 2"> & <b>粗体</b>'
pytestmark = pytest.mark.skipif(not BROWSER, reason="no browser is installed: Debian's package is `chromium`")


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.txt"
    path.write_text(f"{RAW.read_text('utf-8')}\n\n{HOSTILE}\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def report(page_file: Path) -> Path:
    path = page_file.with_suffix(".html")
    done = CliRunner().invoke(app, ["report", str(page_file), "-o", str(path)])
    assert done.exit_code == 0
    return path


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, report: Path) -> Iterator[Visit]:
    visit = Visit(context.new_page())
    visit.open(report)
    yield visit
    assert visit.complaints == []
    assert set(visit.requests) <= {report.as_uri(), "data:,"} or all(
        url.startswith(("file:", "data:", "blob:")) for url in visit.requests
    )
    assert visit.tab.evaluate("window.hacked") is None


def background(visit: Visit) -> str:
    return str(visit.tab.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_nothing_of_the_page_is_run_and_all_of_it_is_shown(visit: Visit) -> None:
    assert "window.hacked = 1" in (visit.tab.text_content("#table") or "")
    assert visit.tab.locator("#table img, #table script, #table b").count() == 0


def test_hover_tells_of_an_edit_and_escape_hides_it(visit: Visit) -> None:
    mark = visit.tab.locator(".clean .e.inferred:not(.z)").first
    mark.hover()
    tip = visit.tab.locator("#tip")
    assert tip.is_visible()
    assert "restore_" in tip.inner_text()
    assert "%" in tip.inner_text()
    assert visit.tab.locator(".raw .hot").count() >= 1
    visit.tab.keyboard.press("Escape")
    tip.wait_for(state="hidden")


def test_edits_are_reached_and_described_by_keyboard(visit: Visit) -> None:
    stops = visit.tab.locator('.e[tabindex="0"]')
    assert stops.count() == 1
    stops.focus()
    first = visit.tab.evaluate("document.activeElement.dataset.e")
    visit.tab.keyboard.press("ArrowRight")
    assert visit.tab.evaluate("document.activeElement.dataset.e") != first
    assert visit.tab.evaluate("document.activeElement.closest('.clean') !== null")
    described = visit.tab.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert visit.tab.locator(f"#{described}").is_visible()
    visit.tab.keyboard.press("Enter")
    assert visit.tab.is_visible("#review")


def test_the_tab_key_goes_through_the_frame_in_reading_order(visit: Visit) -> None:
    seen = []
    for _ in range(7):
        visit.tab.keyboard.press("Tab")
        focused = visit.tab.locator(":focus")
        names = (focused.get_attribute(name) for name in ("id", "name", "class"))
        seen.append(next(filter(None, names)))
    assert seen == ["skip", "view", "marks", "language", "theme", "help", "open-review"]


def test_single_keys_do_nothing_while_the_review_is_closed(visit: Visit) -> None:
    visit.press("jaakr")
    assert not visit.tab.is_visible("#review")
    assert visit.tab.locator(".accepted, .rejected").count() == 0


def test_the_review_is_done_by_keys(visit: Visit) -> None:
    visit.tab.click("#open-review")
    assert visit.current.count() == 1
    first = visit.current.get_attribute("data-i")
    visit.press("j")
    second = visit.current.get_attribute("data-i")
    assert second != first
    visit.press("k")
    assert visit.current.get_attribute("data-i") == first
    visit.press("a")
    assert visit.current.get_attribute("data-i") == second
    visit.press("r")
    assert visit.tally.startswith("2 of ")
    assert visit.tab.locator(f'#list [data-i="{first}"]').get_attribute("class") == "item accepted"
    assert visit.tab.locator(f'#list [data-i="{second}"]').get_attribute("class") == "item rejected"
    visit.press("kku")
    assert visit.tally.startswith("1 of ")
    visit.tab.keyboard.press("Escape")
    assert not visit.tab.is_visible("#review")
    assert visit.tab.evaluate("document.activeElement.id") == "open-review"


def test_the_review_is_done_by_mouse(visit: Visit) -> None:
    visit.tab.click("#open-review")
    item = visit.tab.locator("#list .item").nth(2)
    item.click()
    assert item.get_attribute("aria-current") == "true"
    visit.tab.click("#reject")
    assert "rejected" in item.inner_text()
    item.click()
    assert visit.tab.get_attribute("#reject", "aria-pressed") == "true"
    visit.tab.click("#undo")
    assert visit.tally.startswith("0 of ")


def test_the_slider_chooses_what_is_doubtful(visit: Visit) -> None:
    visit.tab.click("#open-review")
    counts = []
    for value in ("50", "80", "101"):
        visit.tab.locator("#doubt").fill(value)
        counts.append(int(visit.tally.split()[2]) if visit.tally[0].isdigit() else 0)
    assert counts[0] < counts[1] < counts[2]
    assert visit.tab.inner_text("#doubt-value") == "any"


def test_what_is_withheld_with_good_reason_is_not_in_doubt(visit: Visit) -> None:
    edits = visit.tab.evaluate("JSON.parse(document.getElementById('data').textContent).edits")
    fields = visit.tab.evaluate("JSON.parse(document.getElementById('data').textContent).fields")
    records = [dict(zip(fields, values, strict=True)) for values in edits]
    single = [n for n, record in enumerate(records) if record["partner"] is None]
    withheld = {n: records[n]["confidence"] for n in single if records[n]["kind"] == "held"}
    assert min(withheld.values()) < 0.2
    visit.tab.click("#open-review")
    for number, sure in withheld.items():
        listed = visit.tab.locator(f'#list [data-i="{number}"]').count()
        assert listed == (0.2 <= sure < 0.8)
    assert visit.tab.inner_text("#doubt-held") == "of withheld edits from 20 % up"


def test_the_current_edit_is_in_view(visit: Visit) -> None:
    visit.tab.click("#open-review")
    visit.press("jjjjjjjj")
    expect(visit.tab.locator("#table .clean .current").first).to_be_in_viewport()


def test_progress_is_kept(visit: Visit) -> None:
    visit.tab.click("#open-review")
    visit.press("ara")
    tally = visit.tally
    visit.reload()
    assert visit.tab.locator("#table .rejected").count() >= 1
    visit.tab.click("#open-review")
    assert visit.tally == tally
    assert visit.tally.startswith("3 of ")
    assert visit.complaints == []


def test_an_exported_file_is_obeyed_and_goes_on_in_the_next_report(
    visit: Visit, context: BrowserContext, page_file: Path, tmp_path: Path
) -> None:
    visit.tab.click("#open-review")
    visit.tab.locator("#doubt").fill("101")
    visit.tab.locator("#list .item", has_text="restore_stops").first.click()
    visit.press("r")
    visit.tab.locator("#list .item", has_text="restore_quotes").first.click()
    visit.press("r")
    assert visit.tab.inner_text("#exported") == ""
    file = visit.export(tmp_path)
    command = visit.tab.inner_text("#exported code")
    assert command == f"cleaner clean page.txt --decisions {file.name}"
    assert file.name == "page.decisions.json"
    decisions = json.loads(file.read_text("utf-8"))["decisions"]
    assert [d["rule"] for d in decisions].count("restore_stops") == 1
    assert {d["verdict"] for d in decisions} == {"reject"}

    def clean(*options: str) -> tuple[str, str]:
        done = CliRunner().invoke(app, ["clean", str(page_file), *options])
        assert done.exit_code == 0
        return done.stdout, done.stderr

    plain, _ = clean()
    ruled, told = clean("--decisions", str(file))
    assert told == ""
    assert ruled != plain
    assert ruled.count("“") == ruled.count("”") == plain.count("“") - 1

    after = tmp_path / "after.html"
    page_file.write_text(f"本报讯 天气晴好。\n\n{page_file.read_text('utf-8')}", "utf-8")
    try:
        options = ["-o", str(after), "--decisions", str(file)]
        assert CliRunner().invoke(app, ["report", str(page_file), *options]).exit_code == 0
    finally:
        page_file.write_text(page_file.read_text("utf-8").partition("\n\n")[2], "utf-8")
    later = Visit(context.browser.new_page())  # type: ignore[union-attr]
    later.open(after)
    later.tab.click("#open-review")
    later.tab.locator("#doubt").fill("101")
    assert later.tally.startswith("2 of ")
    assert later.complaints == []
    later.tab.close()


def test_a_pair_of_quotation_marks_is_one_decision(visit: Visit, tmp_path: Path) -> None:
    visit.tab.click("#open-review")
    visit.tab.locator("#doubt").fill("101")
    visit.tab.locator("#list .item", has_text="restore_quotes").first.click()
    visit.press("a")
    decisions: list[dict[str, Any]] = json.loads(visit.export(tmp_path).read_text("utf-8"))["decisions"]
    assert "".join(d["after"] for d in decisions) in {"“”", "‘’"}


def test_moved_fragments_are_joined_by_lines_and_links(visit: Visit) -> None:
    jump = visit.tab.locator(".raw .jump").first
    expect(visit.tab.locator("#lines .way").first).to_be_attached()
    jump.click()
    number = jump.get_attribute("data-jump")
    expect(visit.tab.locator(f'.clean .moved[data-m="{number}"]').first).to_be_in_viewport()
    visit.tab.keyboard.press("Enter")  # the link beside it leads back
    expect(visit.tab.locator(f'.raw .moved[data-m="{number}"]').first).to_be_in_viewport()


def test_sides_and_kinds_can_be_hidden(visit: Visit) -> None:
    visit.tab.check("[name=view][value=clean]", force=True)
    assert not visit.tab.locator(".raw").first.is_visible()
    assert visit.tab.locator(".clean").first.is_visible()
    visit.tab.check("[name=view][value=both]", force=True)
    mark = visit.tab.locator(".clean .e.inferred:not(.z)").first
    before = mark.evaluate("element => getComputedStyle(element).backgroundColor")
    visit.tab.uncheck("[name=show][value=inferred]")
    expect(mark).not_to_have_css("background-color", before)


def test_dark_as_the_system_has_it_or_as_chosen(browser: Browser, report: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    visit = Visit(context.new_page())
    visit.open(report)
    dark = background(visit)
    visit.tab.click("#theme")
    light = background(visit)
    assert visit.tab.get_attribute("#theme", "aria-label") == "Theme: light"
    assert dark != light
    visit.reload()
    assert background(visit) == light
    visit.tab.click("#theme")
    assert background(visit) == dark
    assert visit.complaints == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(browser: Browser, report: Path, scheme: Literal["light", "dark"]) -> None:
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # the rules come as a script
    visit = Visit(context.new_page())
    visit.open(report)
    visit.tab.click("#open-review")
    visit.press("ar")
    results = Axe().run(visit.tab)
    assert results.violations_count == 0, results.generate_report()
    context.close()


def test_it_fits_a_phone(browser: Browser, report: Path) -> None:
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    visit = Visit(context.new_page())
    visit.open(report)
    assert visit.tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    row = visit.tab.locator(".row:not(.no-raw, .no-clean)").nth(2)
    raw, clean = row.locator(".raw").bounding_box(), row.locator(".clean").bounding_box()
    assert raw is not None
    assert clean is not None
    assert clean["y"] >= raw["y"] + raw["height"]
    visit.tab.tap("#open-review")
    visit.tab.tap("#accept")
    assert visit.tally.startswith("1 of ")
    visit.tab.wait_for_function(
        "document.querySelector('#table .clean .current').getBoundingClientRect().bottom"
        " < document.querySelector('#review').getBoundingClientRect().top"
    )
    assert visit.tab.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert visit.complaints == []
    context.close()
