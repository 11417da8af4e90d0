"""One over-long sentence cut at a clause, for those who ask for it; the cut is never printed as the original."""

from __future__ import annotations

from baozhai.records import Article, Sentence, Summary
from baozhai.summary.units import n_chars, text_of
from baozhai.text.lazy import lazy
from baozhai.text.sentences import balanced

#: What is put in the place of the clause mark; the only character that is not the newspaper's.
CLOSE = "。"
_CLAUSE = lazy("[，；]")
_MIN_CHARS = 8
# A clause that only prepares another one says nothing by itself.
_OPENS = lazy(
    r"[“‘]?(?:随着|虽然?|尽管|如果|由于|因为?|为了?|当(?!日|天|年|月|地|前|晚)|自从?|据|按照|根据|围绕|截至|截止|无论|不管|除了?|在[^，；]*[下中上后时前里间来]$|经过?(?!济|营)"
    r"|[^，；]*(?:之际|期间|以来|的同时|之后|之前|时|后|上午|下午|近日|日前|昨天|今天)$)"
)
# Nor may a piece end where the thought visibly goes on.
_HANGS = lazy(
    r"(?:说|表示|指出|介绍|认为|强调|不仅[^，；]*|不但[^，；]*|一是[^，；]*|[和与及或的把被将]|如|例如|包括"
    r"|里|(?<!以)[上下]|中|内|旁|之际|期间|时|后)$"
)


def clipped(article: Article, summary: Summary, max_chars: int) -> Summary:
    """The summary, or the longest run of whole clauses of its one over-long sentence, closed with 。.

    Parameters
    ----------
    article : Article
        What was summarized.
    summary : Summary
        Its summary.
    max_chars : int
        Budget in characters without white space, the closing 。 counted.

    Returns
    -------
    Summary
        `text` is the cut span and 。; the span ends before the mark. Only a summary of one sentence longer than
        `max_chars` is cut, and only at a ， or ； outside every pair of marks that leaves eight characters or more
        and does not leave the thought open; else it is returned as it is.
    """
    if len(summary.sentences) != 1 or n_chars(summary.text) <= max_chars:
        return summary
    (sentence,) = summary.sentences
    text = text_of(article, sentence)
    for mark in reversed(list(_CLAUSE.finditer(text))):
        piece = text[: mark.start()].rstrip()
        if n_chars(piece) < max_chars and _stands(piece):
            end = sentence.start + len(piece)
            cut = Sentence(sentence.paragraph, sentence.start, end, sentence.score)
            return Summary(summary.article, piece + CLOSE, (cut,))
    return summary


def is_cut(article: Article, summary: Summary) -> bool:
    """Whether the text of a summary is one piece of a sentence closed by us."""
    if len(summary.sentences) != 1:
        return False
    (sentence,) = summary.sentences
    after = article.paragraphs[sentence.paragraph][sentence.end :].lstrip()
    return summary.text == text_of(article, sentence) + CLOSE and after.startswith(("，", "；"))


def _stands(piece: str) -> bool:
    if n_chars(piece) < _MIN_CHARS or not balanced(piece) or _HANGS.search(piece):
        return False
    return any(not _OPENS.match(clause) for clause in _CLAUSE.split(piece))
