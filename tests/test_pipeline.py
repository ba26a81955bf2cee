"""From paths to a result: the cache, several processes, faults of one document, a draft against a base."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factcheck import documents, intake, lexicon, parallel, pipeline
from factcheck.config import Config
from factcheck.documents import Item
from factcheck.model import Problem
from factcheck.report.json import render

TEXT = """# 某市统计公报
2025年，某市规模以上工业总产值{output}亿元，同比增长5.4%；汽车产量{cars}万辆。
全市常住人口{people}万人，比上年末增加3.2万人。
"""


def write(folder: Path, name: str, output: str = "5230.4", cars: str = "293.5", people: str = "1799.5") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(TEXT.format(output=output, cars=cars, people=people), encoding="utf-8")
    return file


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Six documents, two of which differ on one figure; one is GB18030, one HTML."""
    monkeypatch.chdir(tmp_path)
    for n in range(4):
        write(tmp_path / "docs", f"{n}.md", cars="293.5" if n else "283.5")
    gb = TEXT.format(output="5230.4", cars="293.5", people="1799.5")
    (tmp_path / "docs" / "gb.txt").write_bytes(gb.encode("gb18030"))
    page = "".join(f"<p>{line}</p>" for line in gb.splitlines())
    (tmp_path / "docs" / "page.html").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    return tmp_path


def config(**settings) -> Config:
    return Config(**{"cache": "off", "jobs": 1} | settings)


def never(item):
    raise AssertionError(f"{item.path} was extracted again")


def test_a_hit_gives_the_same_bytes_and_extracts_nothing(folder, monkeypatch):
    fresh = pipeline.check(["docs"], config())
    assert fresh.findings, "the two documents that differ are found"
    stored = pipeline.check(["docs"], config(cache="store"))
    monkeypatch.setattr(documents, "read_one", never)
    again = pipeline.check(["docs"], config(cache="store"))
    assert render(again) == render(stored) == render(fresh)
    assert again.texts == fresh.texts


@pytest.mark.parametrize("change", ["lexicon", "bytes", "stated", "limits"])
def test_what_shapes_an_extraction_invalidates_it(folder, monkeypatch, change):
    pipeline.check(["docs/0.md"], config(cache="store"))
    monkeypatch.setattr(documents, "read_one", never)
    pipeline.check(["docs/0.md"], config(cache="store"))
    settings: dict[str, object] = {}
    if change == "lexicon":
        monkeypatch.setattr(lexicon, "fingerprint", lambda: "another")
    elif change == "bytes":
        write(folder / "docs", "0.md", output="5230.5")
    elif change == "stated":
        (folder / "docs" / "sources.toml").write_text('[[source]]\npath = "0.md"\npublisher = "某报"\n')
    else:
        settings["limits"] = Config().limits.model_copy(update={"pages": 3})
    with pytest.raises(AssertionError, match="extracted again"):
        pipeline.check(["docs/0.md"], config(cache="store", **settings))


def test_what_was_not_read_whole_is_tried_again(folder, monkeypatch):
    whole = documents.extract
    part = Problem("docs/0.md", "第2页无法读取")
    monkeypatch.setattr(documents, "extract", lambda d: documents.replace(whole(d), problems=(part,)))
    assert part in pipeline.extract(["docs/0.md"], config(cache="store")).problems
    monkeypatch.setattr(documents, "extract", whole)
    assert pipeline.extract(["docs/0.md"], config(cache="store")).problems == ()


def test_two_processes_give_the_same_bytes_as_one(folder, monkeypatch):
    monkeypatch.setattr(intake, "CHUNK", 2)
    one, two = (pipeline.check(["docs"], config(jobs=jobs, cache=f"store{jobs}")) for jobs in (1, 2))
    assert render(two) == render(one)
    assert two.texts == one.texts
    monkeypatch.setattr(documents, "read_one", never)
    assert render(pipeline.check(["docs"], config(cache="store2"))) == render(one)


def test_processes_only_where_they_pay(monkeypatch):
    monkeypatch.setattr(parallel, "available", lambda: 2)
    few = [intake.Entry(Path("a"), size=1_000)] * 50
    assert intake.jobs_for(few, 0) == 1
    assert intake.jobs_for(few * 40, 0) == 2
    assert intake.jobs_for([intake.Entry(Path("a"), size=intake.PAYS_BYTES)] * 2, 0) == 2
    assert intake.jobs_for(few, 8) == 8
    assert intake.jobs_for([], 8) == 1


@pytest.mark.parametrize("error", [ValueError("no such\nthing"), RecursionError(), MemoryError()])
def test_an_extraction_that_raises_is_a_problem_of_its_document(folder, monkeypatch, error):
    whole = documents.extract

    def raising(document):
        if document.source.path.endswith("2.md"):
            raise error
        return whole(document)

    monkeypatch.setattr(documents, "extract", raising)
    result = pipeline.check(["docs"], config(cache="store"))
    (problem,) = result.problems
    assert (problem.path, problem.fatal) == ("docs/2.md", True)
    assert problem.reason.startswith("提取出错")
    assert "\n" not in problem.reason
    assert len(result.sources) == 5
    monkeypatch.setattr(documents, "extract", whole)
    assert pipeline.check(["docs"], config(cache="store")).problems == ()


def test_an_extraction_without_end_is_a_problem_of_its_document(folder, monkeypatch):
    whole = documents.extract

    def endless(document):
        while document.source.path.endswith("2.md"):
            with contextlib.suppress(Exception):
                sum(range(1_000))
        return whole(document)

    monkeypatch.setattr(documents, "extract", endless)
    limits = Config().limits.model_copy(update={"seconds": 0.5})
    result = pipeline.check(["docs"], config(limits=limits))
    assert [(p.path, p.reason, p.fatal) for p in result.problems] == [
        ("docs/2.md", "提取超过 0.5 秒，已中止，未检查", True)
    ]
    assert len(result.sources) == 5
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


def test_a_file_that_vanishes_on_the_way_is_named_and_the_rest_is_checked(folder, monkeypatch):
    monkeypatch.setattr(intake, "HELD", 0)  # so that files are read again before they are extracted
    found = intake.discover.search

    def vanishing(*arguments, **options):
        result = found(*arguments, **options)
        Path("docs/1.md").unlink()
        return result

    monkeypatch.setattr(intake.discover, "search", vanishing)
    once = pipeline.check(["docs"], config())
    assert [(p.path, p.reason) for p in once.problems] == [("docs/1.md", "文件不存在（可能在检查途中被移走）")]
    assert len(once.sources) == 5
    monkeypatch.setattr(intake.discover, "search", found)
    entries, problems = intake.gather(["docs/0.md"], config())
    Path("docs/0.md").unlink()  # found and read, but not held
    assert list(intake.read(entries, config())) == entries
    assert problems == []
    assert entries[0].problems[0].reason == "文件不存在（可能在检查途中被移走）"


def test_a_file_is_read_once(folder, monkeypatch):
    opened: list[str] = []
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *more, **named: opened.append(str(path)) or real(path, *more, **named))
    pipeline.check(["docs"], config())
    assert sorted(name for name in opened if "docs/" in name) == sorted(str(p) for p in Path("docs").iterdir())


# --- processes that die ---------------------------------------------------------------------------


def deadly(items: list[Item]) -> list[documents.Packed]:
    """Work of which one item kills its process."""
    if any(item.path.name == "deadly.md" for item in items):
        os._exit(1)
    return documents.read_chunk(items)


def test_only_the_document_that_killed_its_process_is_lost(folder, monkeypatch):
    write(folder / "docs", "deadly.md")
    monkeypatch.setattr(documents, "read_chunk", deadly)
    monkeypatch.setattr(intake, "CHUNK", 3)
    result = pipeline.check(["docs"], config(jobs=2, cache="store"))
    assert [(p.path, p.fatal) for p in result.problems] == [("docs/deadly.md", True)]
    assert len(result.sources) == 6


def slow(items: list[int]) -> list[int]:
    time.sleep(60)
    return items


def test_giving_up_ends_the_processes_at_once():
    running = parallel.mapped(slow, [[1], [2], [3]], 2, lambda item: item)
    signal.signal(signal.SIGALRM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    signal.setitimer(signal.ITIMER_REAL, 1.0)
    started = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            next(running)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    assert time.monotonic() - started < 3


def heeds_interrupts() -> None:
    """A process that a shell started in the background ignores them, and so would its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_ctrl_c_ends_a_run_without_a_result(folder):
    program = (
        "import sys, time\n"
        "from factcheck import documents\n"
        "from factcheck.cli import main\n"
        "documents.extract = lambda document: (print('reading', flush=True), time.sleep(60))\n"
        "sys.argv = ['factcheck', 'run', 'docs', '--jobs', '1', '--no-cache', '-o', 'json=out.json']\n"
        "sys.exit(main())\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeds_interrupts,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "reading\n"
    started = time.monotonic()
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert time.monotonic() - started < 5  # well under a second where the machine is free
    assert (running.returncode, "Traceback" in said, Path("out.json").exists()) == (2, False, False)
    assert "已中断" in said


def test_a_script_without_a_main_guard_may_use_processes(folder):
    (folder / "script.py").write_text("import factcheck\nprint(factcheck.run('docs', jobs=2, cache='off').complete)\n")
    ran = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, timeout=60)
    assert (ran.stdout, ran.stderr, ran.returncode) == ("True\n", "", 0)


@pytest.mark.parametrize("error", [OSError(11, "Resource temporarily unavailable"), AssertionError("daemonic")])
def test_without_workers_the_work_is_done_here(folder, monkeypatch, error):
    def refused(*_: object) -> None:
        raise error

    one = pipeline.check(["docs"], config(cache="store1"))
    monkeypatch.setattr(parallel._Process, "_Popen", staticmethod(refused))
    two = pipeline.check(["docs"], config(jobs=2, cache="store2"))
    assert render(two) == render(one)
    assert two.problems == ()
    monkeypatch.setattr(documents, "read_one", never)
    assert render(pipeline.check(["docs"], config(cache="store2"))) == render(one)


def test_a_worker_imports_no_pandas():
    heavy = "('pandas', 'pydantic', 'great_expectations', 'pyarrow')"
    code = f"import sys, factcheck.documents; print([m for m in {heavy} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_the_key_of_an_extraction_covers_every_module_that_makes_one():
    from factcheck import cache

    code = "import sys, factcheck.documents; print(*(m for m in sys.modules if m.startswith('factcheck.')))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    used = {name.split(".")[1] for name in out.stdout.split()}
    assert used <= {name.removesuffix(".py") for name in cache.READS}


# --- a draft against a base -----------------------------------------------------------------------


def raised(result, path: str) -> set[str]:
    mine = {s.id for s in result.sources if s.path == path}
    claims = {c.id for c in result.claims if c.source in mine}
    return {f.id for f in result.findings if claims & set(f.claims)}


@pytest.fixture
def base(folder):
    """The base disagrees with itself on cars, and with the draft on people."""
    write(folder, "draft.md", people="1789.5")
    (folder / "docs" / "other.md").write_text("2025年，别市植树42.7万亩。\n", encoding="utf-8")
    return folder


def test_against_a_folder_finds_what_touches_the_draft(base):
    full = pipeline.check(["draft.md", "docs"], config())
    found = pipeline.check(["draft.md"], config(), base="docs")
    assert raised(found, "draft.md") == raised(full, "draft.md") != set()
    assert found.sources[0].path == "draft.md"
    assert "docs/other.md" not in [s.path for s in found.sources]
    assert all(found.texts[s.id] for s in found.sources)


def test_against_a_cached_folder_is_the_same(base, monkeypatch):
    found = pipeline.check(["draft.md"], config(cache="store"), base="docs")
    monkeypatch.setattr(documents, "read_one", never)
    again = pipeline.check(["draft.md"], config(cache="store"), base="docs")
    assert render(again) == render(found)
    assert again.texts == found.texts


def test_only_documents_of_the_base_that_may_touch_the_draft_are_read_from_the_cache(base, monkeypatch):
    pipeline.check(["draft.md"], config(cache="store"), base="docs")
    asked: list[str] = []
    rows = intake.Cache.rows

    def noted(self, keys):
        keys = list(keys)
        asked.extend(key for key in keys if " " not in key)  # the others are of marks
        return rows(self, keys)

    monkeypatch.setattr(intake.Cache, "rows", noted)
    found = pipeline.check(["draft.md"], config(cache="store"), base="docs")
    assert len(asked) == len(found.sources) == 7, "the draft and six of the base, not other.md"
    write(base, "draft.md", people="1788.5")
    other = pipeline.check(["draft.md"], config(cache="store"), base="docs")
    assert raised(other, "draft.md") == raised(pipeline.check(["draft.md", "docs"], config()), "draft.md") != set()


def test_marks_of_another_version_are_not_used(base, monkeypatch):
    pipeline.check(["draft.md"], config(cache="store"), base="docs")
    marks = pipeline._Marks(config(cache="store"))
    entries, _ = intake.gather(["docs"], config(cache="store"))
    assert len(marks.of(entries)) == len(entries)
    monkeypatch.setattr(pipeline, "code", lambda modules: "another")
    assert pipeline._Marks(config(cache="store")).of(entries) == {}


def test_against_a_stored_result(base, tmp_path):
    from factcheck import store

    file = tmp_path / "base.json"
    file.write_text(render(pipeline.check(["docs"], config())), encoding="utf-8")
    found = pipeline.check(["draft.md"], config(), base=store.read(file))
    assert raised(found, "draft.md") == raised(pipeline.check(["draft.md", "docs"], config()), "draft.md")
    assert len({s.id for s in found.sources}) == len(found.sources)
    assert len({c.id for c in found.claims}) == len(found.claims)


def test_an_older_version_of_the_draft_in_the_base_does_not_count(base, tmp_path):
    stored = pipeline.check(["draft.md"], config())
    write(base, "draft.md", people="1779.5")
    found = pipeline.check(["draft.md"], config(), base=stored)
    assert [s.path for s in found.sources] == ["draft.md"]
    assert raised(found, "draft.md") == set()
