"""The main command on real documents, as a user starts it: exit codes, last lines, no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
COMMAND = Path(sys.executable).with_name("factcheck")


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def why(self) -> str:
        """The last line of stderr."""
        return self.err.rstrip("\n").rpartition("\n")[2]


def factcheck(*words: object, folder: Path = ROOT, given: bytes = b"") -> Done:
    done = subprocess.run(
        [COMMAND, *map(str, words)],
        cwd=folder,
        input=given,
        capture_output=True,
        timeout=120,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    ended = Done(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ended.out + ended.err, ended
    return ended


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, dict[str, Any]]:
    file = tmp_path_factory.mktemp("seeds") / "seeds.json"
    done = factcheck("run", "seeds", "--no-cache", "-o", "text", "-o", f"json={file}")
    return done, json.loads(file.read_text(encoding="utf-8"))


def test_the_seeds_do_not_pass_and_the_last_line_says_why(seeds: tuple[Done, dict[str, Any]]) -> None:
    done, _ = seeds
    assert done.code == 1
    assert "未通过" in done.why
    assert "1 error(s)" in done.why
    assert done.why.endswith("(exit 1).")


def test_what_the_seeds_disagree_about_is_raised(seeds: tuple[Done, dict[str, Any]]) -> None:
    done, result = seeds
    claims = {claim["id"]: claim for claim in result["claims"]}
    loud = [one for one in result["findings"] if one["severity"] != "note"]
    said = {one["severity"]: set() for one in loud}
    for one in loud:
        said[one["severity"]] |= {claims[name]["text"] for name in one["claims"]}
    assert {"68.2%", "68.4%"} <= said["error"]
    assert {"近200个", "近300個", "超2.5万家", "突破2.6万家"} <= said["warning"]
    assert "68.2%" in done.out
    assert "68.4%" in done.out


def test_every_claim_is_a_slice_of_its_document(seeds: tuple[Done, dict[str, Any]]) -> None:
    _, result = seeds
    texts = {one["id"]: (ROOT / one["path"]).read_bytes().decode() for one in result["sources"]}
    assert len(texts) == 5
    for one in result["claims"] + result["skipped"]:
        assert texts[one["source"]][one["start"] : one["end"]] == one["text"]


def test_a_missing_path_is_incomplete(tmp_path: Path) -> None:
    done = factcheck("run", "没有.txt", folder=tmp_path)
    assert done.code == 3
    assert "没有.txt" in done.why
    assert "(exit 3)" in done.why


def test_a_missing_path_beside_documents_is_incomplete(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("全市生产总值100亿元。", encoding="utf-8")
    done = factcheck("run", "a.txt", "没有.txt", "--no-expectations", folder=tmp_path)
    assert done.code == 3
    assert "没有.txt" in done.why


def test_an_empty_folder_is_incomplete(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = factcheck("run", "empty", folder=tmp_path)
    assert done.code == 3
    assert "(exit 3)" in done.why


def test_a_binary_file_is_incomplete(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 64)
    done = factcheck("run", "a.txt", folder=tmp_path)
    assert done.code == 3
    assert "a.txt" in done.why


def test_a_document_without_a_figure_is_incomplete(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("会议强调，要坚定信心，扎实推进各项工作。\n", encoding="utf-8")
    done = factcheck("run", "a.txt", folder=tmp_path)
    assert done.code == 3
    assert "没有找到任何可核对的数字" in done.why


def test_nothing_to_check_is_wrong_use(tmp_path: Path) -> None:
    done = factcheck("run", folder=tmp_path)
    assert done.code == 2
    assert "factcheck init" in done.why


def test_an_unknown_flag_is_wrong_use(tmp_path: Path) -> None:
    done = factcheck("run", "--no-such-flag", folder=tmp_path)
    assert done.code == 2
    assert "--no-such-flag" in done.why


def test_standard_input_is_read(tmp_path: Path) -> None:
    text = "2025年，甲市地区生产总值达1.67万亿元。\n"
    done = factcheck("run", "-", "--no-expectations", folder=tmp_path, given=text.encode())
    assert (done.code, "1 个数字" in done.why) == (0, True), done


def test_help_comes_at_once() -> None:
    # 150 ms on a quiet machine; here only that it imports nothing heavy: the best of three, with room for a busy one
    best = min(_seconds("--help") for _ in range(3))
    assert best < 1.0


def _seconds(*words: str) -> float:
    start = time.perf_counter()
    assert factcheck(*words).code == 0
    return time.perf_counter() - start
