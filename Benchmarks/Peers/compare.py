#!/usr/bin/env python3
"""Measures this package beside PyTorch, KeOps and SciPy with JAX, in turn on the same inputs, on two processors of Linux.

The first run makes a virtual environment beside this file and installs requirements.txt from PyPI (4 GB).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

here = Path(__file__).resolve().parent
python = here / ".venv/bin/python"


def enter_environment():
    """Starts this file again with the peers installed."""
    if Path(sys.prefix) == here / ".venv":
        return
    installed = here / ".venv/installed"
    if not installed.exists():
        venv.create(here / ".venv", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "-r", here / "requirements.txt"], check=True)
        installed.touch()
    os.execv(python, [python, *sys.argv])


def build():
    command = ["swift", "build", "-c", "release", "--package-path", here.parent]
    subprocess.run([*command, "--product", "measure"], check=True, stdout=sys.stderr)
    folder = subprocess.run([*command, "--show-bin-path"], check=True, capture_output=True, text=True).stdout
    return Path(folder.strip()) / "measure"


def main():
    enter_environment()
    import batches
    import minimisers

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured, in turn (default 5)")
    parser.add_argument("--only", choices=["batches", "minimisers"], help="one of the two tables")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    measured = build()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.only != "minimisers":
            batches.compare(measured, Path(folder), arguments.rounds)
        if arguments.only != "batches":
            minimisers.compare(measured, Path(folder), arguments.rounds)


if __name__ == "__main__":
    main()
