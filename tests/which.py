"""Prints the pytest options for this machine: without a browser or Java, their tests are left out and that is said."""

import os
import shutil
import sys

left_out = []
if not (shutil.which("chromium") or shutil.which("chromium-browser")):
    left_out.append(("browser", "no chromium: the browser tests are left out (install Debian's chromium to run them)"))
if not shutil.which("java"):
    left_out.append(("spark", "no Java: the Spark tests are left out (install Debian's openjdk-17-jre-headless)"))
if left_out and not os.environ.get("CI"):
    for _, said in left_out:
        print(said, file=sys.stderr)
    options = " and ".join(f"not {name}" for name, _ in left_out)
    print(f'-m "{options}"')
