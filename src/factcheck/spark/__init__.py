"""The check beyond one machine, on Spark: the same extraction and the same rules, grouped and sorted by the engine.

    from factcheck import spark

    claims, facts, findings = spark.check(documents)  # DataFrames on the session of `documents`

Nothing here imports pyspark before it is called, and no session is made but by `factcheck run --engine spark`.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from factcheck.load import Limits
from factcheck.model import FactcheckError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from factcheck.spark.engine import Checked

__all__ = ["EngineError", "check"]


class EngineError(FactcheckError):
    """Spark is not installed, cannot be started or has no place to work; the message says which."""


def check(
    documents: DataFrame, *, folder: str | None = None, limits: Limits | None = None, texts: bool = False
) -> Checked:
    """Claims, facts and findings of a table of documents, as DataFrames on its own session.

    `documents` has a column `path` (its suffix names the format) and the bytes of each document in
    `content`, or its words in `text`; where both are null or missing, workers read the file at `path`.
    What `sources.toml` can state (title, publisher, published, entity, language, tier, place, id) may
    stand in columns of that name, and a unique `number` gives the order; else documents are ordered by path.

    Each stage is written below `folder` as Parquet and read back: on a cluster all workers must reach it; with
    master `local` it may be left out. `texts` keeps what was read as text. Raises EngineError.
    """
    require()
    from factcheck.spark.engine import run

    return run(documents, folder, limits or Limits(), texts)


def require() -> None:
    """Raise EngineError with a sentence for the user where pyspark is missing."""
    if find_spec("pyspark") is None:
        raise EngineError("没有安装 pyspark：请运行 pip install 'factcheck-zh[spark]'，并安装 Java 17。")
