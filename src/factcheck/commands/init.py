"""`factcheck init`: a commented settings file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from factcheck.commands import Ending
from factcheck.config import FILE, template

SUITE = Path("expectations") / "我的规则.json"


@click.command("init", short_help="写一份带说明的 factcheck.toml 和一套规则样例")
@click.argument("folder", default=".", metavar="[FOLDER]")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用")
def command(folder: str, verbose: bool) -> Ending:
    """在 FOLDER（默认当前文件夹）写一份带说明的 factcheck.toml 和 expectations/我的规则.json；已有的不覆盖。"""
    file = Path(folder) / FILE
    if not file.parent.is_dir():
        raise click.UsageError(f"没有文件夹 {folder}。")
    try:
        with file.open("x", encoding="utf-8") as stream:  # "x": refuses even a file made in this very moment
            stream.write(_settings())
    except FileExistsError:
        return Ending(2, f"{file} 已经存在，没有改动它。Already there, left as it is (exit 2).")
    except OSError as error:
        return Ending(2, f"写不了 {file}：{error.strerror}")
    try:
        suite = _suite(file.parent)
    except OSError as error:
        return Ending(2, f"已写好 {file}；写不了 {file.parent / SUITE}：{error.strerror}")
    return Ending(0, f"已写好 {file}{suite}；接着运行 factcheck run。Written (exit 0).")


def _settings() -> str:
    """The settings with the folder of rules left out of what is checked: it lies inside `include`."""
    empty = "# exclude = []"
    text = template()
    return text.replace(empty, f'exclude = ["{SUITE.parent}/"]', 1)


def _suite(folder: Path) -> str:
    """Write a first suite of the user's own rules beside the settings; one that is there stays as it is."""
    from factcheck.expectations.suites import template as rules

    file = folder / SUITE
    file.parent.mkdir(exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as stream:
            stream.write(rules())
    except FileExistsError:
        return ""
    return f" 和 {file}"
