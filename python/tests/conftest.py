"""The binary is what the package is held against."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def binary():
    """The program; built before, or named by ``ELIG``."""
    named = os.environ.get("ELIG")
    for path in [named] if named else [ROOT / "target" / kind / "elig" for kind in ("release", "debug")]:
        if Path(path).exists():
            return str(path)
    raise FileNotFoundError("build the program first: cargo build --release")


@pytest.fixture(scope="session")
def evaluate():
    """``elig evaluate``: the verdicts as JSON, or the rows of the table."""

    def run(trial, patients, form):
        call = [binary(), "evaluate", str(trial), "--patients", str(patients), "--format", form]
        done = subprocess.run(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        assert done.returncode in (0, 1), done.stderr
        if form == "csv":
            return list(csv.DictReader(io.StringIO(done.stdout)))
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run
