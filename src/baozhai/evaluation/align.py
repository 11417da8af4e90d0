"""Characters of found items → characters of a gold page: the measure of who got whose text.

Same definitions as the public scorer of newspaper segmentation (`score_pages.py`): seed and extend on
7-grams, then gaps and short leftovers; a gold character is claimed once, by the first item that takes it.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from baozhai.records import Article, Issue

SEED = 7  # characters of a seed; part of the definition, like the next three
LONGEST = 80  # a seed's match is not followed further to compare it with others
SUBSTITUTED = 40  # longest stretch of gold text that a misread stretch may stand for
LEFTOVER = 3  # shortest run that is looked for anywhere
FREE = -1

_UNIFIED = {ord(c): '"' for c in "“”„‟「」『』﹁﹂"} | {ord(c): "'" for c in "‘’‚‛"}
_UNIFIED |= {ord(c): "-" for c in "‐‑‒–—―－﹘﹣─━"} | {ord(c): "·" for c in "·•・"}


def plain(text: str) -> str:
    """Text as it is compared: NFKC, no blanks or controls, one kind of quote, dash and dot, lower case."""
    folded = unicodedata.normalize("NFKC", text.translate(_UNIFIED)).translate(_UNIFIED).lower()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Zs"))


class Part(NamedTuple):
    """A paragraph or crosshead of an item's text."""

    role: str
    text: str


def parts(article: Article) -> Iterator[Part]:
    """Paragraphs and crossheads in reading order."""
    last = len(article.paragraphs)
    for k, paragraph in enumerate((*article.paragraphs, None)):
        for head in article.crossheads:
            if min(head.before_para, last) == k:
                yield Part("crosshead", head.text)
        if paragraph is not None:
            yield Part("body", paragraph)


@dataclass
class GoldText:
    """All text of a gold page in one string; unknown places of a claim are `FREE`.

    Attributes
    ----------
    text : str
        Headlines, bylines, datelines, bodies and furniture, apart by a character no text has.
    item, role : list, one entry a character
        Index of the item (negative for furniture and separators) and what the character is.
    claimed : list of int, one entry a character
        Index of the found item that has it, or `FREE`.
    """

    text: str = ""
    item: list[int] = field(default_factory=list)
    role: list[str] = field(default_factory=list)
    claimed: list[int] = field(default_factory=list)
    seeds: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, gold: Issue) -> GoldText:
        """The text of a gold page; a body runs on from paragraph to paragraph."""
        out = cls()
        for k, a in enumerate(gold.articles):
            for head in (a.kicker, a.title, a.subtitle):
                out._add(head, k, "title")
            out._add(a.byline_raw, k, "byline")
            out._add(a.dateline, k, "dateline")
            out._add("".join(part.text for part in parts(a)), k, "body")
        for text in gold.furniture:
            out._add(text, -2, "furniture")
        out.claimed = [FREE] * len(out.text)
        seeds = defaultdict(list)
        for at in range(len(out.text) - SEED + 1):
            seeds[out.text[at : at + SEED]].append(at)
        out.seeds = {seed: places for seed, places in seeds.items() if "\0" not in seed}
        return out

    def _add(self, text: str, item: int, role: str) -> None:
        kept = plain(text)
        self.text += kept + "\0"
        self.item += [item] * len(kept) + [-1]
        self.role += [role] * len(kept) + [""]

    def free(self, at: int) -> bool:
        """Whether a place exists and nobody has claimed it."""
        return 0 <= at < len(self.text) and self.claimed[at] == FREE


def align(gold: GoldText, text: str, owner: int) -> list[int]:
    """Claim gold characters for the (plain) text of one found item.

    Returns
    -------
    list of int, shape (len(text),)
        The place in `gold.text` of each character, `FREE` for those that are in no gold text.
    """
    claim = _Claim(gold, text, owner, [FREE] * len(text))
    claim.seeds()
    at = 0
    while at < len(text):
        end = claim.run_end(at, len(text))
        if end > at:
            claim.fill(at, end)
        at = max(end, at + 1)
    return claim.found


@dataclass
class _Claim:
    """One found item on its way through the gold text; `found` is what `align` returns."""

    gold: GoldText
    text: str
    owner: int
    found: list[int]

    def take(self, at: int, place: int, size: int = 1) -> None:
        for k in range(size):
            self.found[at + k] = place + k
            self.gold.claimed[place + k] = self.owner

    def fits(self, at: int, place: int) -> bool:
        return self.gold.free(place) and self.gold.text[place] == self.text[at]

    def length(self, at: int, place: int, size: int, limit: int) -> int:
        """How far text and gold agree from `at` and `place` on, given that `size` characters do."""
        while size < limit and self.fits(at + size, place + size):
            size += 1
        return size

    def run_end(self, at: int, end: int) -> int:
        while at < end and self.found[at] == FREE:
            at += 1
        return at

    def seeds(self) -> None:
        """Follow the match of the character before; else start where the longest match begins."""
        for at in range(len(self.text)):
            before = self.found[at - 1] if at else FREE
            if before != FREE and self.fits(at, before + 1):
                self.take(at, before + 1)
            elif (place := self.best_seed(at, before)) != FREE:
                self.take(at, place)

    def best_seed(self, at: int, before: int) -> int:
        """Start of the longest free match; of equal ones the nearest to where the text left off."""
        limit = min(LONGEST, len(self.text) - at)
        best, chosen = (0, 0), FREE
        for place in self.gold.seeds.get(self.text[at : at + SEED], ()):
            if self.gold.free(place) and self.gold.free(place + SEED - 1):
                near = 0 if before == FREE else -abs(place - before - 1)
                rank = self.length(at, place, SEED, limit), near
                if chosen == FREE or rank > best:
                    best, chosen = rank, place
        return chosen

    def fill(self, start: int, end: int) -> None:
        """A gap between matches: grow both sides, allow a misread stretch, then look anywhere."""
        left = self.found[start - 1] if start else FREE
        right = self.found[end] if end < len(self.text) else FREE
        while left != FREE and start < end and self.fits(start, left + 1):
            left += 1
            self.take(start, left)
            start += 1
        while right != FREE and start < end and self.fits(end - 1, right - 1):
            right -= 1
            end -= 1
            self.take(end, right)
        if FREE not in (left, right) and 0 < right - left - 1 <= SUBSTITUTED and start < end:
            self.misread(start, end, [p for p in range(left + 1, right) if self.gold.free(p)])
        self.leftovers(start, end)

    def misread(self, start: int, end: int, places: list[int]) -> None:
        text = "".join(self.gold.text[p] for p in places)
        same = SequenceMatcher(None, text, self.text[start:end], autojunk=False)
        for a, b, size in same.get_matching_blocks():
            for k in range(size):
                self.take(start + b + k, places[a + k])

    def leftovers(self, at: int, end: int) -> None:
        """The longest free run at each place, from `LEFTOVER` characters on."""
        while at < end:
            size, place = self.anywhere(at, self.run_end(at, end) - at)
            self.take(at, place, size)
            at += size or 1

    def anywhere(self, at: int, limit: int) -> tuple[int, int]:
        """Size and place of the longest run from `at` that stands free somewhere; size 0 when none."""
        best, chosen = 0, FREE
        start = self.text[at : at + LEFTOVER]
        place = self.gold.text.find(start) if limit >= LEFTOVER else FREE
        while place >= 0:
            size = self.length(at, place, 0, limit)
            if size > max(best, LEFTOVER - 1):
                best, chosen = size, place
            place = self.gold.text.find(start, place + 1)
        return best, chosen
