"""Records as dicts give the verdicts that the binary gives of the same records as JSON."""

import datetime
import decimal
import json

import elig
import pytest
from conftest import ROOT

SHIPPED = [
    ("NCT07181720", "NCT07181720.ndjson"),
    ("NCT07181720", "onc-V03.json"),
    ("CHT101-SLE", "CHT101-SLE.ndjson"),
    *((f"practice/{path.stem}", "practice.ndjson") for path in sorted((ROOT / "trials/practice").glob("*.elig"))),
]

RULES = """
trial EXAMPLE "An example" {
  dates screening
  assessed at screening
}
use demographics
facts {
  score : number 0..100  "Score?"
  note  : one of {red, green}  "Note?"
  grade : grade 0..5  "Grade?"
}
inclusion {
  I1 "Score at least 0.3;" { score >= 0.3 }
  I2 "Adults;" { age at screening >= 18 years }
  I3 "Grade 1 or less;" { grade <= 1 }
}
exclusion { E1 "A red note;" { note is red } }
"""


def records(name):
    text = (ROOT / "trials/patients" / name).read_text(encoding="utf-8")
    # Numbers keep their digits, as they stand in the file.
    read = lambda text: json.loads(text, parse_float=decimal.Decimal)  # noqa: E731
    return [read(line) for line in text.splitlines() if line] if name.endswith(".ndjson") else [read(text)]


def without_places(verdict, name):
    """Where a value stands in the record's own text is of no use to who has it as a dict, and differs."""
    if isinstance(verdict, list):
        return [without_places(part, name) for part in verdict]
    if not isinstance(verdict, dict):
        return verdict
    place = verdict.get("place")
    in_record = isinstance(place, dict) and place["file"] in ("record", name)
    return {key: without_places(part, name) for key, part in verdict.items() if not (in_record and key == "place")}


def test_there_are_trials_and_patients():
    assert len(SHIPPED) == 15
    assert sum(len(records(name)) for _, name in SHIPPED[:3]) > 5


@pytest.mark.parametrize(("name", "patients"), SHIPPED)
def test_shipped_trials_say_the_same(name, patients, evaluate):
    path = ROOT / "trials" / f"{name}.elig"
    trial = elig.load(path)
    patients_path = ROOT / "trials/patients" / patients
    expected = evaluate(path, patients_path, "ndjson")
    told = trial.evaluate(records(patients))
    assert "\"place\"" in json.dumps(told)
    told = without_places(told, str(patients_path))
    assert told == without_places(expected, str(patients_path))
    # One by one, and out of an iterator.
    for again in ([trial.evaluate(record) for record in records(patients)], trial.evaluate(iter(records(patients)))):
        assert without_places(again, str(patients_path)) == told
    assert trial.id == expected[0]["trial"]
    ids = [criterion["id"] for criterion in expected[0]["criteria"]]
    assert trial.criteria == ids


def trial():
    return elig.loads(RULES)


def outcomes(record):
    verdict = trial().evaluate(record)
    return {criterion["id"]: criterion["outcome"] for criterion in verdict["criteria"]} or verdict["verdict"]


def test_what_a_trial_is():
    facts = {fact.name: fact for fact in trial().facts}
    assert trial().id == "EXAMPLE"
    assert trial().title == "An example"
    assert trial().criteria == ["I1", "I2", "I3", "E1"]
    assert facts["score"].question == "Score?"
    assert facts["birth_date"].kind == "date"
    assert facts["grade"].options == ("0", "1", "2", "3", "4", "5")
    assert facts["score"].read_by == ("I1",)
    assert "EXAMPLE" in repr(trial())


def test_numbers_keep_their_digits():
    third = "0.29999999999999999999999999999999999999"
    assert outcomes({"score": decimal.Decimal(third)})["I1"] == "fail"
    assert outcomes({"score": decimal.Decimal("3E-1")})["I1"] == "pass"
    # A float is the shortest decimal that prints it.
    assert outcomes({"score": 0.3})["I1"] == "pass"
    assert outcomes({"score": 0.1 + 0.2})["I1"] == "pass"
    assert outcomes({"score": 0.1 * 3 - 1e-16})["I1"] == ("pass" if 0.1 * 3 - 1e-16 >= 0.3 else "fail")
    assert outcomes({"score": 1e-9})["I1"] == "fail"


@pytest.mark.parametrize("nothing", [None, float("nan"), decimal.Decimal("NaN")])
def test_what_is_not_known(nothing):
    assert outcomes({"score": nothing})["I1"] == "unknown"


def test_scalars_of_numpy_and_pandas():
    numpy = pytest.importorskip("numpy")
    pandas = pytest.importorskip("pandas")
    assert outcomes({"score": numpy.float32(0.3)})["I1"] == "pass"
    assert outcomes({"score": numpy.float64("nan")})["I1"] == "unknown"
    assert outcomes({"score": pandas.NA, "birth_date": pandas.NaT})["I1"] == "unknown"
    assert outcomes({"grade": numpy.int64(1)})["I3"] == "pass"
    day = {"screening": pandas.Timestamp("2026-05-10"), "birth_date": numpy.datetime64("2008-05-11")}
    assert outcomes(day)["I2"] == "fail"


def test_dates():
    born = datetime.date(2008, 5, 10)
    assert outcomes({"screening": datetime.date(2026, 5, 10), "birth_date": born})["I2"] == "pass"
    assert outcomes({"screening": datetime.datetime(2026, 5, 9), "birth_date": born})["I2"] == "fail"
    zone = datetime.timezone(datetime.timedelta(hours=-5))
    moment = datetime.datetime(2026, 5, 9, 23, 30, tzinfo=zone)
    assert outcomes({"screening": moment, "birth_date": born})["I2"] == "fail"


def test_forms_of_a_record():
    assert outcomes({"score": ">=0.5"})["I1"] == "pass"
    assert outcomes({"score": {"between": (0.2, 0.4)}})["I1"] == "unknown"
    assert outcomes({"grade": {"one_of": [0, 1]}})["I3"] == "pass"
    assert outcomes({"note": "red", 7: object(), "other": {1, 2}})["E1"] == "fail"


@pytest.mark.parametrize(
    "record",
    [
        {"id": "x", "score": float("inf")},
        {"id": "x", "score": decimal.Decimal("-Infinity")},
        {"id": "x", "score": 101},
        {"id": "x", "score": "many"},
        {"id": "x", "score": {1, 2}},
        {"id": "x", "note": b"bytes"},
        {"id": "x", "note": "\ud800"},
        {"id": "x", "score": "unknown"},
        {"id": ["x"]},
        ["no", "record"],
        17,
        None,
    ],
)
def test_a_record_in_error_is_a_verdict(record):
    first, verdict, last = trial().evaluate([{"id": "a", "score": 1}, record, {"score": 1}])
    assert verdict["verdict"] == "error"
    assert verdict["criteria"] == []
    assert verdict["errors"] and all(error["message"] for error in verdict["errors"])
    assert (first["patient"], last["patient"]) == ("a", "record 3")
    assert first["criteria"][0]["outcome"] == last["criteria"][0]["outcome"] == "pass"


def test_a_record_in_itself():
    record = {"id": "x"}
    record["score"] = [record]
    assert trial().evaluate(record)["verdict"] == "error"


def test_names_that_resemble_one_are_warned_of():
    verdict = trial().evaluate({"Score": 1})
    assert [warning["code"] for warning in verdict["warnings"]] == ["similar-name"]


def test_the_id_stands_in_another_field():
    assert trial().evaluate({"subject": 12, "id": 3}, id="subject")["patient"] == "12"


def test_rules_that_cannot_be_evaluated(tmp_path):
    with pytest.raises(elig.TrialError, match="hemoglobin is measured in g/L"):
        elig.loads('use labs\ninclusion { I1 "…" { hemoglobin >= 90 } }')
    with pytest.raises(elig.TrialError, match="no criteria"):
        elig.loads("use labs")
    with pytest.raises(elig.TrialError, match="no such file"):
        elig.load(tmp_path / "nothing.elig")
    path = tmp_path / "broken.elig"
    path.write_text('inclusion { I1 "…" { weight >= } }', encoding="utf-8")
    with pytest.raises(elig.TrialError, match="broken.elig"):
        elig.load(path)


def test_modules_stand_beside_a_file_and_not_beside_a_text(tmp_path, monkeypatch):
    (tmp_path / "site.elig").write_text('facts { ready : yes/no "Ready?" }', encoding="utf-8")
    text = 'use site\ninclusion { I1 "Ready;" { ready } }'
    (tmp_path / "trial.elig").write_text(text, encoding="utf-8")
    assert elig.load(str(tmp_path / "trial.elig")).evaluate({"ready": True})["verdict"] == "eligible"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(elig.TrialError, match="there is no module `site`"):
        elig.loads(text)


def test_what_is_no_record_and_no_table():
    pandas = pytest.importorskip("pandas")
    with pytest.raises(TypeError):
        trial().evaluate('{"id": 1}')
    with pytest.raises(TypeError, match="to_dict"):
        trial().evaluate(pandas.Series({"id": 1}))
