"""Runs the `suluh` command in processes of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"

Done = subprocess.CompletedProcess[str]


def run_suluh(home: Path, *arguments: str, **environment: str) -> Done:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "suluh", *arguments],
        env={**os.environ, "SULUH_HOME": str(home), **environment},
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def start_suluh(home: Path, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
    """Start a command that goes on running."""
    return subprocess.Popen(
        [sys.executable, "-m", "suluh", *arguments],
        env={**os.environ, "SULUH_HOME": str(home), **environment},
        cwd=home.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
