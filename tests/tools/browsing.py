"""A browser for the tests of reports, and a tab in it that notes what goes wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, ViewportSize, sync_playwright
from playwright.sync_api import Page as Tab

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=OPTIONS.split())
        yield browser
        browser.close()


@dataclass
class Visit:
    """A report opened in a tab, and what the browser complained of or asked for meanwhile."""

    tab: Tab
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, report: Path) -> None:
        self.tab.on("console", lambda message: self.complaints.append(message.text))
        self.tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.tab.on("request", lambda request: self.requests.append(request.url))
        self.tab.goto(report.as_uri())

    def reload(self) -> None:
        """Load the report anew, with what it stored.

        A busy browser has lost what the first document of a profile stored (1 visit in 150 with five
        processes on two cores), whatever the document does: it is handed over.
        """
        stored = json.dumps(self.tab.evaluate("Object.entries(localStorage)"))
        self.tab.add_init_script(f"for (const entry of {stored}) localStorage.setItem(...entry)")
        self.tab.reload()

    @property
    def current(self) -> Locator:
        return self.tab.locator("#list [aria-current=true]")

    @property
    def tally(self) -> str:
        return self.tab.inner_text("#tally")

    def press(self, keys: str) -> None:
        for key in keys:
            self.tab.keyboard.press(key)

    def export(self, folder: Path) -> Path:
        with self.tab.expect_download() as download:
            self.tab.click("#export")
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path
