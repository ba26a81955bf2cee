"""The command line: which verbs there are, how they end, and nothing else.

Each verb is a module in `factcheck.commands`, imported only when it is called, so that `--help`
and `--version` answer at once. This module alone turns an ending into an exit code, and the last
line on stderr always says why.

Exit codes: 0 clean, 1 findings at or above `--fail-on`, 2 wrong use, wrong settings or a crash,
3 incomplete (an input missing or unreadable, or no figure found at all).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from factcheck import __version__
from factcheck.commands import Ending
from factcheck.model import FactcheckError

# verb: (module, what it does); the text stands here so that --help imports no verb
VERBS: dict[str, tuple[str, str]] = {
    "run": ("run", "检查文件里的数字是否互相矛盾（check documents）"),
    "claims": ("claims", "只提取数字，输出表格（extract claims only）"),
    "review": ("review", "打开本机网页，逐条处理（triage in a local page）"),
    "decide": ("decide", "对一条发现作出决定（settle one finding）"),
    "explain": ("explain", "说明一条规则或一条发现（explain a rule or finding）"),
    "report": ("report", "用已存的结果重新出报告（render a stored result）"),
    "diff": ("diff", "比较两次结果（compare two results）"),
    "decisions": ("decisions", "核对或清理决定文件（check or prune decisions）"),
    "validate": ("validate", "只运行 expectations 规则（run expectations alone）"),
    "init": ("init", "写一份带说明的 factcheck.toml（write settings）"),
}

COMPLETION = "_FACTCHECK_COMPLETE"  # set by the shell that asks for completions; click answers and ends
WHERE_TO_REPORT = "请把这一行和 --verbose 的输出发给项目的问题列表"


class _Verbs(click.Group):
    """A group that imports a verb's module when the verb is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"factcheck.commands.{VERBS[cmd_name][0]}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, text) for name, (_, text) in VERBS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in VERBS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, list(VERBS), n=1)
            hint = f"，是否想写 {near[0]}？" if near else f"；要检查文件请写 factcheck run {name}"
            raise click.UsageError(f"没有命令 {name}{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="退出码：0 没有问题；1 有达到 --fail-on 的发现；2 用法、配置有误或程序出错；3 没有检查完整。",
)
@click.version_option(__version__, prog_name="factcheck")
def cli() -> None:
    """在发表之前，找出中文文件之间互相矛盾的数字。

    Finds figures that contradict each other across Chinese documents, before you publish.
    """


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; the one place where errors become sentences."""
    words = list(sys.argv[1:] if args is None else args)
    ending = _ending(words)
    if ending.why:
        _say(ending.why)
    return _closed(ending.code)


def _ending(words: list[str]) -> Ending:
    verbose = "-v" in words or "--verbose" in words
    try:
        ended: Any = cli.main(words, prog_name="factcheck", standalone_mode=False)
    except click.UsageError as error:
        if error.ctx is not None:
            _say(error.ctx.get_usage())
        return Ending(2, f"用法有误：{error.format_message()}")
    except click.ClickException as error:
        return Ending(2, f"不能继续：{error.format_message()}")
    except (click.Abort, KeyboardInterrupt):
        return Ending(2, "已中断，没有写出结果。Interrupted (exit 2).")
    except FactcheckError as error:
        return Ending(2, str(error))
    except BrokenPipeError:
        return Ending(2, "")
    except SystemExit as error:
        if COMPLETION in os.environ:
            raise
        # a library that ends the program (pyspark does, with 0) must not make a check that never ran pass
        return _crash(error, verbose)
    except Exception as error:
        return _crash(error, verbose)
    return ended if isinstance(ended, Ending) else Ending(int(ended or 0), "")


def _crash(error: BaseException, verbose: bool) -> Ending:
    if verbose:
        import traceback

        _say(traceback.format_exc())
    said = " ".join(str(error).split())[:200]
    return Ending(2, f"程序出错（{type(error).__name__}：{said}），{WHERE_TO_REPORT}（factcheck {__version__}）。")


def _say(text: str) -> None:
    """A line on stderr, whatever its encoding can hold."""
    try:
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding).rstrip("\n") + "\n")
        sys.stderr.flush()
    except (BrokenPipeError, ValueError):
        pass


def _closed(code: int) -> int:
    """Flush stdout here: a reader that went away (`| head`) must not become a traceback at exit."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


if __name__ == "__main__":
    sys.exit(main())
