"""Twins: a text and its restyled copy raise nothing; altered figures in the copy are raised."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_seeds import ROOT, carried

from factcheck import config, pipeline
from factcheck.report import json as report

PARTS = (
    "2024年，{0}地区生产总值{1}亿元，比上年增长{2}%。其中，第一产业增加值{3}亿元，第二产业增加值{4}亿元，第三产业增加值{5}亿元。",
    "全年粮食产量{6}万吨，比上年增长{7}%。规模以上工业增加值增长{8}%，社会消费品零售总额{9}亿元。",
    "年末常住人口{10}万人，居民人均可支配收入{11}元，比上年增长{12}%。进出口总额{13}亿元，其中出口总额{14}亿元。",
)
FIGURES = tuple(
    row.split()
    for row in (
        "青海省 3950.8 2.7 407.1 1566.3 1977.4 118.2 1.7 7.4 1012.6 593.4 30017 5.3 57.12 33.15",
        "珠海市 4479.1 3.5 68.23 1892.6 2518.3 41.85 2.2 4.6 1059.4 254.3 67012 4.1 3171.8 2260.5",
        "甘肃省 13002.9 5.8 1720.6 4529.5 6752.8 1298.5 2.1 10.6 4571.2 2458.3 26614 5.6 589.8 139.6",
        "苏州市 26726.9 6.2 191.4 12489.3 14046.2 94.61 0.6 8.9 9966.7 1298.7 77459 4.4 26192.7 16802.4",
    )
)


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, dict[str, int], dict[str, int]]]:
    """(folder, score against the clean twin, score against the seeded twin) for each text and seed."""
    folder = tmp_path_factory.mktemp("twins")
    twins, score = carried("twins"), carried("score")
    sources = sorted((ROOT / "seeds").glob("*.txt"))
    for figures in FIGURES:
        path = folder / f"{figures[0]}.txt"
        path.write_text("\n".join(PARTS).format(*figures), encoding="utf-8")
        sources.append(path)
    scored = []
    for seed in (1, 2):
        out = folder / str(seed)
        for path in sources:
            if twins.make(path, out, 4, seed) is None:
                continue
            twin = out / f"{path.parent.name}-{path.stem}"
            scored.append((twin, against(twin, "clean", score), against(twin, "seeded", score)))
    return scored


def against(twin: Path, name: str, score: object) -> dict[str, int]:
    found = pipeline.check([str(twin / "a.txt"), str(twin / f"{name}.txt")], config.Config(cache="off", root=twin))
    result = json.loads(report.render(found))
    return score.twin_score(result, twin, show=False)  # type: ignore[attr-defined,no-any-return]


def test_there_are_twins(runs: list[tuple[Path, dict[str, int], dict[str, int]]]) -> None:
    assert len(runs) >= 16


def test_clean_twins_raise_nothing(runs: list[tuple[Path, dict[str, int], dict[str, int]]]) -> None:
    assert [twin.name for twin, clean, _ in runs if clean["false"]] == []


def test_altered_figures_are_raised(runs: list[tuple[Path, dict[str, int], dict[str, int]]]) -> None:
    altered = sum(seeded["altered"] for _, _, seeded in runs)
    assert altered >= 40
    assert sum(seeded["raised"] for _, _, seeded in runs) / altered >= 0.9
