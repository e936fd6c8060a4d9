"""What a call means: one record, several, or a table of some kind."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from itertools import islice
from typing import Any, Iterable, Iterator, List, Mapping, Optional, Tuple, Union, overload

from . import _elig, _tables
from ._tables import RecordWarning
from ._types import Verdict

__all__ = ["Fact", "RecordWarning", "Trial", "load", "loads"]

# So many records are read before they are evaluated: memory stays flat beside the verdicts.
_ROUND = 1024


@dataclass(frozen=True)
class Fact:
    """What a trial may ask of a record."""

    name: str
    kind: str
    unit: Optional[str] = None
    options: Optional[Tuple[str, ...]] = None
    question: Optional[str] = None
    read_by: Tuple[str, ...] = ()
    fields: Tuple["Fact", ...] = ()

    @classmethod
    def _of(cls, shape: Mapping[str, Any]) -> "Fact":
        options = shape.get("options")
        return cls(
            name=shape["name"],
            kind=shape["kind"],
            unit=shape.get("unit"),
            options=None if options is None else tuple(options),
            question=shape.get("question"),
            read_by=tuple(shape.get("read_by", ())),
            fields=tuple(cls._of(field) for field in shape.get("fields", ())),
        )


class Trial:
    """A compiled trial; made by :func:`load` and :func:`loads`."""

    __slots__ = ("_trial",)

    def __init__(self, trial: _elig.Trial) -> None:
        self._trial = trial

    def __repr__(self) -> str:
        return f"<elig.Trial {self.id}: {len(self.criteria)} criteria>"

    @property
    def id(self) -> str:
        """The registry's number."""
        return self._trial.id

    @property
    def title(self) -> Optional[str]:
        """The title."""
        return self._trial.title

    @property
    def criteria(self) -> List[str]:
        """The numbers of the criteria and their parts, in the order of the trial."""
        return self._trial.criteria

    @property
    def facts(self) -> List[Fact]:
        """What the trial asks of a record."""
        return [Fact._of(shape) for shape in json.loads(self._trial.facts())]

    @overload
    def evaluate(self, records: Mapping[str, Any], id: str = ...) -> Verdict: ...

    @overload
    def evaluate(self, records: Union[List[Any], Tuple[Any, ...], Iterator[Any]], id: str = ...) -> List[Verdict]: ...

    @overload
    def evaluate(self, records: Any, id: str = ...) -> Any: ...

    def evaluate(self, records: Any, id: str = "id") -> Any:
        """What the trial says of patients. ``id`` is the name of the field or column that holds their ids.

        - One mapping gives one verdict: a dict of the shape of ``docs/verdict.schema.json``, with reasons.
        - Several of them, in any iterable, give a list of verdicts.
        - A DataFrame of pandas, a DataFrame or LazyFrame of Polars, and anything else that Arrow can read gives a table of
          the same kind with the columns ``patient``, ``trial``, ``verdict`` and one for each criterion, as
          ``elig evaluate --format csv`` writes them.

        A record that cannot be read has the verdict ``error``, with what is wrong in ``errors``; of a table a
        :class:`RecordWarning` tells.
        """
        if isinstance(records, Mapping):
            return self._verdicts([records], id, 0)[0]
        if isinstance(records, (str, bytes)):
            raise TypeError("records are dicts or tables; a text is read by json.loads first")
        table = _tables.evaluate(self._trial, records, id)
        if table is not None:
            return table
        return self._each(records, id)

    def _each(self, records: Iterable[Any], id: str) -> List[Verdict]:
        verdicts: List[Verdict] = []
        iterator = iter(records)
        while True:
            some = list(islice(iterator, _ROUND))
            if not some:
                return verdicts
            verdicts.extend(self._verdicts(some, id, len(verdicts)))

    def _verdicts(self, records: List[Any], id: str, first: int) -> List[Verdict]:
        return [json.loads(text) for text in self._trial.verdicts(records, id, first)]


def load(path: Union[str, "os.PathLike[str]"]) -> Trial:
    """A trial out of a file, with the modules and the protocol that stand beside it.

    Raises :class:`TrialError` with what ``elig evaluate`` says of rules that cannot be evaluated.
    """
    return Trial(_elig.load(path))


def loads(text: str, name: str = "trial") -> Trial:
    """A trial out of its text; the modules that come with elig are there, and no others.

    ``name`` is what findings call the text, and the trial where it has no header.
    """
    return Trial(_elig.loads(text, name))
