"""Results of runs in MLflow, for those who keep their experiments there (`track=mlflow`)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from baozhai.errors import ConfigError, OutputError

#: MLflow refuses longer values of parameters.
_LONGEST = 500
#: For the look whether a server answers: MLflow itself tries seven times, for minutes. What is logged later may wait so long.
_PATIENCE = {"MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1", "MLFLOW_HTTP_REQUEST_TIMEOUT": "20"}


def require() -> None:
    """Refuse early what `log` would fail at.

    Raises
    ------
    ConfigError
        MLflow is not installed.
    OutputError
        The server of `MLFLOW_TRACKING_URI` does not answer.
    """
    mlflow = _module()
    if os.environ.get("MLFLOW_TRACKING_URI", "").lower().startswith("http"):
        added = {key: value for key, value in _PATIENCE.items() if key not in os.environ}
        os.environ.update(added)
        try:
            with _telling(mlflow):
                mlflow.search_experiments(max_results=1)
        finally:
            for key in added:
                del os.environ[key]


def _module() -> Any:
    # Silent unless somebody set it: a run on an office machine should not report its use to others.
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    try:
        import mlflow
    except ImportError:
        raise ConfigError(
            "track=mlflow：没有安装 mlflow。请在项目目录运行 .venv/bin/pip install -e '.[mlflow]'，或去掉 track=mlflow。"
        ) from None
    return mlflow


@contextmanager
def _telling(mlflow: Any) -> Iterator[None]:
    """What MLflow cannot do as an OutputError."""
    try:
        yield
    except (mlflow.exceptions.MlflowException, OSError) as error:
        reason = str(error).strip().splitlines()[0]
        raise OutputError(
            f"MLflow 写不了（{reason}）。请检查 MLFLOW_TRACKING_URI，或去掉 track=mlflow。"
        ) from None


def log(result: Mapping[str, Any], params: Mapping[str, Any], tags: Mapping[str, str], folder: Path) -> None:
    """Log one scored run: its settings, scores with the ends of their intervals, and where it came from.

    Parameters
    ----------
    result : mapping
        As of `evaluation.assess.assess`, with `run` and `seconds`.
    params : mapping
        Dotted key → value.
    tags : mapping
        Data fingerprint, revision and the like.
    folder : Path
        Where to write when `MLFLOW_TRACKING_URI` names no server or folder.

    Raises
    ------
    OutputError
        MLflow cannot write where it is told to.
    """
    mlflow = _module()
    with _telling(mlflow):
        if not os.environ.get("MLFLOW_TRACKING_URI"):
            # Not the working folder, where MLflow would put it; its plain files are no longer kept up.
            mlflow.set_tracking_uri(f"sqlite:///{folder.absolute() / 'mlflow.db'}")
        mlflow.set_experiment("baozhai")
        with mlflow.start_run(run_name=result["run"]):
            mlflow.log_params({key: str(value)[:_LONGEST] for key, value in params.items()})
            mlflow.log_metrics(_metrics(result))
            mlflow.set_tags(dict(tags))


def _metrics(result: Mapping[str, Any]) -> dict[str, float]:
    low, high = result["interval"]
    out = {"macro_f1": result["macro_f1"], "macro_f1_low": low, "macro_f1_high": high}
    out |= {"exact": result["exact"], "seconds": result["seconds"], "articles": result["n"]}
    return out | {f"f1.{topic}": row["f1"] for topic, row in result["topics"].items() if row["measurable"]}
