#!/usr/bin/env python3
"""How fast many patients are evaluated, beside peers on the same data.

    benches/scale.py gate             every cell against the exact oracle: 10,000, the limits, 1,000,000; all formats
    benches/scale.py speed            CPU seconds and peaks of memory, all commands in turn, medians of three rounds
    benches/scale.py cold             one patient, one trial, a new process each time
    benches/scale.py                  all of it, as the tables of docs/performance.md

The peers, the generator of the data and the oracle are the yardstick's (`--yardstick`, as given ../shared/perf): a
hand-written Rust program, DuckDB, Polars, the crates cel and zen-expression, cql-execution. `--work` is where they are
built and where the data lies (as given target/yardstick); what is there already is used again.
Needs a Rust toolchain, Python with pip, Node with npm, GNU time.
"""
import argparse
import csv
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CRITERIA = ROOT / "benches" / "criteria.elig"
MILLION = 1_000_000


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", default="all", choices=["all", "gate", "speed", "cold"])
    parser.add_argument("--yardstick", type=Path, default=ROOT / ".." / "shared" / "perf")
    parser.add_argument("--work", type=Path, default=ROOT / "target" / "yardstick")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--patients", type=int, default=MILLION, help="for the fast ones; the slow ones get a tenth or less")
    parser.add_argument("--elig", type=Path, help="this program, rather than one that is built first")
    return parser.parse_args()


class Bench:
    def __init__(self, args):
        self.work, self.rounds, self.patients = args.work.resolve(), args.rounds, args.patients
        self.yard = self.work / "perf"
        self.data, self.out = self.work / "data", Path("/dev/shm" if Path("/dev/shm").is_dir() else self.work)
        self.python = self.yard / "venv" / "bin" / "python"
        self.elig = (args.elig or ROOT / "target" / "release" / "elig").resolve()
        self.build = args.elig is None
        self.prepare(args.yardstick.resolve())

    def prepare(self, yardstick):
        self.work.mkdir(parents=True, exist_ok=True)
        if not self.yard.exists():
            shutil.copytree(yardstick, self.yard)
        if self.build:
            run(["cargo", "build", "--release", "--quiet"], cwd=ROOT)
        if not self.python.exists():
            run([sys.executable, "-m", "venv", self.yard / "venv"])
            run([self.python, "-m", "pip", "install", "--quiet", "-r", self.yard / "requirements.txt"])
        if not (self.yard / "node_modules").exists():
            run(["npm", "install", "--silent"], cwd=self.yard)
        binaries = self.yard / "bin"
        if not (binaries / "zenpeer").exists():
            binaries.mkdir(exist_ok=True)
            for folder, name in [("rust-hand", "hand"), ("rust-parquet", "handpq"), ("rust-cel", "celpeer"), ("rust-zen", "zenpeer")]:
                target = self.yard / "target"
                run(["cargo", "build", "--release", "--quiet", "--target-dir", target], cwd=self.yard / folder)
                shutil.copy(target / "release" / name, binaries / name)
        missing = [n for n in {1, 10_000, 100_000, self.patients} if not (self.data / f"p{n}.parquet").exists()]
        if missing:
            run([self.python, self.yard / "gen.py", self.data, *missing])
        if not (self.data / "boundary.parquet").exists():
            run([self.python, self.yard / "gen.py", "--boundary", self.data])

    def patients_file(self, count, form):
        return self.data / f"{count if isinstance(count, str) else f'p{count}'}.{form}"

    def ours(self, count, form, threads=1, *more, trials=(CRITERIA,)):
        return [self.elig, "evaluate", *trials, "--patients", self.patients_file(count, form), "--format", "csv",
                "--id", "patient_id", "--threads", threads, *more]

    def hand(self, count, engine, form="ndjson"):
        return [self.yard / "bin" / "hand", "eval", self.patients_file(count, form), self.out / "peer.csv", 1, engine]

    def script(self, name, count, form, *more):
        return [self.python, self.yard / "peers" / name, self.patients_file(count, form), self.out / "peer.csv", *more]

    # ---- the gate

    def gate(self):
        print("## Exact\n\n| patients | format | threads | cells that differ from the exact oracle |\n| --- | --- | --- | --- |")
        failed = False
        for name, patients in [("limits", "boundary"), ("10,000", 10_000), (f"{self.patients:,}", self.patients)]:
            expected = self.work / f"oracle-{patients}.csv"
            if not expected.exists():
                run([self.python, self.yard / "peers" / "oracle.py", self.patients_file(patients, "ndjson"), expected])
            for form in ["ndjson", "csv", "parquet"]:
                for threads in [1, 2]:
                    found = self.out / "elig.csv"
                    with open(found, "wb") as file:
                        run(self.ours(patients, form, threads), stdout=file)
                    rows, differ = compare(expected, found)
                    failed |= differ > 0
                    print(f"| {name} ({rows:,}) | {form} | {threads} | {differ} |", flush=True)
        return failed

    # ---- speed

    def speed(self):
        n, tenth, few = self.patients, self.patients // 10, self.patients // 100
        table = {
            "NDJSON": (n, {
                "**elig**": self.ours(n, "ndjson"), "**elig**, two threads": self.ours(n, "ndjson", 2),
                "**elig**, with reasons": self.ours(n, "ndjson", 1, "--reasons"),
                "**elig**, attrition only": self.ours(n, "ndjson", 1, "--summary"),
                "hand-written Rust, serde": self.hand(n, "serde"), "hand-written Rust, single pass": self.hand(n, "custom"),
                "DuckDB": self.script("duck.py", n, "ndjson"), "DuckDB, exact": self.script("duck.py", n, "ndjson", "--exact"),
                "Polars": self.script("pol.py", n, "ndjson")}),
            "CSV": (n, {
                "**elig**": self.ours(n, "csv"), "**elig**, two threads": self.ours(n, "csv", 2),
                "hand-written Rust": self.hand(n, "csv", "csv"), "DuckDB": self.script("duck.py", n, "csv"),
                "Polars": self.script("pol.py", n, "csv")}),
            "Parquet": (n, {
                "**elig**": self.ours(n, "parquet"), "**elig**, two threads": self.ours(n, "parquet", 2),
                "hand-written Rust": [self.yard / "bin" / "handpq", self.patients_file(n, "parquet"), self.out / "peer.csv", 1, "row"],
                "hand-written Rust, by columns": [self.yard / "bin" / "handpq", self.patients_file(n, "parquet"), self.out / "peer.csv", 1, "col"],
                "DuckDB": self.script("duck.py", n, "parquet"), "DuckDB, exact": self.script("duck.py", n, "parquet", "--exact"),
                "Polars": self.script("pol.py", n, "parquet"), "Polars, exact": self.script("pol.py", n, "parquet", "--exact")}),
            "NDJSON, interpreters": (tenth, {
                "**elig**": self.ours(tenth, "ndjson"),
                "cel": [self.yard / "bin" / "celpeer", self.patients_file(tenth, "ndjson"), self.out / "peer.csv", 1],
                "zen-expression": [self.yard / "bin" / "zenpeer", self.patients_file(tenth, "ndjson"), self.out / "peer.csv", 1]}),
            "NDJSON, JavaScript": (few, {
                "**elig**": self.ours(few, "ndjson"),
                "cql-execution": ["node", self.yard / "peers" / "cqlx.js", self.patients_file(few, "ndjson"), self.out / "peer.csv"]}),
            "NDJSON, more of everything": (tenth, {
                "**elig**, 24 criteria": self.ours(tenth, "ndjson"),
                "**elig**, 240 criteria": self.ours(tenth, "ndjson", trials=(self.tenfold(),)),
                "**elig**, ten trials": self.ours(tenth, "ndjson", trials=self.ten_trials())}),
        }
        for title, (patients, commands) in table.items():
            measured = self.in_turn(commands)
            ours = next(iter(measured.values()))
            print(f"\n## {title}, {patients:,} patients\n\n| | CPU | µs a patient | of elig | wall | peak of memory |\n| --- | --- | --- | --- | --- | --- |")
            for name, (cpu, wall, peak) in measured.items():
                print(f"| {name} | {cpu:.2f} s | {cpu / patients * 1e6:.2f} | {cpu / ours[0]:.2f} × | {wall:.2f} s | {peak:.1f} MiB |", flush=True)
        self.memory()

    def memory(self):
        print("\n## Memory\n\n| patients | format | threads | peak |\n| --- | --- | --- | --- |")
        for form in ["ndjson", "csv", "parquet"]:
            for count in [10_000, self.patients]:
                for threads in [1, 2]:
                    peak = max(measure(self.ours(count, form, threads))[2] for _ in range(self.rounds))
                    print(f"| {count:,} | {form} | {threads} | {peak:.1f} MiB |", flush=True)

    def tenfold(self):
        """The criteria ten times, each time under other numbers."""
        text = CRITERIA.read_text()
        head, rest = text.split("inclusion {", 1)
        inclusion, exclusion = rest.rstrip().rsplit("}", 1)[0].split("\nexclusion {", 1)
        inclusion = inclusion.rstrip().rsplit("}", 1)[0]
        again = lambda section, letter, round: section.replace(f"\n  {letter}", f"\n  {letter}{round}0")
        rounds = range(1, 11)
        text = head + "inclusion {" + "".join(again(inclusion, "I", r) for r in rounds) + "}\n\nexclusion {"
        path = self.work / "tenfold.elig"
        path.write_text(text + "".join(again(exclusion, "E", r) for r in rounds) + "}\n")
        return path

    def ten_trials(self):
        paths = []
        for number in range(10):
            path = self.work / f"trial-{number}.elig"
            path.write_text(CRITERIA.read_text().replace("trial BENCH", f"trial BENCH-{number}"))
            paths.append(path)
        return paths

    def in_turn(self, commands):
        """Every command once a round, so that what else the machine does hits all alike; the first round warms up."""
        runs = {name: [] for name in commands}
        for round in range(self.rounds + 1):
            for name, command in commands.items():
                result = measure(command)
                if round:
                    runs[name].append(result)
        return {name: tuple(statistics.median(r[i] for r in results) for i in range(3)) for name, results in runs.items()}

    # ---- one patient

    def cold(self):
        empty = self.work / "empty"
        if not empty.exists():
            source = self.work / "empty.rs"
            source.write_text("fn main() {}\n")
            run(["rustc", "-O", "-o", empty, source])
        trials = ROOT / "trials"
        example = trials / "patients" / "onc-V03.json"
        commands = {
            "an empty Rust program": [empty],
            "evaluate, 24 criteria, one patient": self.ours(1, "ndjson", 1),
            "evaluate, NCT07181720, one patient": [self.elig, "evaluate", trials / "NCT07181720.elig", "--patients", example, "--format", "csv"],
            "lint NCT07181720": [self.elig, "lint", trials / "NCT07181720.elig"],
            "lint CHT101-SLE": [self.elig, "lint", trials / "CHT101-SLE.elig"],
        }
        times = {name: [] for name in commands}
        for _ in range(40):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                times[name].append(time.perf_counter() - start)
        print("\n## A new process\n\n| | median | least |\n| --- | --- | --- |")
        for name, all_times in times.items():
            print(f"| {name} | {statistics.median(all_times) * 1e3:.1f} ms | {min(all_times) * 1e3:.1f} ms |")


def run(command, **more):
    subprocess.run(list(map(str, command)), check=True, **more)


def measure(command):
    """CPU seconds, wall seconds, peak of resident memory in MiB."""
    note = Path("/tmp") / f"elig-bench-{os.getpid()}"
    sink = Path("/dev/shm/elig-bench.csv")
    with open(sink, "wb") as out:
        run(["/usr/bin/time", "-f", "%U %S %e %M", "-o", note, *command], stdout=out, stderr=subprocess.DEVNULL)
    user, system, wall, peak = map(float, note.read_text().split()[-4:])
    note.unlink()
    return user + system, wall, peak / 1024


def compare(expected, found):
    """Rows, and cells of our table that differ from the oracle's."""
    overall = {"eligible": "eligible", "ineligible": "not_eligible", "undetermined": "undetermined"}
    truth = {"pass": "true", "fail": "false", "unknown": ""}
    turned = {"pass": "false", "fail": "true", "unknown": ""}
    inclusions = sum(c["role"] == "I" for c in json.loads((expected.parent / "perf" / "criteria.json").read_text())["criteria"])
    rows = differ = 0
    with open(expected) as one, open(found) as other:
        for number, (want, got) in enumerate(zip(csv.reader(one), csv.reader(other), strict=True)):
            if number == 0:
                continue
            rows += 1
            cells = [got[0], overall.get(got[2], got[2])]
            cells += [(truth if at < inclusions else turned).get(cell, cell) for at, cell in enumerate(got[3:])]
            differ += sum(a != b for a, b in zip(want, cells, strict=True))
    return rows, differ


def machine():
    model = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {date.today()}"


if __name__ == "__main__":
    options = arguments()
    bench = Bench(options)
    print(f"Measured on {machine()}.\n")
    failed = False
    if options.what in ("all", "gate"):
        failed = bench.gate()
    if options.what in ("all", "speed"):
        bench.speed()
    if options.what in ("all", "cold"):
        bench.cold()
    sys.exit(failed)
