"""Ten classes of other people's news, one an article: five-fold accuracy (docs/taxonomy.md).

OMP_NUM_THREADS=1 python benchmarks/cnews10.py ../shared/corpora/cnews10.jsonl.xz
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from baozhai import build
from baozhai.cli import compose
from baozhai.io.readers.tables import Row, read_rows
from baozhai.labels.foreign import labelled, topics_of


def main(path: str) -> None:
    """Print the accuracy of the shipped features with two strengths of regularization."""
    columns = {"text": "body", "labels": "label"}
    rows = [labelled(row.fields, columns, row.where) for row in read_rows(Path(path)) if isinstance(row, Row)]
    names = list(topics_of(rows))
    y = np.array([names.index(row.labels[0]) for row in rows])
    Y = np.where(np.arange(len(names)) == y[:, None], 1, -1).astype(np.int8)
    print("| C | articles | classes | accuracy | standard error |\n| --- | --- | --- | --- | --- |")
    for C in (0.15, 1.0):
        cfg = compose(["decision=single", f"classifier.C={C}"])
        right = np.zeros(len(y), dtype=bool)
        for learn, test in StratifiedKFold(5, shuffle=True, random_state=0).split(Y, y):
            features = build.features(cfg)
            X = features.fit_transform([rows[k].article for k in learn])
            model = build.classifier(cfg).fit(X, Y[learn])
            proba = model.predict_proba(features.transform([rows[k].article for k in test]))
            right[test] = proba.argmax(axis=1) == y[test]
        error = np.sqrt(right.mean() * (1 - right.mean()) / len(y))
        print(f"| {C} | {len(y)} | {len(names)} | {right.mean():.4f} | {error:.4f} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
