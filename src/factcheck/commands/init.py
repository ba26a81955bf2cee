"""`factcheck init`: a commented settings file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from factcheck.commands import Ending
from factcheck.config import FILE, template


@click.command("init", short_help="写一份带说明的 factcheck.toml")
@click.argument("folder", default=".", metavar="[FOLDER]")
@click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用")
def command(folder: str, verbose: bool) -> Ending:
    """在 FOLDER（默认当前文件夹）写一份带说明的 factcheck.toml；已有的不覆盖。"""
    file = Path(folder) / FILE
    if not file.parent.is_dir():
        raise click.UsageError(f"没有文件夹 {folder}。")
    try:
        with file.open("x", encoding="utf-8") as stream:  # "x": refuses even a file made in this very moment
            stream.write(template())
    except FileExistsError:
        return Ending(2, f"{file} 已经存在，没有改动它。Already there, left as it is (exit 2).")
    except OSError as error:
        return Ending(2, f"写不了 {file}：{error.strerror}")
    return Ending(0, f"已写好 {file}；接着运行 factcheck run。Written (exit 0).")
