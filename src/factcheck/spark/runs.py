"""Python on the engine: groups of rows handed to plain functions, many groups a call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from pyspark.sql import functions as fn

from factcheck.model import Claim, Source
from factcheck.spark import rows

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import Column, DataFrame

Row = tuple[Claim, dict[str, Any]]  # a claim, and the columns that stand beside it
Work = Callable[[Sequence[Row]], Iterable[Mapping[str, Any]]]

_AT_ONCE = 4_096  # rows of an answer that are handed on at a time
_CLAIM = frozenset((*rows.CLAIM, "id", "source", "key"))


def each(
    told: DataFrame,
    by: Sequence[str],
    order: Sequence[str | Column],
    work: Work,
    made: Mapping[str, str],
    only: Callable[[Iterator[Row]], Iterator[Row]] = iter,
) -> DataFrame:
    """What `work` makes of the rows with equal `by`, in `order`, as rows of the columns `made`.

    `only` may leave rows out before a group is held in memory.
    """

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        held: list[Mapping[str, Any]] = []
        for group in _groups(only(_each_of(batches)), by):
            held += work(group)
            if len(held) >= _AT_ONCE:
                yield rows.batch(made, held)
                held = []
        yield rows.batch(made, held)

    # by a hash of its own: a repartition that repeats that of a join before it is left out, and the join's is not kept
    apart = told.repartition(fn.xxhash64(*by))
    return apart.sortWithinPartitions(*by, *order).mapInArrow(run, rows.schema(made))


def _each_of(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    return chain.from_iterable(map(told, batches))


def _groups(told: Iterable[Row], by: Sequence[str]) -> Iterator[list[Row]]:
    """Sorted rows, those with equal `by` together."""
    of = itemgetter(*by)
    return (list(group) for _, group in groupby(told, lambda row: of(row[1])))


def told(batch: pa.RecordBatch | pa.Table) -> Iterator[Row]:
    """Claims with the columns beside them; `source` and `published` stand on both sides."""
    columns = rows.by_name(batch)
    beside = [name for name in columns if name not in _CLAIM or name == "source"]
    values = zip(*(columns[name] for name in beside), strict=True)
    for claim, more in zip(rows.claims(columns), values, strict=True):
        yield claim, dict(zip(beside, more, strict=True))


def sources(group: Iterable[Row]) -> dict[str, Source]:
    """The documents of the rows, as far as judging looks at them."""
    days = {more["source"]: more["published"] for _, more in group}
    return {name: Source(name, "", "", published=date.fromisoformat(d) if d else None) for name, d in days.items()}


def order(group: Iterable[Row]) -> dict[str, int]:
    """The places of the rows' documents."""
    return {more["source"]: more["number"] for _, more in group}
