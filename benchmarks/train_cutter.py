"""Learn all that the cutter of dumps knows: signals from wording and the labels of lines.

    python benchmarks/train_cutter.py --corpus news.jsonl.xz … [--without folder …]

The texts are our own and, where given, more news (title and body a line): the weights say how pages are laid
out and how headlines and openings read, none of them holds a text. Regressions (`learncut.wording`) learn how lines
read, then a linear-chain conditional random field over a network (`learncut.tagger`; Lafferty et al., 2001) learns
the labels of lines from pages that `dumpgen` draws: those of one half of the texts get their signals from regressions
of the other half, for what is said of known texts is too good. Two networks (`learncut.seams`, `learncut.openings`)
are heard after it; another regression (`learncut.blanks`) learns where headlines have blanks. Of every corpus a part is never learned from (`learncut.texts.measured`); `benchmarks/cutting.py
--texts` measures on it. JAX is needed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from dumpgen import Item, pages  # noqa: E402
from learncut import texts  # noqa: E402

FOLDER = ROOT / "src" / "baozhai" / "ingest"
#: Articles that latent dimensions are learned from, at most.
ARTICLES = 6000
#: How often rows of openings are drawn from titled news and from our own texts, of other news 1.
TITLED, OURS = 2.0, 0.25


@dataclass(frozen=True)
class Texts:
    """What is learned from: our articles, our headlines, titled news and the paragraphs of news without titles."""

    ours: Sequence[Item]
    headlines: Sequence[Item]
    news: Sequence[Item]
    bare: Sequence[Sequence[list[str]]]

    def halves(self) -> tuple[Texts, Texts]:
        """Every other text of each kind, and the others; all of the news without titles in both."""
        first, second = ([some[k::2] for some in (self.ours, self.headlines, self.news)] for k in range(2))
        return Texts(*first, self.bare), Texts(*second, self.bare)

    @property
    def pool(self) -> list[Item]:
        """What pages are drawn from."""
        return [*self.ours, *self.headlines, *filter(texts.usable, self.news)]


def gathered(corpora: Sequence[str], folders: Sequence[str]) -> Texts:
    """All texts but those that are measured on."""
    without: set[int] = set().union(*map(texts.development, folders))
    news, bare = zip(*(texts.corpus(path, without) for path in corpora), strict=True) if corpora else ([], [])
    return Texts(texts.starter(), texts.own_headlines(), sum(news, []), [some for some in bare if some])


def learn_regressions(pool: Sequence[Item], count: int, seed: int) -> None:
    """What gives the tagger signals from wording, written beside the modules that read it."""
    from learncut.wording import cohesion, wording

    some = random.Random(seed).sample(pool, min(len(pool), ARTICLES))
    np.savez(FOLDER / "wording.npz", **wording(pool, count, seed))
    np.savez(FOLDER / "cohesion.npz", **cohesion(some, count, seed))
    _read_anew()


def _read_anew() -> None:
    from baozhai.ingest import cohesion, wording

    wording._weights.cache_clear()
    cohesion._vectors.cache_clear()


def learn_tagger(found: Texts, count: int, wording_pages: int, seed: int) -> None:
    """The tagger, and the regressions that it hears, cross-fitted on two halves of the texts."""
    from learncut.tagger import Names, Page, tagger

    names, lessons, halves = Names(), [], found.halves()
    for k, (own, other) in enumerate(zip(halves, reversed(halves), strict=True)):
        learn_regressions(own.pool, wording_pages, seed)
        lessons += [Page.of(page, names) for page in pages(other.pool, count // 2, 2 * seed + k)]
    learn_regressions(found.pool, wording_pages, seed)
    np.savez(FOLDER / "tagger.npz", **tagger(lessons, names, seed))


def learn_networks(found: Texts, seed: int) -> None:
    """The networks that are heard after the tagger."""
    from learncut.openings import openings
    from learncut.seams import seams

    pools = [[item.paragraphs for item in found.news], *found.bare]
    articles = [paragraphs for some in pools for paragraphs in some]
    np.savez(FOLDER / "seams.npz", **seams(found.news, [*found.ours, *found.headlines], articles, seed))
    pools = [*pools, [item.paragraphs for item in found.ours]]
    weights = [TITLED, *[1.0] * len(found.bare), OURS]
    np.savez(FOLDER / "openings.npz", **openings([x for x in zip(weights, pools, strict=True) if x[1]], seed))


def learn_blanks(found: Texts, seed: int) -> None:
    """The blanks between the lines of headlines."""
    from learncut.blanks import blanks

    titles = [item.title for item in (*found.news, *found.ours, *found.headlines)]
    np.savez_compressed(FOLDER / "blanks.npz", **blanks(titles, seed))


def main() -> None:
    """Gather texts, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=30_000, help="drawn pages that the tagger learns from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", nargs="*", default=[])
    parser.add_argument("--wording-pages", type=int, default=8000, help="drawn pages for the wording")
    parser.add_argument("--without", nargs="*", default=[], help="folders of *.gold.json: not learned from")
    parser.add_argument(
        "--only-tagger", action="store_true", help="leave what is heard after the tagger as it is"
    )
    parser.add_argument("--only-blanks", action="store_true", help="learn the blanks of headlines alone")
    args = parser.parse_args()
    found = gathered(args.corpus, args.without)
    learn_blanks(found, args.seed)
    if args.only_blanks:
        return
    learn_tagger(found, args.pages, args.wording_pages, args.seed)
    if not args.only_tagger:
        learn_networks(found, args.seed)


if __name__ == "__main__":
    main()
