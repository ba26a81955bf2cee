"""Where to look: files, folders, globs and standard input, in an order that never changes.

Folders are walked without following links; what .gitignore or `exclude` names is left out; what
cannot be read (a pipe, a link out of the tree or in a circle, no permission) becomes a Problem.
"""

from __future__ import annotations

import difflib
import errno
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pathspec import GitIgnoreSpec

from factcheck.load import explain, formats, special
from factcheck.load.limits import DEFAULT, Limits
from factcheck.model import Problem

STDIN = "-"
WILD = re.compile(r"[*?\[]")
OWN = frozenset({"sources.toml", "factcheck.toml", "factcheck.decisions.toml", ".gitignore"})
NEVER = frozenset({"node_modules", "__pycache__"})  # folders; those whose name begins with a dot as well


@dataclass(slots=True)
class Walk:
    """The state of one search: what was found and what could not be looked at."""

    include: GitIgnoreSpec | None
    exclude: GitIgnoreSpec
    limits: Limits
    found: dict[str, Path] = field(default_factory=dict)  # by real path
    problems: list[Problem] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)  # suffixes of files in folders that are no documents
    full: bool = False

    def problem(self, path: str | os.PathLike[str], reason: str, *, fatal: bool = True) -> None:
        """Note what could not be looked at."""
        self.problems.append(Problem(Path(path).as_posix(), reason, fatal=fatal))

    def add(self, path: Path, real: str | None = None) -> None:
        """Take a document, once, unless there are too many; `real` is its real path, if that is known."""
        if len(self.found) >= self.limits.files:
            if not self.full:
                self.problem(path, f"文件太多：超过上限 {self.limits.files} 个，其余未检查")
            self.full = True
            return
        self.found.setdefault(real or os.path.realpath(path), path)


def find(
    paths: Sequence[str],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    limits: Limits = DEFAULT,
) -> tuple[list[Path], list[Problem]]:
    """The documents that `paths` name, each once, in the order given and by name within a folder.

    `include` and `exclude` are patterns as in .gitignore, for what folders and globs bring up; a
    file named outright is always taken. Path("-") stands for standard input.
    """
    found, problems = search(paths, include=include, exclude=exclude, limits=limits)
    return list(found.values()), problems


def search(
    paths: Sequence[str], *, include: Sequence[str] = (), exclude: Sequence[str] = (), limits: Limits = DEFAULT
) -> tuple[dict[str, Path], list[Problem]]:
    """As `find`, the documents by their real paths."""
    walk = Walk(GitIgnoreSpec.from_lines(include) if include else None, GitIgnoreSpec.from_lines(exclude), limits)
    for path in paths:
        _argument(path, walk)
    if walk.passed:
        kinds = "、".join(f"{suffix} {count}" for suffix, count in sorted(walk.passed.items()))
        walk.problem(".", f"文件夹里另有 {walk.passed.total()} 个文件不是文档，未检查（{kinds}）", fatal=False)
    return walk.found, walk.problems


def _argument(path: str, walk: Walk) -> None:
    if path == STDIN:
        walk.found.setdefault(STDIN, Path(STDIN))
        return
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        if error.errno == errno.ENOENT and WILD.search(path):
            _glob(path, walk)
        else:
            walk.problem(path, _missing(path, error))
        return
    except ValueError:  # a NUL in the name
        walk.problem(path.replace("\0", "?"), "路径无效")
        return
    if stat.S_ISDIR(mode):
        _folder(Path(path), walk)
    elif not stat.S_ISREG(mode):
        walk.problem(path, f"不是普通文件（{special(mode)}），未读取")
    elif Path(path).name not in OWN:
        walk.add(Path(path))


def _missing(path: str, error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "链接互相指向，没有终点"
    if error.errno != errno.ENOENT:
        return explain(error)
    if Path(path).is_symlink():
        return "链接指向不存在的文件"
    folder, name = Path(path).parent, Path(path).name
    try:
        others = [entry.name for entry in folder.iterdir() if entry.is_file() or entry.is_dir()]
        near = difflib.get_close_matches(name, others, n=1, cutoff=0.6)
    except OSError:
        return "文件不存在"
    return f"文件不存在，是否想写 {(folder / near[0]).as_posix()}？" if near else "文件不存在"


def _glob(pattern: str, walk: Walk) -> None:
    """A glob is a walk of the folder before its first wildcard; `**` means any number of folders."""
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if WILD.search(part))
    base = Path(*parts[:fixed])
    if not base.is_dir():
        walk.problem(pattern, "没有文件与此通配符相符")
        return
    before = len(walk.found) + len(walk.problems)
    wanted = GitIgnoreSpec.from_lines(["/" + "/".join(parts[fixed:])])
    _folder(base, walk, wanted)
    if len(walk.found) + len(walk.problems) == before:
        walk.problem(pattern, "没有文件与此通配符相符")


@dataclass(frozen=True, slots=True)
class Ignore:
    """The .gitignore of one folder; patterns count from `base`."""

    base: str
    spec: GitIgnoreSpec


def _folder(root: Path, walk: Walk, wanted: GitIgnoreSpec | None = None) -> None:
    top = os.path.realpath(root)
    ignores = tuple(_outer_ignores(top))
    for path, relative, real in _walk(root, top, "", ignores, walk, 0):
        if walk.full:
            return
        if wanted is not None and not wanted.match_file(relative):
            continue
        if walk.include is not None and not walk.include.match_file(relative):
            continue
        suffix = path.suffix.lower()
        if suffix in formats.IN_FOLDERS or suffix in formats.REFUSED or wanted is not None or walk.include is not None:
            walk.add(path, real)
        else:
            walk.passed[suffix or "无后缀"] += 1


def _walk(
    folder: Path, top: str, relative: str, ignores: tuple[Ignore, ...], walk: Walk, depth: int
) -> Iterator[tuple[Path, str, str]]:
    """Files below `folder` as (path, path from the root with slashes, real path), by name."""
    if depth > walk.limits.depth:
        walk.problem(folder, f"文件夹太深：超过上限 {walk.limits.depth} 层，未检查")
        return
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        walk.problem(folder, explain(error))
        return
    ignores = (*ignores, *_ignore(folder, f"{top}/{relative}"))
    for entry in entries:
        path, inner = folder / entry.name, f"{relative}{entry.name}"
        if entry.name in OWN or entry.name.startswith(".") or walk.exclude.match_file(inner):
            continue
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError as error:  # gone since it was listed, or not ours to see
            walk.problem(path, explain(error))
            continue
        if _ignored(f"{top}/{inner}", stat.S_ISDIR(mode), ignores):
            continue
        if stat.S_ISLNK(mode):
            if _link(path, top, walk):
                yield path, inner, os.path.realpath(path)
        elif stat.S_ISDIR(mode):
            if entry.name not in NEVER and not walk.exclude.match_file(inner + "/"):
                yield from _walk(path, top, inner + "/", ignores, walk, depth + 1)
        elif stat.S_ISREG(mode):
            yield path, inner, os.path.join(top, inner)  # noqa: PTH118  (folders are no links here; a Path costs more)
        else:
            walk.problem(path, f"不是普通文件（{special(mode)}），未读取")


def _link(path: Path, top: str, walk: Walk) -> bool:
    """Whether a link inside a folder is taken: only one to a file of the same folder tree."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        walk.problem(path, "链接互相指向，没有终点" if error.errno == errno.ELOOP else "链接指向不存在的文件")
        return False
    target = os.path.realpath(path)
    if os.path.commonpath([top, target]) != top:
        walk.problem(path, "链接指向文件夹之外，未读取")
        return False
    if stat.S_ISDIR(mode):
        if os.path.realpath(path.parent).startswith(target):
            walk.problem(path, "链接绕回上级文件夹，未跟随", fatal=False)
        return False  # what it points to is in the tree already
    return stat.S_ISREG(mode)


def _ignored(path: str, is_folder: bool, ignores: tuple[Ignore, ...]) -> bool:
    """Git's rule: the nearest .gitignore that says anything decides."""
    for ignore in reversed(ignores):
        name = os.path.relpath(path, ignore.base).replace(os.sep, "/") + ("/" if is_folder else "")
        verdict = ignore.spec.check_file(name).include
        if verdict is not None:
            return verdict
    return False


def _ignore(folder: Path, base: str) -> Iterator[Ignore]:
    try:
        lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    yield Ignore(base, GitIgnoreSpec.from_lines(lines))


def _outer_ignores(top: str) -> Iterator[Ignore]:
    """The .gitignore files of the folders above `top`, up to the repository's own folder."""
    above: list[Path] = []
    for folder in Path(top).parents:
        above.append(folder)
        if (folder / ".git").exists():
            break
    else:
        return
    if (Path(top) / ".git").exists():
        return
    for folder in reversed(above):
        yield from _ignore(folder, str(folder))
