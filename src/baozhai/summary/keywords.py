"""Keywords: quoted terms kept whole, and the words and word groups that recur."""

from __future__ import annotations

from collections import Counter

from baozhai.records import Article
from baozhai.summary.joining import joined
from baozhai.summary.phrases import phrases
from baozhai.summary.wordkinds import is_common, is_term
from baozhai.text.credits import bare
from baozhai.text.lazy import lazy
from baozhai.text.words import cut, tag

_QUOTED = lazy(r"[“「]([^“”「」，。；：！？…、\s]{2,12})[”」]")
_BOOK = lazy(r"《([^《》“”，。：；、（）\s]{4,20})(?=[》（])")
_SHORT_QUOTE = 8  # characters; a longer quotation is a term if it recurs or begins with a number
# Terms that a segmenter takes apart, and names in Latin letters with what they name.
_WHOLE = lazy(
    "专精特新(?:企业)?|瞪羚企业|独角兽企业|单项冠军(?:企业)?|隐形冠军(?:企业)?|两新组织|两企三新|新质生产力|三会一课|主题党日|首台套"
    "|(?:习近平)?新时代中国特色社会主义(?:思想)?|习近平(?:文化|经济|外交|法治|强军|生态文明)思想"
    "|中央八项规定(?:精神)?|(?:全面)?从严治党|党风廉政建设|两个确立|两个维护|(?:党的)?[十二三]{1,3}[大届](?:[一二三四五六七]中全会)?精神"
    # Ministries whose names hold an 和, and their bureaus.
    "|(?:工业和信息化|文化和旅游|人力资源和社会保障|住房和城乡建设|自然资源和规划|退役军人事务)[部厅局]|国家发展和改革委(?:员会)?"
    "|一带一路|双碳|链主企业|揭榜挂帅|高质量发展|产业链党委|流动党员|灯塔工厂|数字孪生|免申即享"
    r"|(?<![A-Za-z0-9.])[A-Za-z][A-Za-z0-9]*+(?:[-+][A-Za-z0-9]+|\.\d+)*+(?:疗法|疫苗|药物|抗体|芯片|技术|电池|平台|(?<=[A-Za-z0-9]{2})|(?<=[-+.][A-Za-z0-9]))"
)
_TITLE_BOOST = 3
_QUOTE_BOOST = 2
_FIGURE = 3  # quotations of a common word below which it is a figure of speech
_SHARE = 0.7  # of the weight of a term, from which a longer one that holds it says it better


def keywords(article: Article, n: int = 5) -> tuple[str, ...]:
    """Choose the keywords of an article.

    Parameters
    ----------
    article : Article
        Title, subtitle and paragraphs are read, without datelines and credits.
    n : int
        How many keywords at most, at least 0.

    Returns
    -------
    tuple of str
        Strings that occur in the article, best first; none holds another. The weight is the
        count (the title counts three times) times the number of words in a group; equal
        weights go to the longer, then to the earlier.

    Raises
    ------
    ValueError
        If `n` is negative.
    """
    if n < 0:
        raise ValueError(f"n must be at least 0, not {n}")
    weights: Counter[str] = Counter()
    texts: list[tuple[list[str], int]] = []
    quoted = Counter(
        term for text, _ in _texts(article) for found in (_QUOTED, _BOOK) for term in found.findall(text)
    )
    for text, boost in _texts(article):
        rest = _BOOK.sub("，", _QUOTED.sub("，", text))
        names = [t for t in _QUOTED.findall(text) if _is_name(t, quoted[t])] + _BOOK.findall(text)
        for term in names + _WHOLE.findall(rest):
            weights[term] += boost * _QUOTE_BOOST
        texts.append((cut(_WHOLE.sub("，", rest)), boost))
    whole = [t for t in weights if quoted[t] > 1 or t[0].isdigit() or _WHOLE.fullmatch(t)]
    words = joined([words for words, _ in texts])
    for term, phrase in phrases([(w, boost) for w, (_, boost) in zip(words, texts, strict=True)]).items():
        weights[term] = max(weights[term], phrase.worth)
    counted = dict(weights)
    for term in whole:  # 10分钟党建生活圈 is also what the headline calls 生活圈
        weights[term] += max((w for part, w in counted.items() if part != term and part in term), default=0)
    # A subtitle may be the name of a column, of which nothing is said.
    said = "\n".join([article.title, *article.paragraphs])
    ranked = sorted([t for t in weights if t in said], key=lambda t: (-weights[t], -len(t)))
    return _choose({term: weights[term] for term in ranked[: 4 * n] if not _is_given(term, said)}, n)


def _is_given(term: str, said: str) -> bool:
    """Whether a term is a given name: the same surname stands before it everywhere (柏长青)."""
    before = {part[-1:] for part in said.split(term)[:-1]}
    return len(term) == 2 and tag(term) == "nr" and len(before) == 1 and tag(*before) == "nr"


def _texts(article: Article) -> list[tuple[str, int]]:
    titles = [(t, _TITLE_BOOST) for t in (article.title, article.subtitle) if t]
    texts = [(text[slice(*bare(text))], 1) for text in article.paragraphs]
    # Where the newspaper speaks of itself (某某网注：) nothing is said of the matter.
    return [(t.replace(article.newspaper or "\n", "\n"), boost) for t, boost in titles + texts]


def _is_name(term: str, times: int) -> bool:
    """Whether what is quoted so often is a term: no common word, no sentence and none of its words quoted alone."""
    if not is_term(term) or "‘" in term or (times < _FIGURE and is_common(term)):
        return False
    return len(term) <= _SHORT_QUOTE or times > 1 or term[0].isdigit()


def _choose(weights: dict[str, int], n: int) -> tuple[str, ...]:
    """The first terms, none of which holds another; the longer one where it weighs not much less."""
    chosen: list[str] = []
    for term, weight in weights.items():
        held = [other for other in chosen if other in term]
        if held and weight >= _SHARE * max(weights[other] for other in held):
            chosen[chosen.index(held[0])] = term
            chosen = [other for other in chosen if other not in held]
        elif not held and not any(term in other for other in chosen) and len(chosen) < n:
            chosen.append(term)
    return tuple(chosen)
