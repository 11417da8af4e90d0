"""A dump sorted by the labels of its lines: paragraphs, headline pieces, furniture."""

from __future__ import annotations

import itertools
import math
import re

from baozhai.ingest import patterns as pat
from baozhai.ingest.corrections import closed, dated, promoted, resumed, trimmed
from baozhai.ingest.openings import opening_odds
from baozhai.ingest.pieces import Labelled, Paragraph, Piece
from baozhai.ingest.reflow import Line, joined, width
from baozhai.ingest.seams import seam_odds
from baozhai.ingest.tagger import Tags
from baozhai.ingest.wording import log_odds

#: Log-odds that a blank inside a headline line parts two headlines, before the wording is heard; drawn pages.
INSIDE = -0.5
#: Log-odds of a headline start right after a kicker or at a subtitle.
GLUED = -3.0
#: Blanks that may part headlines: none beside Latin or digits.
_BLANK = re.compile(r"(?<![!-~]) (?![!-~])")
#: Weights of the log-odds of the tagger and of the networks; chosen on drawn pages (docs/decisions.md, 64, 67).
TAGGED, READ, OPENS = 0.8, 0.2, 0.3
#: Log-odds of the tagger beyond which the network of openings is not asked.
SURE = 6.0
#: What a byline after a headline line adds to the log-odds that the next one starts a headline.
SIGNED = 2.4


def labelled(lines: list[Line], tags: Tags) -> Labelled:
    """Sort the lines of a dump; headlines taken for paragraphs are found, closed texts end."""
    tags = tags._replace(labels=resumed(lines, tags.labels))
    return _opened(_heard(closed(dated(promoted(trimmed(_read(lines, tags)))))))


def _heard(page: Labelled) -> Labelled:
    """Hear also how headline lines read, without their layout: where one starts, kickers, subtitles."""
    texts = [piece.line.text for piece in page.pieces]
    if not texts:
        return page
    said, kicker = seam_odds(texts), log_odds(texts, ["kicker"])["kicker"]
    for k, piece in enumerate(page.pieces):
        piece.under, piece.sub, piece.kicker = (float(x[k]) for x in (said["under"], said["sub"], kicker))
    fresh = said["fresh"].tolist()
    for before, piece, reads in zip(page.pieces, page.pieces[1:], fresh[1:], strict=False):
        near = piece.place == before.place and piece.line.number != before.line.number
        if near and math.isfinite(piece.odds):
            signed = SIGNED if before.bylines else 0.0
            piece.odds = TAGGED * piece.odds + READ * reads + signed
    return page


def _opened(page: Labelled) -> Labelled:
    """Hear also how paragraphs read after the text before them, without their lines: where an article opens."""
    doubtful = [k for k, paragraph in enumerate(page.paragraphs) if abs(paragraph.odds) < SURE]
    reads = opening_odds([joined(paragraph.lines) for paragraph in page.paragraphs], doubtful)
    for k, odds in zip(doubtful, reads.tolist(), strict=True):
        page.paragraphs[k].odds = TAGGED * page.paragraphs[k].odds + OPENS * odds
    return page


def _read(lines: list[Line], tags: Tags) -> Labelled:
    """Sort the lines by their labels."""
    page, parts = Labelled(), _parts(lines, tags.labels)
    for at, (line, label) in enumerate(zip(lines, tags.labels, strict=True)):
        if label in "KHhSFAQ" and _masthead(lines, at):
            page.furniture.append(line)
            continue
        if label == "F" and (pat.FURNITURE.match(line.text) or len(line.text) < 4):
            page.furniture.append(line)
        elif label == "F":  # a section's name, unless a text claims it
            page.pieces.append(Piece(line, "F", math.inf, len(page.paragraphs)))
        elif _closes(page, line.text, label):
            _add_text(page, line, "Z", tags, at)
        elif label in "KHhSY":
            label = "Y" if pat.ROLE_LINE.match(line.text) or pat.BULLET_BYLINE.match(line.text) else label
            start = float(tags.marginals["H"][at] + tags.marginals["K"][at])
            _add_head(page, line, label, start, parts.get(at, [(line.text, 0.0)]))
        else:
            _add_text(page, line, label, tags, at)
    if page.over and page.paragraphs:  # a crosshead with nothing after it
        page.paragraphs[-1].lines += page.over
    elif page.over:
        page.pieces += [Piece(line, "H", math.inf, 0) for line in page.over]
    return page


def _closes(page: Labelled, text: str, label: str) -> bool:
    """Whether a line that is labelled otherwise credits a photographer or signs the text before it."""
    if not page.paragraphs or page.over:
        return False
    if label in "KHhSY":
        return pat.is_credit_line(text)
    last = page.paragraphs[-1]
    if label == "Z" or page.fresh or last.signature or not pat.ended(last.lines[-1].text):
        return False
    shot = "摄" in text or "图" in text
    return bool(pat.ROLE_LINE.match(text) or (shot and pat.CLOSING_CREDIT.match(text)))


def _masthead(lines: list[Line], at: int) -> bool:
    """A folio line, or the newspaper's name beside one."""
    if not pat.is_paper(lines[at].text):
        return bool(pat.FURNITURE.match(lines[at].text))
    return any(pat.FURNITURE.match(line.text) for line in lines[max(0, at - 3) : at + 4])


def _add_text(page: Labelled, line: Line, label: str, tags: Tags, at: int) -> None:
    if label == "X":
        page.over.append(line)
    elif label == "Z" and page.paragraphs and not page.over:
        page.paragraphs[-1].signature.append(line)
    elif label in "APQ" or page.over or not page.paragraphs or (page.fresh and label != "C"):
        article, caption = float(tags.marginals["A"][at]), float(tags.marginals["Q"][at])
        odds = math.inf if page.fresh or not page.paragraphs else _odds(article + caption)
        made = Paragraph([line], odds, caption > article, page.over)
        made.bylines += page.bylines
        page.paragraphs.append(made)
        page.over, page.bylines, page.fresh = [], [], False
    else:
        page.paragraphs[-1].lines.append(line)


def _parts(lines: list[Line], labels: list[str]) -> dict[int, list[tuple[str, float]]]:
    """What stands between the blanks of headline lines, and the log-odds that a headline starts there."""
    parts = {}
    for at, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label in "KHhS" and " " in line.text:
            found = line.text.split(" ")
            spaced = len(found) > 3 and max(map(len, found)) <= 2
            parts[at] = ["".join(found)] if spaced else _BLANK.split(line.text)
    if not parts:
        return {}
    odds = iter(seam_odds(list(itertools.chain(*parts.values())))["fresh"].tolist())
    return {at: [(text, INSIDE + next(odds)) for text in found] for at, found in parts.items()}


def _add_head(page: Labelled, line: Line, label: str, start: float, parts: list[tuple[str, float]]) -> None:
    place = len(page.paragraphs)
    follows = page.fresh and page.pieces and page.pieces[-1].place == place
    page.fresh = True
    if label == "Y":  # a byline without a headline belongs to the text after it
        (page.pieces[-1].bylines if follows else page.bylines).append(line)
        return
    odds = _odds(start) if follows else math.inf
    if follows and (label == "S" or (page.pieces[-1].role == "K" and label != "K")):
        odds = min(odds, GLUED)
    for k, (text, inside) in enumerate(parts):
        piece = Line(line.number, text, width(text))
        role = label if not k or label == "K" else "h"
        page.pieces.append(Piece(piece, role, inside if k else odds, place))


def _odds(probability: float) -> float:
    return math.log((probability + 1e-3) / (1.0 - probability + 1e-3))
