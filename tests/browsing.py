"""What the tests in a real browser share: the browser, faults of accessibility, time whatever else the machine does."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.filterwarnings("ignore::pytest.PytestRemovedIn10Warning"),
]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def launch(driver: Any) -> Any:
    """The browser, for as long as the driver runs."""
    return driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


def faults(page: Any) -> list[str]:
    """What axe finds, WCAG 2.2 A and AA: rule and element."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, options=WCAG).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


class Work:
    """Seconds of processor time that a page's own thread has worked since this was made."""

    def __init__(self, page: Any):
        self.session = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.before = self._total()

    def _total(self) -> float:
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))

    def seconds(self) -> float:
        """Processor time until now: scripts, styles, layout."""
        return self._total() - self.before
