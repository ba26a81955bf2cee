"""Spark finds what one machine finds, row for row: in one process, on a cluster, and when a worker is killed."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_seeds import ROOT, carried
from test_twins import FIGURES, PARTS

from factcheck import (
    cli,
    compare,
    config,
    corroborate,
    evidence,
    findings,
    matters,
    pipeline,
    reconcile,
    spark,
    variants,
)
from factcheck.model import Result
from factcheck.report import json as report

COUNT = 100  # documents, beside the seeds
LEAN = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # for processes that live for seconds
ENV = os.environ | {"SPARK_LOCAL_IP": "127.0.0.1", "PYTHONPATH": str(ROOT / "src"), "JDK_JAVA_OPTIONS": LEAN}
POINTS = (
    ("点.txt", "2025年，苏州市高技术产业产值占比提高1.4个百分点。"),
    ("率.txt", "2025年，苏州市高技术产业产值占比提高1.4%。"),
)
LINKED = (
    ("年.txt", "2024年，肇庆市粮食产量131.7万吨。2023年，肇庆市粮食产量128.4万吨。"),
    ("错年.txt", "2024年，肇庆市粮食产量128.4万吨。"),
    ("和.txt", "2024年，清远市进出口总额812.4亿元。其中，出口总额300.2亿元，进口总额422.1亿元。"),
    ("国.txt", "2024年，全国粮食产量70650万吨。2024年，茂名市粮食产量160.3万吨，占全国12.4%。"),
    ("句一.txt", "2024年末，韶关市城镇登记失业率为3.1%。"),
    ("句二.txt", "2024年11月末，韶关市城镇登记失业率为3.1%。"),
    (
        "甲讲.txt",
        "2024年，云浮市石材产量716.4万吨，增长4.86%。2024年，云浮市水泥产量1293.5万吨。"
        "2024年，云浮市外贸出口额58.7亿元。2024年，石材企业4108家。",
    ),
    (
        "乙讲.txt",
        "2024年，云浮市石材产量716.4万吨，增幅4.9%。2024年，云浮市水泥产量1293.5万吨。"
        "2024年，云浮市外贸出口额58.7亿元。2024年，云浮市从事石材的企业4180家。",
    ),
)
SOURCES = """
[[source]]
path = "点.txt"
id = "公报"
tier = 1
[[source]]
path = "句一.txt"
published = 2025-01-15
[[source]]
path = "句二.txt"
published = 2025-01-16
"""
pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, twins of them and of texts of our own, a document that cannot be read and one with an id."""
    place = tmp_path_factory.mktemp("documents")
    texts = ["\n".join(PARTS).format(*figures) for figures in FIGURES]
    texts += [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    made = list(zip(range(COUNT), carried("scale").documents(texts, 600), strict=False))
    random.Random(5).shuffle(made)  # twins need not be neighbours
    for number, (_, text) in enumerate(made):
        part = place / f"{number % 7}"
        part.mkdir(exist_ok=True)
        (part / f"{number:03}.txt").write_text(text, encoding="utf-8", errors="replace")
    for name, text in POINTS + LINKED:
        (place / name).write_text(text, encoding="utf-8")
    (place / "坏.docx").write_bytes(b"no document")
    (place / "sources.toml").write_text(SOURCES, encoding="utf-8")
    shutil.copytree(ROOT / "seeds", place / "seeds")
    return place


@pytest.fixture(scope="module")
def result(folder: Path) -> Result:
    """What one machine makes of it."""
    return pipeline.check([str(folder)], config.Config(cache="off"))


@pytest.fixture(scope="module")
def expected(result: Result) -> dict[str, Any]:
    """The same as a report."""
    assert len({finding.rule for finding in result.findings}) > 3
    assert any(finding.rule >= "FC4" for finding in result.findings)
    stating = {claim.id: claim.source for claim in result.claims}
    assert any(fact.sources < len({stating[c] for c in fact.claims}) for fact in result.facts), "no copies"
    return json.loads(report.render(result))  # type: ignore[no-any-return]


LINKS = {
    "a sentence told in two groups": (compare, "retold", lambda groups, sources: list(groups)),
    "one number under two names": (corroborate, "_same_numbers", lambda judged, sources, shared: ()),
    "one clause": (corroborate, "_same_words", lambda judged, sources: ()),
    "a headline and its story": (corroborate, "_headlines", lambda judged: ()),
    "documents of one matter": (matters, "pairs", lambda judged, shared: set()),
    "documents of the same facts": (matters, "_of_the_same_facts", lambda judged, size: ()),
    "figures told in two ways": (variants, "_told_twice", lambda a, b, linked: ()),
    "copies": (evidence, "families", lambda claims: {}),
    "shares": (reconcile, "operands", lambda entity, indicator: ()),
    "the nation": (reconcile, "_NATION", ()),
    "sums": (reconcile, "_identities", dict),
    "a number from elsewhere": (findings, "_same_values", lambda judged: {}),
}


@pytest.mark.parametrize("kind", LINKS)
def test_the_documents_are_linked_in_every_way(result: Result, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, nothing = LINKS[kind]
    monkeypatch.setattr(module, name, nothing)
    without = pipeline.compared(result)
    assert (without.facts, without.findings) != (result.facts, result.findings)


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """The user's own session, with two threads."""
    os.environ |= {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}  # as users do for their own
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "3").config("spark.log.level", "ERROR")
    builder = builder.config("spark.sql.codegen.wholeStage", "false").config("spark.ui.showConsoleProgress", "false")
    made = builder.config("spark.driver.extraJavaOptions", LEAN).getOrCreate()
    yield made
    made.stop()


def same(found: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every row of every table, with a short answer where they differ."""
    for name, wanted in expected.items():
        rows = found[name]
        differing = [pair for pair in zip(rows, wanted, strict=False) if pair[0] != pair[1]]
        fields = [{k: (a[k], b[k]) for k in a if a[k] != b.get(k)} for a, b in differing[:3]]
        assert (name, len(rows), len(differing), fields) == (name, len(wanted), 0, [])


def test_two_threads_find_what_one_machine_finds(
    session: Any, folder: Path, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the workers, and then on the driver, of what was read once."""
    from factcheck.load import Limits
    from factcheck.spark import engine
    from factcheck.spark.session import _documents, _listed, _result
    from factcheck.spark.shelf import Shelf

    listed, problems = _listed([str(folder)], config.Config())
    documents = _documents(session, listed)
    kept = Shelf(session, None)
    read = engine._read(documents, kept, Limits(), True)
    for few in (0, 10**9):
        monkeypatch.setattr(engine, "FEW", few)
        checked = engine.compared(*read, kept)
        same(json.loads(report.render(_result(checked, problems))), expected)
    claims, facts, findings = checked
    assert [row.id for row in findings.collect()] == [one["id"] for one in expected["findings"]]
    assert claims.where("fact is null").count() == 0
    assert facts.count() == len(expected["facts"])
    assert session.getActiveSession() is not None


def test_a_group_is_handed_over_whole_whatever_was_joined_before(session: Any) -> None:
    from pyspark.sql import functions as fn

    from factcheck.spark import rows, runs

    made = session.range(0, 4_000, 1, 4).select((fn.col("id") % 50).alias("group"), fn.col("id").alias("at"))
    texts = {**rows.CLAIM, "id": "string", "source": "string"}
    empty = {"flags": fn.array().cast("array<string>"), "key": fn.array().cast("array<string>")}
    claims = made.select("*", *(fn.lit(None).cast(kind).alias(name) for name, kind in texts.items() if name != "flags"))
    # as where the engine sees only on the way that what it joins with is small
    session.conf.set("spark.sql.autoBroadcastJoinThreshold", "-1")
    session.conf.set("spark.sql.adaptive.autoBroadcastJoinThreshold", "10m")
    wanted = claims.groupBy("group").agg(fn.count("*").alias("held")).where("held > 1").select("group")
    here = claims.withColumns(empty).join(wanted, "group", "left_semi")

    def sizes(group: Any) -> Any:
        yield {
            "group": group[0][1]["group"],
            "size": len(group),
            "sorted": group == sorted(group, key=lambda r: r[1]["at"]),
        }

    kinds = {"group": "bigint", "size": "bigint", "sorted": "boolean"}
    try:
        found = runs.each(here, ["group"], ["at"], sizes, kinds).collect()
    finally:
        session.conf.unset("spark.sql.autoBroadcastJoinThreshold")
        session.conf.unset("spark.sql.adaptive.autoBroadcastJoinThreshold")
    assert {tuple(row) for row in found} == {(group, 80, True) for group in range(50)}
    assert len(found) == 50


@pytest.mark.parametrize("sent", [0, 10**6], ids=["as bits", "one by one"])
def test_claims_are_picked_by_their_numbers(session: Any, sent: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from factcheck.spark import shelf

    monkeypatch.setattr(shelf, "_SENT", sent)
    claims = session.range(1, 400).withColumnRenamed("id", "ordinal").selectExpr("ordinal", "concat('c', ordinal) id")
    wanted = [(63, "a"), (64, "b"), (64, "c"), (127, "d"), (128, "e"), (399, "f"), (400, "g")]
    found = shelf.picked(claims, session.createDataFrame(wanted, "ordinal bigint, beside string")).collect()
    assert sorted((r.id, r.beside) for r in found) == sorted((f"c{n}", name) for n, name in wanted if n < 400)
    assert shelf.picked(claims, session.createDataFrame([], "ordinal bigint, beside string")).count() == 0


def test_a_table_of_texts_is_enough(session: Any, tmp_path: Path) -> None:
    rows = [
        ("乙.txt", "2024年，肇庆市地区生产总值2815.4亿元。", "2025-02-01"),
        ("甲.txt", "2024年，肇庆市地区生产总值2851.4亿元。", None),
        ("丙.pdf", "no pdf", None),
    ]
    table = session.createDataFrame(rows, "path string, text string, title string")
    checked = spark.check(table, folder=str(tmp_path / "tables"))
    (finding,) = checked.findings.collect()
    assert finding.rule == "FC106"
    assert [row.verdict for row in checked.facts.collect()] == ["conflict"]
    documents = {row.path: row for row in checked.documents.collect()}
    assert [problem.fatal for problem in documents["丙.pdf"].problems] == [True]
    assert json.loads(documents["乙.txt"].about)["title"] == "2025-02-01"
    assert [documents[name].source for name in ("乙.txt", "甲.txt")] == ["s1", "s2"]  # by path
    assert (tmp_path / "tables" / "stages" / "claims").is_dir()


def test_without_figures_there_is_nothing(session: Any) -> None:
    checked = spark.check(session.createDataFrame([("甲.txt", "今天天气很好。")], "path string, text string"))
    assert [frame.count() for frame in checked] == [0, 0, 0]


# --- a cluster --------------------------------------------------------------------------------------


class Cluster:
    """A master and two workers on loopback."""

    def __init__(self, place: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.master = f"spark://127.0.0.1:{free.getsockname()[1]}"
        self.place = place
        port = self.master.rpartition(":")[2]
        self.processes = [self._start("master.Master", "--port", port, "--webui-port", "0")]
        for name in ("one", "two"):
            words = ("--cores", "1", "--memory", "1g", "--webui-port", "0", "--work-dir", str(place / name))
            self.processes.append(self._start("worker.Worker", *words, self.master))

    def _start(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        import pyspark

        script = Path(pyspark.__file__).parent / "bin" / "spark-class"
        command = [str(script), f"org.apache.spark.deploy.{name}", "--host", "127.0.0.1", *words]
        log = (self.place / f"{len(getattr(self, 'processes', ()))}.log").open("wb")
        return subprocess.Popen(command, env=ENV, stdout=log, stderr=log, start_new_session=True)

    def kill(self, number: int) -> None:
        """End a process and all that it started at once."""
        if self.processes[number].poll() is None:
            os.killpg(self.processes[number].pid, signal.SIGKILL)
            self.processes[number].wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    yield made
    for number in range(len(made.processes)):
        made.kill(number)


def started(folder: Path, out: Path, cluster: Cluster, *words: str, few: int = 10**9) -> subprocess.Popen[bytes]:
    """A run of the command; more than `few` claims are compared on the workers."""
    code = (
        "import sys; from factcheck.spark import engine; from factcheck.cli import main; "
        f"engine.FEW = {few}; sys.exit(main())"
    )
    verb = ("run", str(folder), "--no-expectations", "-q", "--no-cache", "-o", f"json={out}")
    command = [sys.executable, "-c", code, *verb, "--engine", "spark", "--master", cluster.master, *words]
    return subprocess.Popen(command, env=ENV, stderr=subprocess.PIPE)


def test_two_workers_and_then_one_that_is_killed(
    folder: Path, expected: dict[str, Any], cluster: Cluster, tmp_path: Path
) -> None:
    whole = started(folder, tmp_path / "whole.json", cluster, "--tables", str(tmp_path / "first"), few=0)
    said = whole.communicate()[1].decode()
    assert whole.returncode == 3, said  # 坏.docx was not read
    same(json.loads((tmp_path / "whole.json").read_text(encoding="utf-8")), expected)

    tables = tmp_path / "tables"
    hurt = started(folder, tmp_path / "hurt.json", cluster, "--tables", str(tables))
    while not list(tables.glob("stages/read/_temporary/0/_temporary/*")):  # until a task has begun to write
        assert hurt.poll() is None
        time.sleep(0.02)
    cluster.kill(1)
    assert hurt.poll() is None
    said = hurt.communicate()[1].decode()
    assert hurt.returncode == 3, said
    same(json.loads((tmp_path / "hurt.json").read_text(encoding="utf-8")), expected)

    import pyarrow.parquet as pq

    assert pq.read_table(tables / "findings").num_rows == len(expected["findings"])
    assert pq.read_table(tables / "claims").num_rows == len(expected["claims"])


def test_a_cluster_needs_a_folder_that_all_its_workers_reach(folder: Path, cluster: Cluster, tmp_path: Path) -> None:
    alone = started(folder / "点.txt", tmp_path / "x.json", cluster)
    said = alone.communicate()[1].decode()
    assert alone.returncode == 2
    assert "--tables" in said.splitlines()[-1]


# --- without it -------------------------------------------------------------------------------------


def test_without_pyspark_a_sentence_says_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda name: None)
    assert cli.main(["run", str(folder), "--engine", "spark", "--no-cache"]) == 2
    assert "pip install 'factcheck-zh[spark]'" in capsys.readouterr().err
    with pytest.raises(spark.EngineError, match="Java 17"):
        spark.check(None)  # type: ignore[arg-type]


def test_a_base_is_for_one_machine(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", str(folder / "点.txt"), "--against", str(folder), "--engine", "spark", "--no-cache"]
    assert cli.main(words) == 2
    assert "--against" in capsys.readouterr().err.splitlines()[-1]
