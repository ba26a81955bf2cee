"""The documentation as a site: `make docs` builds it into build/site, a warning is an error."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "src"))

from factcheck import __version__, rules  # noqa: E402  the path above makes it found

project = "factcheck"
version = release = __version__
language = "zh_CN"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "factcheck"
html_show_sphinx = html_show_copyright = html_copy_source = False
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
suppress_warnings = ["misc.highlighting_failure"]  # mermaid, which code hosts draw, is shown as text here


def rule_pages(*_: object) -> None:
    """A page a rule in each language, from the table that `factcheck explain` prints."""
    for lang, folder, title in (("zh", HERE / "rules", "规则"), ("en", HERE / "en" / "rules", "Rules")):
        folder.mkdir(parents=True, exist_ok=True)
        for item in rules.catalogue().values():
            _write(folder / f"{item.id}.md", rules.page(item, lang))
        _write(folder / "index.md", f"# {title}\n\n```{{toctree}}\n:glob:\n:maxdepth: 1\n\nFC*\n```\n")


def _write(file: Path, text: str) -> None:
    if not file.exists() or file.read_text(encoding="utf-8") != text:  # an unchanged page is not built again
        file.write_text(text, encoding="utf-8")


def setup(app: object) -> None:
    """Called by the generator before it reads the pages."""
    rule_pages()
