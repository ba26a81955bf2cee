"""`factcheck diff`: what changed between two stored results."""

from __future__ import annotations

import click

from factcheck.commands import Ending
from factcheck.commands.output import to_stdout
from factcheck.commands.work import RANK, raised
from factcheck.store import Diff, diff, read

SIGNS = {"error": "错误", "warning": "警告", "note": "提示"}


@click.command("diff", short_help="比较两次结果")
@click.argument("old", metavar="OLD.json")
@click.argument("new", metavar="NEW.json")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出格式")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "never"]), default="error", help="新增到哪级时以 1 结束"
)
@click.option("-v", "--verbose", is_flag=True, help="出错时显示全部调用")
def command(old: str, new: str, form: str, fail_on: str, verbose: bool) -> Ending:
    """列出 NEW 比 OLD 新增、消失和改变的发现；有新增的错误时退出码为 1。"""
    found = diff(read(old), read(new))
    to_stdout(as_json(found) if form == "json" else as_text(found))
    counts = f"新增 {len(found.added)}，消失 {len(found.gone)}，改变 {len(found.changed)}"
    english = f"{len(found.added)} new, {len(found.gone)} gone, {len(found.changed)} changed"
    fails = any(RANK[finding.severity] >= RANK[fail_on] for finding in raised(found.added))
    return Ending(int(fails), f"{counts}。{english} (exit {int(fails)}).")


def as_text(found: Diff) -> str:
    """One line a finding: + new, - gone, ~ changed."""
    lines = [f"+ {f.id} {f.rule} {SIGNS[f.severity]} {_line(f.message)}" for f in found.added]
    lines += [f"- {f.id} {f.rule} {SIGNS[f.severity]} {_line(f.message)}" for f in found.gone]
    for change in found.changed:
        lines.append(f"~ {change.new.id} {change.new.rule} {_line(change.new.message)}")
        lines += [f"    {_line(what)}" for what in change.what]
    return "".join(f"{line}\n" for line in lines)


def as_json(found: Diff) -> str:
    """The same for programs."""
    from factcheck.report.json import dump, record

    changed = [{"id": one.new.id, "what": list(one.what), "new": record(one.new)} for one in found.changed]
    added, gone = [record(one) for one in found.added], [record(one) for one in found.gone]
    return dump({"schema_version": "1", "added": added, "gone": gone, "changed": changed}) + "\n"


def _line(text: str) -> str:
    """Document text on one terminal line, without control characters."""
    return "".join(ch if ch.isprintable() else " " for ch in text)
