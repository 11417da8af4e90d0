"""Headlines that the tagger took for a paragraph: one line without an end whose words come back far away."""

from __future__ import annotations

from collections.abc import Sequence

from baozhai.ingest import patterns as pat
from baozhai.ingest.headlines import bigrams
from baozhai.ingest.reflow import Line

#: Widest headline line in ems, and lines it may have.
WIDEST, MOST = 34.0, 2
#: Share of its bigrams that a stretch of paragraphs elsewhere must hold, and by how much more than
#: the paragraphs around it do; chosen on drawn pages.
FAR, MORE = 0.55, 0.25
#: Paragraphs around that count as near, and paragraphs of a stretch.
NEAR, STRETCH = 2, 4


def hidden(paragraphs: Sequence[Sequence[Line]], starts: Sequence[bool]) -> list[int]:
    """Which paragraphs are headlines: they open a text without an end, or name another text.

    Parameters
    ----------
    paragraphs : the lines of each paragraph
    starts : whether a text is thought to start at each
    """
    texts = ["".join(line.text for line in lines) for lines in paragraphs]
    bags = [bigrams(text) for text in texts]
    bounds = [k for k, start in enumerate(starts) if start and k] + [len(texts)]
    out, first = [], 0
    for last in bounds:
        outside = bags[:first] + [set()] * (last - first) + bags[last:]
        for at in range(first, min(last, len(texts) - 1)):
            if _bare(paragraphs[at]) and texts.count(texts[at]) == 1:
                opens = starts[at] and len(paragraphs[at]) == 1
                if opens or _elsewhere(bags[at], outside, _near(bags, at)):
                    out.append(at)
        first = last
    return out


def _bare(lines: Sequence[Line]) -> bool:
    text = "".join(line.text for line in lines)
    if len(lines) > MOST or max(line.width for line in lines) > WIDEST or pat.ended(text):
        return False
    return not ("。" in text or text[-1] in "，、；：" or pat.DATELINE.match(text) or pat.signed(text))


def _near(bags: Sequence[set[str]], at: int) -> set[str]:
    return set().union(*bags[max(0, at - NEAR) : at], *bags[at + 1 : at + 1 + NEAR])


def _elsewhere(bag: set[str], outside: Sequence[set[str]], near: set[str]) -> bool:
    """Whether a stretch of another text holds most of the bigrams, and the paragraphs around do not."""
    if len(bag) < 6:
        return False
    stretches = (set().union(*outside[k : k + STRETCH]) for k in range(0, len(outside), STRETCH // 2))
    far = max(len(bag & stretch) for stretch in stretches) / len(bag)
    return far >= FAR and far >= len(bag & near) / len(bag) + MORE
