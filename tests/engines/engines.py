"""The same verdicts on three engines as `elig evaluate` gives, row by row and cell by cell.

    engines.py ELIG TABLES WORK [--records N] [--engines duckdb,postgres,spark] [--trial NAME]

ELIG and TABLES are the two programs (`target/release/elig`, `target/release/examples/tables`), WORK a folder to write in.
PostgreSQL is reached by the environment of `psql` (PGHOST, PGDATABASE, PGUSER).
"""

import argparse
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Each trial with what every row of its table has; criteria only where a whole trial cannot be expressed.
TRIALS = json.loads((pathlib.Path(__file__).parent / "trials.json").read_text())


def run(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def plain(value):
    """A value of a record as a column holds it: `5 h` is 5 in the unit of its declaration, `1:80` is 80."""
    if isinstance(value, str):
        titre = re.fullmatch(r"1:(\d+)", value)
        if titre:
            return titre.group(1)
        amount = re.fullmatch(r"(-?\d+(?:\.\d+)?) \S+", value)
        return amount.group(1) if amount else value
    if isinstance(value, list):
        return [fields(record) for record in value]
    return value


def fields(record):
    """A record as a row: a period is two columns."""
    row = {}
    for name, value in record.items():
        if isinstance(value, dict) and not set(value) - {"from", "to"}:
            row.update({f"{name}_{end}": day for end, day in value.items()})
        else:
            row[name] = plain(value)
    return row


class DuckDb:
    def __init__(self, work):
        import duckdb

        self.version = duckdb.__version__
        self.work = work
        self.connect = duckdb.connect

    def answer(self, schema, query, rows):
        connection = self.connect()
        connection.execute(schema)
        columns = connection.execute("DESCRIBE patients").fetchall()
        types = ", ".join(f"'{name}': '{kind}'" for name, kind, *_ in columns)
        connection.execute(
            f"INSERT INTO patients BY NAME SELECT * FROM read_json('{rows}', format = 'newline_delimited', columns = {{{types}}})"
        )
        result = connection.execute(query)
        return [column[0] for column in result.description], result.fetchall()


class Spark:
    def __init__(self, work):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.warehouse.dir", str(work / "warehouse"))
        builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.driver.memory", "3g")
        # The steps of the query are meant to be computed once each: merged into one, expressions multiply.
        builder = builder.config(
            "spark.sql.optimizer.excludedRules", "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
        ).config("spark.sql.codegen.wholeStage", "false")
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")
        self.version = self.session.version

    def answer(self, schema, query, rows):
        self.session.catalog.dropTempView("patients")
        self.session.sql("DROP TABLE IF EXISTS patients")
        self.session.sql(schema.rstrip().rstrip(";"))
        columns = self.session.table("patients").schema
        self.session.sql("DROP TABLE patients")
        self.session.read.schema(columns).json(str(rows)).createOrReplaceTempView("patients")
        result = self.session.sql(query.rstrip().rstrip(";"))
        return result.columns, [tuple(row) for row in result.collect()]


class Postgres:
    def __init__(self, work):
        self.work = work
        self.version = run("psql", "-X", "-A", "-t", "-c", "SHOW server_version").strip()

    def psql(self, script):
        path = self.work / "script.sql"
        path.write_text(script)
        return run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "--csv", "-f", path)

    def answer(self, schema, query, rows):
        self.psql("SET client_min_messages TO warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n" + schema)
        found = self.psql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY ordinal_position"
        )
        tables = {}
        for table, column in list(csv.reader(io.StringIO(found)))[1:]:
            tables.setdefault(table, []).append(column)
        files = {table: open(self.work / f"{table}.csv", "w", newline="") for table in tables}
        writers = {table: csv.writer(file) for table, file in files.items()}
        cell = lambda value: "" if value is None else ("t" if value is True else "f" if value is False else value)
        with open(rows) as lines:
            for line in lines:
                row = json.loads(line)
                for name in [name for name in row if f"{name}_known" in tables["patients"]]:
                    row[f"{name}_known"] = True
                writers["patients"].writerow([cell(row.get(column)) for column in tables["patients"]])
                for table, columns in tables.items():
                    if table == "patients":
                        continue
                    for record in row.get(table.removeprefix("patients_")) or []:
                        record = {"id": row["id"], **record}
                        writers[table].writerow([cell(record.get(column)) for column in columns])
        script = ""
        for table, file in files.items():
            file.close()
            script += f"\\copy \"{table}\" FROM '{file.name}' CSV\n"
        self.psql(script + "ANALYZE;\n")
        found = list(csv.reader(io.StringIO(self.psql("SET jit = off;\n" + query))))
        return found[0], [tuple(row) for row in found[1:]]


ENGINES = {"duckdb": DuckDb, "postgres": Postgres, "spark": Spark}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("elig")
    parser.add_argument("tables")
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--records", type=int, default=20000)
    parser.add_argument("--engines", default="duckdb,postgres,spark")
    parser.add_argument("--trial")
    parser.add_argument("--seed", default="1")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    engines = {name: ENGINES[name](args.work) for name in args.engines.split(",")}
    for name, engine in engines.items():
        print(f"{name} {engine.version}")
    wrong = 0
    for trial in TRIALS:
        path = ROOT / trial["trial"]
        if args.trial and args.trial not in trial["trial"]:
            continue
        known = ",".join(trial.get("known", []))
        records = args.work / f"{path.stem}.ndjson"
        records.write_text(run(args.tables, path, args.records, args.seed, known))
        began = time.monotonic()
        expected = run(args.elig, "evaluate", path, "--patients", records, "--format", "csv")
        evaluated = time.monotonic() - began
        expected = list(csv.reader(io.StringIO(expected)))
        names, expected = expected[0], {row[0]: row for row in expected[1:]}
        rows = args.work / f"{path.stem}.rows.ndjson"
        with open(rows, "w") as out:
            for line in records.read_text().splitlines():
                out.write(json.dumps(fields(json.loads(line))) + "\n")
        options = ["--known", known] if known else []
        if trial.get("criteria"):
            options += ["--criteria", ",".join(trial["criteria"])]
        for name, engine in engines.items():
            compiled = lambda to: run(args.elig, "compile", path, "--to", to, "--dialect", name, *options)
            schema, query = compiled("schema"), compiled("sql")
            began = time.monotonic()
            columns, answers = engine.answer(schema, query, rows)
            took = time.monotonic() - began
            compared = [at for at, column in enumerate(columns) if column in names]
            if trial.get("criteria"):
                # The verdict is that of the chosen criteria alone.
                compared = [at for at in compared if columns[at] != "verdict"]
            if not trial.get("criteria") and set(columns) != set(names):
                raise SystemExit(f"{path.stem} {name}: other columns: {set(columns) ^ set(names)}")
            places = {column: names.index(column) for column in columns if column in names}
            cells, different = 0, []
            decided = {}
            for answer in answers:
                row = expected[answer[0]]
                for at in compared:
                    cells += 1
                    wanted = row[places[columns[at]]]
                    if answer[at] != wanted:
                        different.append((answer[0], columns[at], wanted, answer[at]))
                    elif at > 1:
                        decided[wanted] = decided.get(wanted, 0) + 1
            missing = len(expected) - len({answer[0] for answer in answers})
            wrong += len(different) + missing
            outcome = "equal" if not different and not missing else f"{len(different)} DIFFER, {missing} MISSING"
            print(f"{path.stem:18} {name:9} {len(answers)} rows, {cells} cells: {outcome} ({took:.1f} s; evaluate {evaluated:.1f} s) {decided}")
            by_column = {}
            for patient, column, wanted, got in different:
                by_column.setdefault(column, []).append((patient, wanted, got))
            for column, some in by_column.items():
                print(f"    {column}: {len(some)}, for example {some[:4]}")
            sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
