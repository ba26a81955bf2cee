"""The five seeds from end to end, scored against gold: what the project promises about them."""

from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from factcheck import config, pipeline
from factcheck.report import json as report

ROOT = Path(__file__).parent.parent


def carried(name: str) -> ModuleType:
    """A script of benchmarks/ as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> Counter[str]:
    folder = tmp_path_factory.mktemp("seeds")
    settings = config.Config(cache="off", root=folder)
    found = pipeline.check([str(ROOT / "seeds")], settings)
    return carried("score").gold_score(json.loads(report.render(found)), ROOT / "tests" / "gold", show=False)  # type: ignore[no-any-return]


def test_every_numeral_is_ledgered(counts: Counter[str]) -> None:
    assert counts["numerals"] == 506
    assert counts["ledgered"] == 506


@pytest.mark.parametrize(
    ("right", "of", "share"),
    [
        ("found", "claims", 0.95),
        ("value_unit", "valued", 0.97),
        ("interval", "valued", 0.93),
        ("kind", "found", 0.90),
        ("period", "dated", 0.90),
        ("entity", "with entity", 0.85),
        ("linked", "same-fact pairs", 0.80),
    ],
)
def test_what_is_read_is_right(counts: Counter[str], right: str, of: str, share: float) -> None:
    assert counts[of] > 100
    assert counts[right] / counts[of] >= share


def test_the_conflict_and_the_tensions_are_raised(counts: Counter[str]) -> None:
    assert counts["conflicts raised as error"] == counts["conflicts"] == 1
    assert counts["tensions raised"] == counts["tensions"] == 2


def test_nothing_else_is_raised(counts: Counter[str]) -> None:
    assert counts["quiet facts"] == 127
    assert counts["quiet facts alarmed"] == 0
    assert counts["findings raised"] - counts["findings explained by gold"] <= 2


def test_few_non_claims_are_taken_for_claims(counts: Counter[str]) -> None:
    assert counts["non-claims taken for claims"] <= 3
