"""`cleaner score`: how good clean pages are, against references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, BadParameter, Option

from cleaner.batches.pages import clean_page
from cleaner.cli.console import write_stdout
from cleaner.cli.options import TextOrJson
from cleaner.errors import InputError, no_such_file
from cleaner.jsontext import json_text
from cleaner.paths import exists, is_file, is_folder
from cleaner.settings import Settings

if TYPE_CHECKING:
    from cleaner.scoring import Harm, Reliability, Score

GOLD = ".gold.json"


def score(
    predicted: Annotated[
        Path | None,
        Argument(
            metavar="PREDICTED",
            help="JSON Lines of a page, or a folder of them. [default: clean the raw pages]",
            show_default=False,
        ),
    ] = None,
    gold: Annotated[
        Path | None,
        Option(metavar="FILE|DIR", help="Reference NAME.gold.json, or a folder of them.", show_default=False),
    ] = None,
    raw: Annotated[
        Path | None,
        Option(
            metavar="FILE|DIR",
            help="Raw page NAME.txt, the file of an OCR engine, or a folder of them. [default: beside the "
            "references]",
            show_default=False,
        ),
    ] = None,
    details: Annotated[
        bool,
        Option(
            "--details",
            help="Add counts, and figures for each mark; if pages are cleaned now, also how "
            "reliable confidences are, and the harm done to the clean text of the references.",
        ),
    ] = False,
    show: Annotated[int, Option(min=0, metavar="N", help="Print the first N places where marks differ.")] = 0,
    form: Annotated[TextOrJson, Option("--format", help="A table, or JSON.")] = TextOrJson.TEXT,
) -> None:
    """Score clean pages against references.

    Content characters are letters, digits and ideographs, marks are everything else, white space never
    counts. All figures are shares, 1 is best; error rates (_er) are shares of the reference, 0 is best.

    \b
      cer_er         edit distance of content and marks, with all text of unmatched articles
      content_er     the same of content alone
      article_f1     articles with a content error of at most 5 %
      title_acc      titles right to the letter
      seam_f1        joins between text that is apart in the raw page
      para_f1        ends of paragraphs
      truncated_f1   paragraphs cut short by the OCR
      quote_f1       quotation marks, each
      quote_pair_f1  quotation marks, in pairs
      stop_f1        stops
      other_f1       other marks
      restored_f1    marks that the raw page lacks at their place
      wrap_f1        white space of the raw page that stands for nothing, closed up

    A reference is an object {"articles": [...]}, each article with the fields of `cleaner clean --format
    jsonl`; missing fields count as empty.

    \b
    Examples:
      cleaner score page.jsonl --gold page.gold.json --raw page.txt
      cleaner score out --gold pages              out/NAME.jsonl, pages/NAME.gold.json, pages/NAME.txt
      cleaner score --gold pages --details        clean pages/NAME.txt now, with more figures
      cleaner score --gold pages --raw alto       clean the files of an engine, alto/NAME.xml
      cleaner score --gold pages --format json

    \b
    Exit codes:
      0 done   2 command line   3 a file is missing or is no reference   4 encoding   70 a bug of cleaner
    """  # noqa: D301 (the escape is the mark that keeps the lines of the examples)
    if show and form is TextOrJson.JSON:
        raise BadParameter("JSON has all places, as `mistakes`: omit it", param_hint="--show")
    if gold is None:
        raise BadParameter(
            "name the reference (NAME.gold.json) or a folder of references", param_hint="--gold"
        )
    cases = list(_cases(predicted, gold, raw))
    results = [_judge(case) for case in cases]
    if form is TextOrJson.JSON:
        write_stdout(_as_json(results))
    else:
        write_stdout("".join(f"{line}\n" for line in _table(results, details)))
    if show:
        places = [f"{r.case.name}: {place}" for r in results for place in r.score.mistakes]
        write_stdout("".join(f"{place}\n" for place in ["", *places[:show]]))


@dataclass(frozen=True)
class Case:
    """A page to be scored."""

    name: str
    group: str
    gold: Path
    raw: Path
    predicted: Path | None


@dataclass(frozen=True)
class Result:
    """A page that was scored."""

    case: Case
    score: Score
    reliability: Reliability | None = None
    harm: Harm | None = None


def _cases(predicted: Path | None, gold: Path, raw: Path | None) -> Iterator[Case]:
    """The pages, sorted; raises `InputError` where one of the three files is missing."""
    if not exists(gold):
        raise InputError(no_such_file(gold))
    references = sorted(gold.rglob(f"*{GOLD}")) if is_folder(gold) else [gold]
    if not references:
        raise InputError(f"{gold}: no reference (NAME{GOLD}) in this folder.")
    for reference in references:
        name = reference.name.removesuffix(GOLD)
        within = reference.parent.relative_to(gold) if is_folder(gold) else Path()
        page = _page_beside(raw or (gold if is_folder(gold) else reference.parent), within, name)
        output = _beside(predicted, within, f"{name}.jsonl") if predicted else None
        for file, what in ((page, "with --raw"), (output, "as PREDICTED")):
            if file and not is_file(file):
                raise InputError(f"{file}: there is no such file, needed to score {name}. Name it {what}.")
        shown = (within / name).as_posix()
        yield Case(shown, within.name or reference.parent.name, reference, page, output)


def _beside(place: Path, within: Path, name: str) -> Path:
    """The file of that name, in the same folder as the reference or at the top; a file is itself."""
    if not is_folder(place):
        return place
    nested = place / within / name
    return nested if is_file(nested) else place / name


def _page_beside(place: Path, within: Path, name: str) -> Path:
    """The raw page of a name: its text, or else the file of an OCR engine."""
    from cleaner.batches.finding import RICHEST, TEXT

    text = _beside(place, within, f"{name}{TEXT}")
    others = (_beside(place, within, f"{name}{ending}") for ending in RICHEST)
    return text if is_file(text) else next((file for file in others if is_file(file)), text)


def _judge(case: Case) -> Result:
    from cleaner.batches.sources import read_source
    from cleaner.reading.decoding import read_bytes
    from cleaner.scoring import Harm, reliability, score
    from cleaner.scoring.files import read_articles, read_reference

    gold = read_reference(case.gold)
    source = read_source(str(case.raw))
    if case.predicted:
        return Result(case, score(gold, read_articles(case.predicted), source.text))
    page = clean_page(source, Settings())
    outcome = score(gold, [article.as_dict() for article in page.articles], source.text)
    harm = Harm()
    clean_source = read_bytes(_clean_text(gold).encode(), source.name)
    harm.add(clean_page(clean_source, Settings()))
    return Result(case, outcome, reliability(page, outcome), harm)


def _clean_text(gold: dict[str, Any]) -> str:
    """The reference as clean text, a block a line."""
    from cleaner.scoring.stream import blocks

    return "\n".join(text for article in gold["articles"] for text, _ in blocks(article))


def _as_json(results: Sequence[Result]) -> str:
    def record(result: Result) -> dict[str, Any]:
        sure, harm = result.reliability, result.harm
        return {
            "page": result.case.name,
            "group": result.case.group,
            "figures": result.score.figures.as_dict(),
            "counts": {k: [t.right, t.predicted, t.gold] for k, t in result.score.counts.items()},
            "marks": {k: [t.right, t.predicted, t.gold] for k, t in result.score.marks.items()},
            "mistakes": list(result.score.mistakes),
            **({"calibration_error": sure.error, "reliability": list(sure.rows())} if sure else {}),
            **({"untouched": harm.untouched, "edit_rate": harm.edit_rate} if harm else {}),
        }

    return "".join(json_text(record(result)) + "\n" for result in results)


def _table(results: Sequence[Result], details: bool) -> Iterator[str]:
    """Lines of Markdown: a row a page, the mean of each group, and on demand what is behind them."""
    from cleaner.scoring import Figures

    yield from _grid(
        ["page", *Figures.__annotations__],
        [
            *([r.case.name, *_cells(r.score.figures)] for r in results),
            *(
                [f"mean {group} ({len(figures)})", *_cells(Figures.mean(figures))]
                for group, figures in _groups(results).items()
                if len(results) > 1
            ),
        ],
    )
    yield from ("", *_legend())
    if details:
        yield ""
        yield from _counts_table(results)
        yield from _trust_table(results)


def _legend() -> Iterator[str]:
    """What the figures say, a line each."""
    from cleaner.scoring.figures import MEANINGS

    yield "All figures are shares; 1 is best, but for the error rates (_er), of which 0 is."
    width = max(map(len, MEANINGS))
    yield from (f"  {name:{width}}  {meaning}" for name, meaning in MEANINGS.items())


def _cells(figures: Any) -> list[str]:
    return [f"{value:.4f}" for value in figures.as_dict().values()]


def _groups(results: Sequence[Result]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for result in results:
        groups.setdefault(result.case.group, []).append(result.score.figures)
    return groups


def _counts_table(results: Sequence[Result]) -> Iterator[str]:
    """What was counted on all pages, and every mark."""
    from cleaner.scoring import Tally

    sums: dict[str, Tally] = {}
    for result in results:
        marks = sorted(result.score.marks.items(), key=lambda item: -item[1].gold)
        for name, tally in [*result.score.counts.items(), *marks]:
            sums.setdefault(name, Tally()).add(tally.gold, tally.predicted, tally.right)
    yield from _grid(
        ["of", "reference", "output", "right", "precision", "recall", "F1"],
        [
            [name, f"{t.gold}", f"{t.predicted}", f"{t.right}"]
            + [f"{value:.4f}" for value in (t.precision, t.recall, t.f1)]
            for name, t in sums.items()
        ],
    )


def _trust_table(results: Sequence[Result]) -> Iterator[str]:
    """Confidence against share right, and the harm done to the references."""
    from cleaner.scoring import Harm, Reliability

    sure, harm = Reliability(), Harm()
    for result in results:
        if result.reliability and result.harm:
            sure += result.reliability
            harm += result.harm
    if harm.paragraphs:
        yield ""
        yield from _grid(
            ["confidence", "edits", "mean", "right"],
            [[f"{low:.1f}", f"{n}", f"{mean:.3f}", f"{right:.3f}"] for low, n, mean, right in sure.rows()],
        )
        yield f"Expected calibration error {sure.error:.3f}."
        yield ""
        yield f"References cleaned as clean text: {harm}."


def _grid(head: list[str], rows: list[list[str]]) -> Iterator[str]:
    """A Markdown table, columns set under each other."""
    from rich.cells import cell_len, set_cell_size

    widths = [max(map(cell_len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, ["-" * width for width in widths], *rows):
        yield "| " + " | ".join(set_cell_size(c, w) for c, w in zip(row, widths, strict=True)) + " |"
