"""Tables of every kind give what the binary gives of the same table as CSV."""

import csv
import datetime
import decimal
import json
import random
import warnings

import elig
import pytest

FLAT = """
trial FLAT "Facts that columns hold" {
  dates screening
  assessed at screening
}
use demographics
facts {
  score    : number 0..100  "Score?"
  dose     : number 0..1000 mg  "Dose?"
  exact    : number 0..10  "An exact decimal?"
  grade    : grade 0..5  "Grade?"
  colour   : one of {red, green, blue}  "Colour?"
  smoker   : yes/no  "Smoker?"
  surgery  : date  "Operation?"
}
inclusion {
  I1 "Score at least 0.3;" { score >= 0.3 }
  I2 "Adults;" { age at screening >= 18 years }
  I3 "Grade 1 or less unless red;" { grade <= 1 unless colour is red then 3 }
  I4 "Half the dose at most the score;" { dose <= 500 mg }
  I5 "Exactly measured;" { exact <= 1.8 }
}
exclusion {
  E1 "Smokers;" { smoker }
  E2 "Operated within 4 weeks;" { surgery within 4 weeks before screening }
}
"""

LISTS = FLAT.replace("trial FLAT", "trial LISTS").replace(
    "  smoker ",
    """  treatments : list of {
    class     : one of {chemotherapy, targeted}  "Class"
    last_dose : date  "Last dose"
    cycles    : number  "Cycles"
  }  "Every treatment"
  ALT    : lab U/L  "ALT?"
  smoker """,
).replace(
    "exclusion {",
    """exclusion {
  E0 "Chemotherapy within 4 weeks;" {
    any treatments where class is chemotherapy and last_dose within 4 weeks before screening
  }
  E3 "ALT above 3 times the limit;" { ALT > 3*ULN }
""",
)


def rows(count, lists):
    """Rows on and around the limits, some of them with nothing."""
    random.seed(20260510)
    screening = datetime.date(2026, 5, 10)
    day = lambda *days: screening - datetime.timedelta(random.choice(days))  # noqa: E731
    table = []
    for number in range(count):
        row = {
            "id": None if number % 97 == 0 else f"p{number}",
            "screening": screening,
            "birth_date": random.choice([datetime.date(2008, 5, 10), datetime.date(2008, 5, 11), day(9000, 20000)]),
            "score": random.choice([0.3, 0.29, 0.31, 0.1 + 0.2, 1 / 3, 0.0, 100.0, 12.5]),
            "dose": random.choice([500, 501, 499, 0]),
            "exact": random.choice([decimal.Decimal(text) for text in ("1.8", "1.80001", "1.79999", "10", "0")]),
            "grade": random.choice([0, 1, 2, 3, 4]),
            "colour": random.choice(["red", "green", "blue"]),
            "smoker": random.random() < 0.2,
            "surgery": day(0, 27, 28, 29, 400),
        }
        if number % 50 == 1:
            # In error: outside the range.
            row["score"] = 100.5
        if lists:
            treatments = [
                {
                    "class": random.choice(["chemotherapy", "targeted", None]),
                    "last_dose": random.choice([None, day(27, 28, 29)]),
                    "cycles": random.choice([None, 1, 2]),
                }
                for _ in range(random.randrange(3))
            ]
            row["treatments"] = random.choice([treatments, treatments, None])
            row["ALT"] = random.choice([120.0, 120.1, 119.9])
            row["ALT.high"] = random.choice([40.0, None])
        for name in row:
            if name not in ("id", "screening") and random.random() < 0.15:
                row[name] = None
        table.append(row)
    return table


def as_json(value):
    return str(value) if isinstance(value, (datetime.date, decimal.Decimal)) else value


def as_cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return json.dumps([{name: as_json(part) for name, part in item.items()} for item in value])
    return str(value)


class Case:
    """A trial, a table, and what the binary says."""

    def __init__(self, folder, evaluate, rules, count, lists):
        self.rows = rows(count, lists)
        self.path = folder / "trial.elig"
        self.path.write_text(rules, encoding="utf-8")
        with open(folder / "patients.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(self.rows[0]))
            writer.writeheader()
            writer.writerows({name: as_cell(value) for name, value in row.items()} for row in self.rows)
        self.expected = evaluate(self.path, folder / "patients.csv", "csv")
        self.trial = elig.load(self.path)
        seen = {row["verdict"] for row in self.expected}
        assert {"ineligible", "undetermined", "error"} <= seen
        for criterion in self.trial.criteria:
            words = {row[criterion] for row in self.expected}
            assert {"pass", "fail", "unknown"} <= words, (criterion, words)

    def evaluate(self, table):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            result = self.trial.evaluate(table)
        assert [warning.category for warning in told] == [elig.RecordWarning]
        errors = sum(row["verdict"] == "error" for row in self.expected)
        assert str(told[0].message).startswith(f"{errors} records could not be read")
        assert told[0].filename == __file__
        return result


@pytest.fixture(scope="module", params=["flat", "lists"])
def case(request, tmp_path_factory, evaluate):
    lists = request.param == "lists"
    return Case(tmp_path_factory.mktemp(request.param), evaluate, LISTS if lists else FLAT, 3000, lists)


def same(found, expected):
    """Rows of words, where nothing is an empty cell."""
    found = [{name: "" if word is None else word for name, word in row.items()} for row in found]
    assert list(found[0]) == list(expected[0])
    assert found == expected


def arrow(case):
    pyarrow = pytest.importorskip("pyarrow")
    return pyarrow.Table.from_pylist(case.rows)


def test_dicts(case):
    records = []
    for row in case.rows:
        record = {name: value for name, value in row.items() if not name.startswith("ALT")}
        if row.get("ALT") is not None:
            record["ALT"] = {"value": row["ALT"], "high": row["ALT.high"]}
        elif row.get("ALT.high") is not None:
            # A limit alone is an observation without a value in a table too.
            record["ALT"] = {"high": row["ALT.high"]}
        records.append(record)
    found = []
    for verdict in case.trial.evaluate(records):
        words = {
            criterion["id"]: "not_applicable" if criterion["not_applicable"] else criterion["outcome"]
            for criterion in verdict["criteria"]
        }
        head = {name: verdict[name] for name in ("patient", "trial", "verdict")}
        found.append({**head, **{id: words.get(id) for id in case.trial.criteria}})
    same(found, case.expected)


def test_arrow(case):
    table = arrow(case)
    found = case.evaluate(table)
    assert type(found) is type(table)
    same(found.to_pylist(), case.expected)


def test_arrow_in_small_batches(case):
    pyarrow = pytest.importorskip("pyarrow")
    table = arrow(case)
    reader = pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=137))
    same(case.evaluate(reader).to_pylist(), case.expected)


def test_pandas(case):
    pandas = pytest.importorskip("pandas")
    frame = arrow(case).to_pandas()
    frame.index = range(10, 10 + len(frame))
    found = case.evaluate(frame)
    assert isinstance(found, pandas.DataFrame)
    assert list(found.index) == list(frame.index)
    same(found.astype(object).where(found.notna(), None).to_dict("records"), case.expected)
    # What can be counted and compared.
    assert (found["verdict"] == "error").sum() == sum(row["verdict"] == "error" for row in case.expected)


def test_pandas_of_moments_and_mixed_columns(case):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(case.rows)
    for name in ("screening", "birth_date", "surgery"):
        frame[name] = pandas.to_datetime(frame[name])
    frame["grade"] = frame["grade"].astype("Int8")
    frame["colour"] = frame["colour"].astype("category")
    same(case.evaluate(frame).astype(object).to_dict("records"), [nan(row) for row in case.expected])
    # A column of numbers and texts has no type in Arrow.
    frame["dose"] = [None if value is None else value if value % 2 else f"{value} mg" for value in column(case, "dose")]
    found = case.evaluate(frame)
    same(found.astype(object).to_dict("records"), [nan(row) for row in case.expected])


class Nothing:
    """Equal to what pandas writes where there is nothing."""

    def __eq__(self, other):
        return other == "" or other != other

    def __repr__(self):
        return "nothing"


def nan(row):
    return {name: Nothing() if word == "" else word for name, word in row.items()}


def column(case, name):
    return [row[name] for row in case.rows]


def test_polars(case):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(case.rows, infer_schema_length=None)
    found = case.evaluate(frame)
    assert isinstance(found, polars.DataFrame)
    same(found.to_dicts(), case.expected)


def test_polars_lazily(case):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(case.rows, infer_schema_length=None).lazy()
    with pytest.warns(elig.RecordWarning):
        found = case.trial.evaluate(frame)
    assert isinstance(found, polars.LazyFrame)
    same(found.collect().to_dicts(), case.expected)


def test_no_rows():
    pyarrow = pytest.importorskip("pyarrow")
    polars = pytest.importorskip("polars")
    pandas = pytest.importorskip("pandas")
    trial = elig.loads(FLAT)
    columns = ["patient", "trial", "verdict", *trial.criteria]
    assert trial.evaluate([]) == []
    assert trial.evaluate(pyarrow.table({"id": pyarrow.array([], pyarrow.string())})).column_names == columns
    assert trial.evaluate(polars.DataFrame({"id": []})).columns == columns
    assert list(trial.evaluate(pandas.DataFrame({"id": []})).columns) == columns


def test_a_column_that_stands_twice():
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table([pyarrow.array([1]), pyarrow.array([2])], names=["score", "score"])
    with pytest.raises(ValueError, match="two columns `score`"):
        elig.loads(FLAT).evaluate(table)


def test_floats_of_no_number():
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"id": [1, 2, 3], "score": [float("nan"), float("inf"), 0.3]})
    with pytest.warns(elig.RecordWarning, match="patient 2"):
        found = elig.loads(FLAT).evaluate(table).to_pylist()
    assert [row["verdict"] for row in found] == ["undetermined", "error", "undetermined"]
    assert [row["I1"] for row in found] == ["unknown", None, "pass"]


def test_the_day_is_that_of_the_zone():
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    pyarrow = pytest.importorskip("pyarrow")
    trial = elig.loads(FLAT)
    moment = datetime.datetime(2026, 5, 10, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    row = {"id": "a", "birth_date": datetime.date(2008, 5, 10), "screening": moment}
    # In London it is still the ninth.
    assert trial.evaluate(row)["criteria"][1]["outcome"] == "pass"
    assert trial.evaluate(pandas.DataFrame([row]))["I2"][0] == "pass"
    fixed = pyarrow.Table.from_pylist(
        [row], pyarrow.schema({"birth_date": pyarrow.date32(), "screening": pyarrow.timestamp("us", "+08:00")})
    )
    assert trial.evaluate(fixed)["I2"][0].as_py() == "pass"
    named = polars.DataFrame([row]).with_columns(polars.col("screening").dt.convert_time_zone("Asia/Shanghai"))
    assert trial.evaluate(named)["I2"][0] == "pass"
    # Of a zone that is known by its name alone the day is not guessed.
    with pytest.warns(elig.RecordWarning, match="Timestamp"):
        assert trial.evaluate(named.to_arrow())["verdict"][0].as_py() == "error"


def test_endpoints_stand_behind_the_criteria(evaluate, tmp_path):
    from conftest import ROOT
    from test_verdicts import records

    pandas = pytest.importorskip("pandas")
    path = ROOT / "trials/CHT101-SLE.elig"
    expected = evaluate(path, ROOT / "trials/patients/CHT101-SLE.ndjson", "csv")
    assert any("@" in name for name in expected[0])
    found = elig.load(path).evaluate(pandas.DataFrame(records("CHT101-SLE.ndjson"), dtype=object))
    same(found.astype(object).to_dict("records"), [nan(row) for row in expected])
