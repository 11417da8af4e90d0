"""Headlines that the tagger took for a paragraph: one line without an end whose words come back far away."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest import patterns as pat
from baozhai.ingest.chars import Chars, Ints, held
from baozhai.ingest.reflow import Line
from baozhai.ingest.wording import log_odds

#: Widest headline line in ems, and lines it may have.
WIDEST, MOST = 34.0, 2
#: Log-odds below which the wording of a line after the end of a text is not that of a headline.
UNLIKE = -5.0
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
    bounds = [k for k, start in enumerate(starts) if start and k] + [len(texts)]
    bare = [
        _bare(lines, text) and texts.count(text) == 1 for lines, text in zip(paragraphs, texts, strict=True)
    ]
    if not any(bare):
        return []
    words = Chars.of(texts).words
    has = held(words, [_bigrams(words, k) for k, found in enumerate(bare) if found])
    out, first = [], 0
    for last in bounds:
        for at in range(first, last):
            ends = 0 < at == len(texts) - 1
            opens = starts[at] and (len(paragraphs[at]) == 1 or ends)
            if bare[at] and (opens or (not ends and _elsewhere(has[:, has[at]], at, range(first, last)))):
                out.append(at)
        first = last
    return out


def beyond(lines: Sequence[Line]) -> int:
    """How many lines at the end of a text stand after its end and read like a headline."""
    for count in range(1, min(MOST, len(lines) - 1) + 1):
        before, tail = lines[-count - 1].text, lines[-count:]
        if not (pat.ended(before) or pat.signed(before)):
            continue
        said = log_odds([line.text for line in tail], ["title"])["title"]
        return count if _bare(tail, "".join(line.text for line in tail)) and said.min() > UNLIKE else 0
    return 0


def _bare(lines: Sequence[Line], text: str) -> bool:
    if len(lines) > MOST or max(line.width for line in lines) > WIDEST or pat.ended(text):
        return False
    return not ("。" in text or text[-1] in "，、；：" or pat.DATELINE.match(text) or pat.signed(text))


def _bigrams(words: Chars, at: int) -> Ints:
    """The numbers of the bigrams of one text."""
    return words.pairs[1][words.pair_stops[at] : words.pair_stops[at + 1]]


def _elsewhere(has: NDArray[np.bool_], at: int, own: range) -> bool:
    """Whether a stretch of another text holds most of the bigrams, and the paragraphs around do not.

    Parameters
    ----------
    has : which of the bigrams of paragraph `at` each paragraph holds, shape (n_paragraphs, n_grams)
    own : the paragraphs of its text
    """
    count = has.shape[1]
    if count < 6:
        return False
    around = np.concatenate([has[max(0, at - NEAR) : at], has[at + 1 : at + 1 + NEAR]])
    outside = has.copy()
    outside[own.start : own.stop] = False
    stretches = (outside[k : k + STRETCH].any(axis=0).sum() for k in range(0, len(outside), STRETCH // 2))
    far = max(stretches) / count
    return bool(far >= FAR and far >= around.any(axis=0).sum() / count + MORE)
