"""Printed lines → blocks: runs of lines of like size at the page's leading in one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from baozhai.ingest.layout import SAME, Block, TextLine, most_common, same_type, size_of
from baozhai.ingest.patterns import SUBTITLE, ended, posted

#: Lines that a head may have which is run in: its last one is set in two faces.
RUN_IN = 2
#: Lines of a block stand at most this many of the page's leadings apart.
LEADING = 1.3
#: Most ems the first line of a paragraph is set in.
INDENT_MAX = 2.6


def body_size(lines: Iterable[TextLine]) -> float:
    """The type size most characters of a page are set in."""
    return float(most_common(lines, size_of))


def leading(lines: Sequence[TextLine], size: float) -> float:
    """The usual distance of two lines, in ems of the body type."""
    steps: Counter[float] = Counter()
    for a, b in zip(lines, lines[1:], strict=False):
        step = (a.y - b.y) / size
        if 0.9 < step < 2.6 and abs(a.size - size) < 0.1 * size and min(a.x1, b.x1) > max(a.x0, b.x0):
            steps[round(step, 1)] += 1
    return steps.most_common(1)[0][0] if steps else 1.6


def blocks(lines: Sequence[TextLine], step: float) -> list[Block]:
    """Runs of lines that go on in one column; `step` is the leading in ems."""
    out: list[Block] = []
    for at, line in enumerate(lines):
        if out and _continues(out[-1], line, lines[at + 1 : at + 1 + RUN_IN], step):
            out[-1].lines.append(line)
        else:
            out.append(Block([line]))
    return out


def _continues(block: Block, line: TextLine, after: Sequence[TextLine], step: float) -> bool:
    last, em = block.lines[-1], line.size
    if not 0.6 * em < last.y - line.y < LEADING * step * max(em, last.size):
        return False
    if not 0.85 < em / last.size < 1.18 or line.height or last.height:
        return False
    if len(block.lines) <= RUN_IN and _byline_over(block, line):
        return False
    if SUBTITLE.match(block.lines[0].text) and min(r.size for r in block.lines) > (1 + SAME) * em:
        return False
    left, right = min(r.x0 for r in block.lines), max(r.x1 for r in block.lines)
    # The end of a paragraph that opens a column falls short of the next line.
    short = len(block.lines) == 1 and ended(last.text) and left - 0.2 * em < line.x0 < left + INDENT_MAX * em
    over = (line.x1 > right + 1.2 * em or line.x0 > right) and not short
    if line.x0 < left - INDENT_MAX * em or over:
        return False
    # A whole text in another face or size is another text; one line may be a crosshead, a few a head that is run in.
    run_on = after and same_type(line, after[0])
    if last.mixed or any(k.mixed for k in after):
        run_on = run_on and abs(em - last.size) > SAME * em
    whole = len(block.lines) > 1 and block.lines[-2].font == last.font
    return same_type(line, last) or not (run_on and whole)


def _byline_over(block: Block, line: TextLine) -> bool:
    """Whether lines are a byline that does not go on in the next one: it stands over the text that it opens."""
    so_far = " ".join(k.text for k in block.lines)
    return posted(so_far) and not posted(f"{so_far} {line.text}")
