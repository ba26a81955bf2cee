"""What git says has changed; git is run without a shell and its options cannot be injected."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from factcheck.model import FactcheckError


class GitError(FactcheckError):
    """git is missing, this is no repository, or the revision is unknown."""


def changed_since(revision: str) -> Callable[[str], bool]:
    """A test whether a path was changed, added or is untracked since a revision."""
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    top = Path(_git("rev-parse", "--show-toplevel").rstrip("\n"))
    listed = _git("diff", "--name-only", "--no-ext-diff", "--no-textconv", "-z", commit, "--")
    listed += _git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/")
    changed = {(top / name).resolve() for name in listed.split("\0") if name}
    return lambda path: Path(path).resolve() in changed


def author() -> str:
    """Who decides: git's user.email, or the login name, or "unknown"."""
    import getpass

    try:
        email = _git("config", "--get", "user.email").strip()
    except GitError:
        email = ""
    if email:
        return email
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], capture_output=True, check=True, timeout=60)
    except FileNotFoundError:
        raise GitError("--since 需要 git，但没有找到它。") from None
    except subprocess.TimeoutExpired:
        raise GitError("git 60 秒没有回答。") from None
    except subprocess.CalledProcessError as error:
        said = " ".join(error.stderr.decode("utf-8", "replace").split())[:200]
        raise GitError(f"git 不认识这个修订，或这里不是 git 仓库。{said}") from None
    return done.stdout.decode("utf-8", "surrogateescape")
