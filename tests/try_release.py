"""Builds wheel and sdist, installs each in a fresh environment, and tries it there: `make release`.

The Pythons that `make test` does not run are tried, those of them that this machine has: the wheel on 3.12, the
sdist on 3.13; with neither, the wheel on the Python that runs this file. On that one the compiled wheel is tried too
(hatch_build.py). Each must give, over the seeds, the very bytes that this environment gives, and pass the tests of the
stages between document and report. A Python that the machine lacks is named, and so is a missing C compiler.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OTHERS = ((12, "wheel"), (13, "sdist"))  # minor versions of Python 3
RUN = ["run", "seeds", "-q", "--no-cache", "--today", "2026-03-01", "-o"]
COMPILED = {"HATCH_BUILD_HOOK_ENABLE_CUSTOM": "1"}
TESTS = [f"tests/test_{name}.py" for name in ("claims", "compare", "load_office", "numerals", "seeds", "text")]


def run(*command: str | Path, cwd: Path = ROOT, ok: tuple[int, ...] = (0,)) -> str:
    """Standard output of a command; ends the trial with what it said where its exit code is another."""
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode not in ok:
        sys.exit(f"{command}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def interpreter(minor: int) -> Path | None:
    """A Python 3.<minor> of this machine: this one, one on the path, or one that pyenv keeps."""
    if sys.version_info[:2] == (3, minor):
        return Path(sys.executable)
    for candidate in (shutil.which(f"python3.{minor}"), *kept_by_pyenv(minor)):
        if candidate and subprocess.run([candidate, "-c", "import venv"], capture_output=True).returncode == 0:
            return Path(candidate)
    return None


def kept_by_pyenv(minor: int) -> Iterator[str]:
    if shutil.which("pyenv"):
        versions = Path(run("pyenv", "root").strip()) / "versions"
        yield from (str(found / "bin" / "python") for found in sorted(versions.glob(f"3.{minor}.*")))


def built(folder: Path) -> tuple[Path, Path]:
    """(wheel, sdist), each holding every data file, the licence and the mark of typing."""
    run(sys.executable, "-m", "hatchling", "build", "-d", folder)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    tracked = run("git", "ls-files", "src/factcheck").split()
    with zipfile.ZipFile(wheel) as archive, tarfile.open(sdist) as source:
        inside, packed = set(archive.namelist()), {name.partition("/")[2] for name in source.getnames()}
    missing = [name for name in tracked if name.removeprefix("src/") not in inside or name not in packed]
    missing += [
        suite.name for suite in (ROOT / "expectations").glob("*.json") if f"factcheck/suites/{suite.name}" not in inside
    ]
    if missing or "LICENSE" not in packed or not any(name.endswith("licenses/LICENSE") for name in inside):
        sys.exit(f"not in the distributions: {missing or 'LICENSE'}")
    return wheel, sdist


def compiled(folder: Path) -> Path:
    """The wheel for this Python and machine, with extension modules in it."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | COMPILED, check=False)
    if done.returncode:
        sys.exit(f"{command}\n{done.stdout}{done.stderr}")
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        if not any(name.startswith("factcheck/extract/claims.") and name.endswith(".so") for name in names):
            sys.exit(f"{wheel.name} holds no extension modules")
    return wheel


def tried(python: Path, artefact: Path, folder: Path, wanted: bytes) -> str:
    """Install the artefact in a fresh environment below `folder`, compare what it finds; a line that says so."""
    run(python, "-m", "venv", folder)
    here = folder / "bin"
    tools = ["hypothesis", "pytest", "python-docx"]
    run(
        here / "python",
        "-m",
        "pip",
        "install",
        "-q",
        "--no-compile",
        "--disable-pip-version-check",
        "-c",
        ROOT / "constraints.txt",
        artefact,
        *tools,
    )
    run(here / "factcheck", *RUN, f"json={folder / 'result.json'}", ok=(1,))
    if (folder / "result.json").read_bytes() != wanted:
        sys.exit(f"{artefact.name} on {python} reads the seeds otherwise")
    elsewhere = folder / "tree"  # no src/ beside the tests: what is imported is what was installed
    for name in ("tests", "seeds", "benchmarks", "expectations"):
        shutil.copytree(ROOT / name, elsewhere / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", elsewhere)
    said = run(here / "python", "-m", "pytest", "-o", "addopts=", "-p", "no:cacheprovider", *TESTS, cwd=elsewhere)
    version = run(here / "python", "--version").strip()
    return f"{artefact.name} on {version}: the same findings, {said.strip().splitlines()[-1]}"


def main() -> None:
    os.environ.pop("PYTHONPATH", None)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        dist = dict(zip(("wheel", "sdist"), built(folder), strict=True))
        run(Path(sys.executable).parent / "factcheck", *RUN, f"json={folder / 'wanted.json'}", ok=(1,))
        wanted = (folder / "wanted.json").read_bytes()
        trials = [(python, dist[kind], minor) for minor, kind in OTHERS if (python := interpreter(minor))]
        for minor in {minor for minor, _ in OTHERS} - {minor for *_, minor in trials}:
            print(f"Python 3.{minor} is not on this machine: not tried")
        trials = trials or [(Path(sys.executable), dist["wheel"], sys.version_info.minor)]
        with ThreadPoolExecutor(len(trials)) as pool:
            said = [pool.submit(tried, python, what, folder / f"py3{minor}", wanted) for python, what, minor in trials]
            if shutil.which("cc"):
                here = Path(sys.executable)
                said.append(pool.submit(lambda: tried(here, compiled(folder / "c"), folder / "compiled", wanted)))
            else:
                print("no C compiler on this machine: the compiled wheel is not tried")
            for one in said:
                print(one.result(), flush=True)


if __name__ == "__main__":
    main()
