"""`factcheck claims`: the claims table and nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from factcheck.commands import Ending, work
from factcheck.commands.output import Output, OutputError, option, parse, to_file, to_stdout
from factcheck.model import Result
from factcheck.report.json import dump, record

FORMATS = ("csv", "jsonl", "json", "parquet")
COLUMNS = (
    *("id", "path", "line", "column", "start", "end", "text", "value", "low", "high", "unit", "qualifier"),
    *("measure", "basis", "scope", "entity", "indicator", "period_start", "period_end", "period_kind", "period_basis"),
    *("attribution", "place", "rule", "context"),
)
_INTEGERS = frozenset({"line", "column", "start", "end"})


@click.command("claims", short_help="只提取数字，输出表格")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@option(FORMATS, "csv")
@work.settings_options
def command(paths: tuple[str, ...], outputs: tuple[str, ...], quiet: bool, verbose: bool, **flags: object) -> Ending:
    """从 PATHS 里提取全部数字（只提取，不比较），输出表格。"""
    wanted = parse(outputs or ["csv"], FORMATS)
    config = work.settings(**flags)  # type: ignore[arg-type]
    result = extract(work.inputs(paths, config), config, quiet)
    for output in wanted:
        write(result, output)
    ending = work.gate(result, "never")
    if ending.code:
        return ending
    counts = f"提取了 {len(result.claims)} 个数字，另有 {len(result.skipped)} 处不是数字主张"
    return Ending(0, f"{counts}。{len(result.claims)} claims (exit 0).")


def extract(paths: Sequence[str], config: Any, quiet: bool) -> Result:
    """Only the reading half of the pipeline where it can be called alone, else the whole of it."""
    from factcheck import pipeline
    from factcheck.commands.progress import shown

    found: Result
    only = getattr(pipeline, "extract", None)
    with shown(quiet) as progress:
        if only is not None:
            found = only(paths, config, progress=progress)
            return found
        found = pipeline.check(paths, config, progress=progress)
        return found


def rows(result: Result) -> Iterator[dict[str, Any]]:
    """The claims as flat rows in COLUMNS; decimals as strings, None where nothing is known."""
    paths = {source.id: source.path for source in result.sources}
    for claim in result.claims:
        row = record(claim)
        period = row.pop("period") or {}
        row |= {f"period_{name}": period.get(name) for name in ("start", "end", "kind", "basis")}
        row["path"] = paths.get(claim.source, claim.source)
        yield {name: row.get(name) for name in COLUMNS}


def write(result: Result, output: Output) -> None:
    """The claims in one format, to its file or to standard output."""
    if output.format == "parquet":
        if output.file is None:
            raise OutputError("parquet 是二进制格式，请写成 parquet=文件名。")
        to_file(output.file, _parquet(result))
        return
    text = {"csv": _csv, "jsonl": _jsonl, "json": _json}[output.format](result)
    if output.file is None:
        to_stdout(text)
    else:
        to_file(Path(output.file), text)


def _csv(result: Result) -> str:
    from factcheck.report.csv import BOM, guarded

    stream = io.StringIO()
    table = csv.DictWriter(stream, COLUMNS, lineterminator="\r\n")
    table.writeheader()
    for row in rows(result):
        table.writerow({name: guarded(name, value) for name, value in row.items()})
    return BOM + stream.getvalue()


def _jsonl(result: Result) -> str:
    return "".join(dump(row) + "\n" for row in rows(result))


def _json(result: Result) -> str:
    lines = ",\n".join(dump(row) for row in rows(result))
    return f"[\n{lines}\n]\n" if lines else "[]\n"


def _parquet(result: Result) -> bytes:
    """Values stay decimal strings: Parquet's decimals are too narrow for 10¹² beside 10⁻⁶."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, pa.int64() if name in _INTEGERS else pa.string()) for name in COLUMNS])
    listed = [{name: _utf8(value) for name, value in row.items()} for row in rows(result)]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(listed, schema=schema), sink)
    return sink.getvalue()


def _utf8(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
