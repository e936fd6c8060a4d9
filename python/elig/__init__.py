"""Eligibility criteria of clinical trials, asked of patients.

>>> import elig
>>> trial = elig.loads('''
... use demographics
... use labs
... inclusion {
...   I1 "Hemoglobin ≥90 g/L;" { hemoglobin >= 90 g/L }
...   I2 "Women only;" { sex is female }
... }
... ''', name="EXAMPLE")
>>> trial.criteria
['I1', 'I2']
>>> verdict = trial.evaluate({"id": "07", "hemoglobin": 91.5})
>>> verdict["verdict"], [criterion["outcome"] for criterion in verdict["criteria"]]
('undetermined', ['pass', 'unknown'])
>>> [(need["fact"], need["why"]) for need in verdict["needs"]]
[('sex', 'missing')]
"""

from ._elig import TrialError
from ._trial import Fact, RecordWarning, Trial, load, loads
from ._types import Criterion, Need, Verdict

__all__ = [
    "Criterion",
    "Fact",
    "Need",
    "RecordWarning",
    "Trial",
    "TrialError",
    "Verdict",
    "load",
    "loads",
]
