"""Prints the pytest options for this machine: without a browser, browser tests are left out and that is said."""

import os
import shutil
import sys

if not (shutil.which("chromium") or shutil.which("chromium-browser")) and not os.environ.get("CI"):
    print("no chromium: the browser tests are left out (install Debian's chromium to run them)", file=sys.stderr)
    print('-m "not browser"')
