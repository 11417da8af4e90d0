"""Learn all that the cutter of dumps knows: signals from wording and the labels of lines.

    python benchmarks/train_cutter.py --corpus news.jsonl.xz … [--without folder …]

The texts are our own and, where given, more news (title and body a line): the weights say how pages are laid
out and how headlines and openings read, none of them holds a text. Two networks (`learncut.seams`,
`learncut.openings`) and some regressions (`learncut.wording`) learn from three of four texts, then a
linear-chain conditional random field (Lafferty et al., 2001; python-crfsuite) learns a weight for each signal
and label from pages that `dumpgen` draws of the others: what is said of known texts is too good. Of every
corpus a part is never learned from (`learncut.texts.measured`); `benchmarks/cutting.py --texts` measures on it.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

from dumpgen import Item, pages  # noqa: E402
from learncut import texts  # noqa: E402

from baozhai.ingest.reflow import Line, width  # noqa: E402
from baozhai.ingest.signals import named, signals  # noqa: E402
from baozhai.ingest.tagger import WINDOW, windowed  # noqa: E402

FOLDER = ROOT / "src" / "baozhai" / "ingest"
#: Weights smaller than this change next to nothing and are dropped.
LEAST_WEIGHT = 0.02
#: Every so many-th text is for the field, the others are for what gives it signals.
FIELDS_SHARE = 4
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

    def parted(self) -> tuple[Texts, Texts]:
        """Those for the signals and those for the field."""
        return self._only(lambda k: k % FIELDS_SHARE > 0), self._only(lambda k: k % FIELDS_SHARE == 0)

    def _only(self, wanted: Any) -> Texts:
        found = [
            [x for k, x in enumerate(some) if wanted(k)] for some in (self.ours, self.headlines, self.news)
        ]
        return Texts(*found, self.bare)

    @property
    def pool(self) -> list[Item]:
        """What pages are drawn from."""
        return [*self.ours, *self.headlines, *filter(texts.usable, self.news)]


def gathered(corpora: Sequence[str], folders: Sequence[str]) -> Texts:
    """All texts but those that are measured on."""
    without: set[int] = set().union(*map(texts.development, folders))
    news, bare = zip(*(texts.corpus(path, without) for path in corpora), strict=True) if corpora else ([], [])
    return Texts(texts.starter(), texts.own_headlines(), sum(news, []), [some for some in bare if some])


def learn_signals(found: Texts, count: int, seed: int) -> None:
    """Networks and regressions, each written beside the module that reads it."""
    from learncut.openings import openings
    from learncut.seams import seams
    from learncut.wording import cohesion, wording

    pool = found.pool
    some = random.Random(seed).sample(pool, min(len(pool), ARTICLES))
    np.savez(FOLDER / "wording.npz", **wording(pool, count, seed))
    np.savez(FOLDER / "cohesion.npz", **cohesion(some, count, seed))
    pools = [[item.paragraphs for item in found.news], *found.bare]
    articles = [paragraphs for some in pools for paragraphs in some]
    np.savez(FOLDER / "seams.npz", **seams(found.news, [*found.ours, *found.headlines], articles, seed))
    pools = [*pools, [item.paragraphs for item in found.ours]]
    weights = [TITLED, *[1.0] * len(found.bare), OURS]
    np.savez(FOLDER / "openings.npz", **openings([x for x in zip(weights, pools, strict=True) if x[1]], seed))


@dataclass(frozen=True)
class Field:
    """Weights of one fitted field: by (signal, label), and of label after label."""

    labels: list[str]
    weights: dict[tuple[str, str], float]
    steps: dict[tuple[str, str], float]


def fit(pool: Sequence[Item], count: int, seed: int) -> Field:
    """A field fitted on pages drawn with one seed."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.2, "c2": 0.05, "max_iterations": 100, "feature.possible_transitions": True})
    for page in pages(pool, count, seed):
        lines = [Line(k + 1, text.strip(), width(text.strip())) for k, (text, _) in enumerate(page)]
        trainer.append(windowed(named(signals(lines))), [label for _, label in page])
    with tempfile.TemporaryDirectory() as folder:
        trainer.train(f"{folder}/crf")
        tagger = pycrfsuite.Tagger()
        tagger.open(f"{folder}/crf")
        found = tagger.info()
        return Field(list(found.labels), dict(found.state_features), dict(found.transitions))


def mean(fields: list[Field]) -> dict[str, Any]:
    """The mean of the weights of several fields (bagging, Breiman 1996: the fields are linear)."""
    labels = sorted(set().union(*(field.labels for field in fields)))
    weights: dict[str, list[float]] = {}
    for field in fields:
        for (name, label), value in field.weights.items():
            row = weights.setdefault(name, [0.0] * len(labels))
            row[labels.index(label)] += value / len(fields)
    kept = {
        k: [round(v, 3) for v in w] for k, w in sorted(weights.items()) if max(map(abs, w)) >= LEAST_WEIGHT
    }
    steps = [
        [round(sum(f.steps.get((a, b), -9.0) for f in fields) / len(fields), 3) for b in labels]
        for a in labels
    ]
    return {"labels": labels, "window": WINDOW, "steps": steps, "weights": kept}


def main() -> None:
    """Gather texts, learn, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1300, help="drawn pages a field")
    parser.add_argument("--fields", type=int, default=5, help="fields whose weights are averaged")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="fields learned side by side")
    parser.add_argument("--corpus", nargs="*", default=[])
    parser.add_argument("--wording-pages", type=int, default=8000, help="drawn pages for the wording")
    parser.add_argument("--without", nargs="*", default=[], help="folders of *.gold.json: not learned from")
    parser.add_argument(
        "--only-fields", action="store_true", help="leave what gives the field signals as it is"
    )
    args = parser.parse_args()
    for_signals, for_fields = gathered(args.corpus, args.without).parted()
    if not args.only_fields:
        learn_signals(for_signals, args.wording_pages, args.seed)
    seeds, pool = range(args.seed, args.seed + args.fields), for_fields.pool
    model = mean(Parallel(n_jobs=args.jobs)(delayed(fit)(pool, args.pages, seed) for seed in seeds))
    target = FOLDER / "tagger.json"
    target.write_text(json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(pool)} articles, {len(model['weights'])} signals, {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
