"""The shapes of a verdict, as ``docs/verdict.schema.json`` describes them."""

from __future__ import annotations

from typing import Any, Dict, List, TypedDict


class _NeedBase(TypedDict):
    fact: str
    why: str


class Need(_NeedBase, total=False):
    """What would settle something that is open."""

    question: str
    criteria: List[str]
    visit: str


class _CriterionBase(TypedDict):
    id: str
    kind: str
    outcome: str
    not_applicable: bool
    reason: str
    needs: List[Need]
    explanation: Dict[str, Any]


class Criterion(_CriterionBase, total=False):
    """What came out for one criterion or part."""

    part: bool
    text: str


class _VerdictBase(TypedDict):
    patient: str
    trial: str
    verdict: str
    criteria: List[Criterion]
    needs: List[Need]
    warnings: List[Dict[str, Any]]
    values: Dict[str, Dict[str, Any]]
    endpoints: List[Dict[str, Any]]
    errors: List[Dict[str, Any]]


class Verdict(_VerdictBase, total=False):
    """What a trial says of one patient; ``verdict`` is eligible, ineligible, undetermined or error."""

    assessed: str
