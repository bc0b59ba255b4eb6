"""Score the articles of a page against its reference."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import Levenshtein

from cleaner.scoring.alignment import NOWHERE, locate, match
from cleaner.scoring.figures import Figures, Score, Tally
from cleaner.scoring.stream import QUOTES, STOPS, WIDE, Stream

SAME_ARTICLE = 0.05
"""Content error up to which an article counts as right."""
CONTEXT = 8
"""Characters shown on each side of a mistake."""


def score(gold: Mapping[str, Any], predicted: Iterable[Mapping[str, Any]], raw: str) -> Score:
    r"""Score predicted articles, in reading order, against the reference of a page.

    Articles are mappings with the fields of the JSONL output; `gold` holds them under `articles`. Content
    characters are letters, digits and ideographs, marks are everything else; white space never counts.

    >>> articles = [{"title": "三座水库建成", "paragraphs": [{"text": "昨日蓄水。"}]}]
    >>> score({"articles": articles}, articles, "三座水库建成\n昨日蓄水。").figures.cer_er
    0.0
    """
    wanted = [stream for article in gold["articles"] if (stream := Stream.of_article(article)).content]
    found = [stream for article in predicted if (stream := Stream.of_article(article)).content]
    page = Stream.of_text(raw.translate(WIDE))
    comparison = _Comparison(page, Stream.chained(found))
    for stream in wanted:
        comparison.add(stream)
    comparison.count_strangers()
    counts = comparison.counts
    full_error, content_error = _articles(wanted, found, counts)
    counts["seam"] = _seams(wanted, found, page.text)
    counts["para"].predicted = len(comparison.found.boundaries - {0})
    counts["truncated"].predicted = len(comparison.found.open_ends)
    counts["truncated"].gold = sum(len(stream.open_ends) for stream in wanted)
    titles = counts["title"]
    figures = Figures(
        cer_er=full_error,
        content_er=content_error,
        article_f1=counts["article"].f1,
        title_acc=titles.right / titles.gold if titles.gold else 1.0,
        **{
            f"{name}_f1": counts[name].f1
            for name in (
                *("seam", "para", "truncated", "quote", "stop", "other", "restored", "quote_pair", "wrap"),
            )
        },
    )
    return Score(
        figures, counts, comparison.marks, comparison.mistakes, comparison.gaps, comparison.characters
    )


def _articles(
    wanted: Sequence[Stream], found: Sequence[Stream], counts: dict[str, Tally]
) -> tuple[float, float]:
    """Error rates over all text and over content; counts articles and titles."""
    pairs = match([stream.text for stream in wanted], [stream.text for stream in found])
    full = content = good = titles = 0
    for i, j in pairs:
        distance = Levenshtein.distance(wanted[i].text, found[j].text)
        good += distance <= SAME_ARTICLE * len(wanted[i].content)
        content += distance
        full += Levenshtein.distance(wanted[i].full, found[j].full)
        titles += bool(wanted[i].title) and wanted[i].title == found[j].title
    matched = {i for i, _ in pairs}, {j for _, j in pairs}
    for streams, known in zip((wanted, found), matched, strict=True):
        unmatched = [stream for i, stream in enumerate(streams) if i not in known]
        full += sum(len(stream.full) for stream in unmatched)
        content += sum(len(stream.content) for stream in unmatched)
    counts["article"].add(len(wanted), len(found), good)
    counts["title"].add(sum(bool(s.title) for s in wanted), sum(bool(s.title) for s in found), titles)
    whole = sum(len(stream.full) for stream in wanted), sum(len(stream.content) for stream in wanted)
    return full / max(1, whole[0]), content / max(1, whole[1])


def _seams(wanted: Sequence[Stream], found: Sequence[Stream], raw: str) -> Tally:
    """Text that stands together in an article and not in the raw page."""

    def seams(streams: Sequence[Stream]) -> Counter[tuple[int, int]]:
        joins: Counter[tuple[int, int]] = Counter()
        for stream in streams:
            at = locate(stream.text, raw)
            for n in range(1, len(at)):
                known = at[n] != NOWHERE and at[n - 1] != NOWHERE
                if known and n not in stream.boundaries and at[n] != at[n - 1] + 1:
                    joins[at[n - 1], at[n]] += 1
        return joins

    gold, predicted = seams(wanted), seams(found)
    return Tally(gold.total(), predicted.total(), (gold & predicted).total())


class _Comparison:
    """Marks, spaces, pairs and ends of paragraphs of the prediction, place by place of the reference."""

    def __init__(self, page: Stream, found: Stream) -> None:
        self.page, self.found = page, found
        self.raw, self.text = page.text, found.text
        self.counts: defaultdict[str, Tally] = defaultdict(Tally)
        self.marks: defaultdict[str, Tally] = defaultdict(Tally)
        self.mistakes: list[str] = []
        self.gaps: dict[int, bool] = {}
        self.characters: dict[int, str] = {}
        self._judged: set[int] = set()
        self._pairs = set(found.pairs())
        self.counts["quote_pair"].predicted = len(self._pairs)

    def add(self, wanted: Stream) -> None:
        """Compare one article of the reference."""
        last = len(wanted.content)
        where, at = locate(wanted.text, self.text), locate(wanted.text, self.raw)
        self.counts["para"].gold += len(wanted.boundaries)
        self.characters |= {n: char for n, char in zip(at, wanted.content, strict=True) if n != NOWHERE}
        places = [self._place(where, n, last) for n in range(last + 1)]
        for n, place in enumerate(places):
            if place is not None:
                self._judged.add(place)
                if n in wanted.boundaries and place in self.found.boundaries:
                    self.counts["para"].right += 1
                    self.counts["truncated"].right += n in wanted.open_ends and place in self.found.open_ends
            if n not in wanted.open_ends:
                known = 0 < n < last and at[n - 1] != NOWHERE and at[n] == at[n - 1] + 1
                self._compare(wanted, n, place, at[n] if known else None)
        pairs = list(wanted.pairs())
        right = sum((places[a], places[b]) in self._pairs for a, b in pairs)
        self.counts["quote_pair"].add(len(pairs), 0, right)

    @staticmethod
    def _place(where: Sequence[int], n: int, last: int) -> int | None:
        """The place of the prediction that answers to place n of an article, if its sides are together."""
        left = where[n - 1] if n else (where[0] - 1 if where[0] != NOWHERE else None)
        right = where[n] if n < last else (where[n - 1] + 1 if where[n - 1] != NOWHERE else None)
        if left is None or right is None or right == NOWHERE or right != left + 1:
            return None
        return right

    def _compare(self, wanted: Stream, n: int, place: int | None, raw: int | None) -> None:
        """Compare the marks at one place; `raw` is the place of the raw page, where it is known."""
        want = Counter(wanted.marks[n])
        have = Counter(self.found.marks[place]) if place is not None else Counter[str]()
        if place is not None and n in (0, len(wanted.content)) and place in self.found.boundaries:
            have &= want  # what is left belongs to the neighbouring article
        was = Counter(self.page.marks[raw]) if raw is not None else None
        for mark in want | have:
            right = min(want[mark], have[mark])
            self.marks[mark].add(want[mark], have[mark], right)
            self.counts[_kind(mark)].add(want[mark], have[mark], right)
            if was is not None:
                lost, added = max(want[mark] - was[mark], 0), max(have[mark] - was[mark], 0)
                self.counts["restored"].add(lost, added, min(lost, added))
        if raw is not None and place is not None:
            like = wanted.break_at(n) == self.found.break_at(place)
            self.gaps[raw] = like and wanted.marks[n] == self.found.marks[place]
        if raw is not None and raw in self.page.spaces and not self.page.marks[raw]:
            empty = not want and not wanted.break_at(n)
            closed = place is not None and not have and not self.found.break_at(place)
            self.counts["wrap"].add(empty, closed, empty and closed)
        if want != have:
            shown = "".join(self.found.marks[place]) if place is not None else "\N{MULTIPLICATION SIGN}"
            before, after = wanted.text[max(0, n - CONTEXT) : n], wanted.text[n : n + CONTEXT]
            self.mistakes.append(f"{before}[{''.join(wanted.marks[n])}|{shown}]{after}")

    def count_strangers(self) -> None:
        """Count the marks that were set where the reference has no place."""
        for place, marks in enumerate(self.found.marks):
            if place not in self._judged:
                for mark in marks:
                    self.counts[_kind(mark)].predicted += 1
                    self.marks[mark].predicted += 1


def _kind(mark: str) -> str:
    return "quote" if mark in QUOTES else "stop" if mark in STOPS else "other"
