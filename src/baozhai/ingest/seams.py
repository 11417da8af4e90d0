"""How a headline line goes on from the one before: a new headline, the same one, a title below its kicker, a subtitle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from baozhai.ingest.chars import Chars, Texts
from baozhai.ingest.convnet import START, Floats, network

#: What a line may be to the one before, in the order of the network's outputs.
SEAMS = ("fresh", "same", "under", "sub")
#: A blank; the first code point after those of plain Latin.
BLANK, LATIN = 0x20, 0x7F
#: Lines of more characters count as so long.
LONGEST = 23


def seam_odds(texts: Texts) -> dict[str, NDArray[np.float64]]:
    """Log-odds of what each line is to the one before, each of shape (n_lines,).

    `fresh`: the first line of a headline; `under`: the first line of a title below its kicker; `sub`: the first
    line of a subtitle. All lines are taken for lines of headlines; nothing is known of the first one, which has 0.
    """
    chars = tight(Chars.of(texts))
    out = {name: np.zeros(len(chars)) for name in SEAMS if name != "same"}
    if len(chars) > 1:
        said = _said(chars)
        for name, odds in out.items():
            own = said[:, SEAMS.index(name)]
            rest = np.delete(said, SEAMS.index(name), axis=1)
            odds[1:] = own - np.logaddexp.reduce(rest, axis=1)
    return out


def tight(chars: Chars) -> Chars:
    """The characters without the blanks beside Latin letters and digits: extractors put them there, or do not."""
    codes = chars.codes
    latin = np.pad((codes > BLANK) & (codes < LATIN), 1)
    return chars.only(~((codes == BLANK) & (latin[:-2] | latin[2:])))


def _said(chars: Chars) -> Floats:
    """What the network says of all lines but the first, shape (n_lines - 1, len(SEAMS))."""
    net = network("seams")
    at = chars.starts + np.arange(len(chars))
    rows = np.full(len(chars.codes) + len(chars), START)
    rows[np.delete(np.arange(len(rows)), at)] = net.of(chars.codes)
    x = net.convolved(rows)
    sums = np.add.reduceat(x, at) - x[at]
    means = sums / np.maximum(chars.lengths, 1)[:, None]
    size, lengths = np.minimum(chars.lengths, LONGEST), net.rest["lengths"]
    return net.answered([x[at[1:]], means[:-1], means[1:], lengths[0][size[:-1]], lengths[1][size[1:]]])
