"""Elements of HTML, and the parser of the standard library, which takes what is no mark-up for text."""

from __future__ import annotations

from html.parser import HTMLParser

HEADINGS = {f"h{level}": level for level in range(1, 7)}
"""Elements of headings, with their levels."""
BREAKS = frozenset(
    [
        "address",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
"""Other elements that begin a new line and end it, but for cells of tables."""
CELLS = frozenset(["td", "th"])
UNSEEN = frozenset(["script", "style", "title"])
"""Elements whose text a page does not show."""


class LenientParser(HTMLParser):
    """Gives broken mark-up that holds other than ASCII as data: `</镇>`, `<?镇>`, `<!镇>`, `<![镇`.

    Closed, it gives what stands in an element without end that would hide it, such as `<style>`.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def parse_html_declaration(self, i: int) -> int:
        try:
            return super().parse_html_declaration(i)
        except AssertionError:  # a section without a name
            self.handle_data("<![")
            return i + 3

    def parse_bogus_comment(self, i: int, report: bool = True) -> int:  # noqa: ARG002
        end = super().parse_bogus_comment(i, report=False)
        self._show(self.rawdata[i:end])
        return end

    def handle_pi(self, data: str) -> None:
        self._show(f"<?{data}>")

    def _show(self, markup: str) -> None:
        if not markup.isascii():
            self.handle_data(markup)

    def close(self) -> None:
        super().close()
        if self.cdata_elem and self.rawdata:
            self.handle_data(self.rawdata)
