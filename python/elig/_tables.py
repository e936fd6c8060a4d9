"""Tables of other packages in and out; none of them is needed to import this one."""

from __future__ import annotations

import sys
import warnings
from typing import Any, Callable, Dict, List, Optional

from . import _elig

# The errors of so many records are told; the others are counted.
_TOLD = 5


class RecordWarning(UserWarning):
    """Some records of a table could not be read; their verdict is ``error``."""


def evaluate(trial: _elig.Trial, table: Any, id: str) -> Optional[Any]:
    """What a trial says of a table, as a table of the same kind; ``None`` where this is none."""
    kind = _kind(table)
    if kind is None:
        return None
    return _KINDS[kind](trial, table, id)


def _kind(table: Any) -> Optional[str]:
    for package in ("pandas", "polars"):
        # A package that nobody imported has no table here.
        module = sys.modules.get(package)
        for name in ("DataFrame", "LazyFrame", "Series"):
            if not isinstance(table, getattr(module, name, ())):
                continue
            if name == "Series":
                raise TypeError("a Series is neither a record nor a table; a row is evaluated as row.to_dict()")
            return f"{package}.{name}"
    return "arrow" if hasattr(table, "__arrow_c_stream__") else None


def _tell(outcomes: _elig.Outcomes) -> _elig.Outcomes:
    if outcomes.in_error:
        lines = [
            f"  row {row}, patient {patient}: {'; '.join(messages)}" for row, patient, messages in outcomes.errors[:_TOLD]
        ]
        if outcomes.in_error > len(lines):
            lines.append(f"  and {outcomes.in_error - len(lines)} more")
        told = "\n".join([f"{outcomes.in_error} records could not be read", *lines])
        warnings.warn(told, RecordWarning, stacklevel=5)
    return outcomes


def _pandas(trial: _elig.Trial, frame: Any, id: str) -> Any:
    import pandas

    # A zone says how a moment was written; rules ask for the day it was there.
    zoned = {name: column.dt.tz_localize(None) for name, column in frame.items() if hasattr(column.dtype, "tz")}
    plain = frame.assign(**{str(name): column for name, column in zoned.items()}) if zoned else frame
    try:
        outcomes = trial.table(plain, id)
    except Exception as error:
        # Columns of mixed values have no type in Arrow, and without pyarrow pandas has none for any: row by row, then.
        if not _has_no_arrow(error):
            raise
        outcomes = trial.rows(plain.to_dict("records"), id)
    words = {**_WORDS, "trial": [trial.id]}
    columns = {
        name: cells if name == "patient" else pandas.Categorical(cells, categories=words.get(name, _CELLS))
        for name, cells in _tell(outcomes).columns()
    }
    return pandas.DataFrame(columns, index=frame.index)


_CELLS = ["pass", "fail", "unknown", "not_applicable", "yes", "no"]
_WORDS: Dict[str, List[str]] = {"verdict": ["eligible", "ineligible", "undetermined", "error"]}


def _has_no_arrow(error: BaseException) -> bool:
    if isinstance(error, ImportError):
        return True
    pyarrow = sys.modules.get("pyarrow")
    return pyarrow is not None and isinstance(error, (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError))


def _polars(trial: _elig.Trial, frame: Any, id: str) -> Any:
    import polars

    zoned = [name for name, kind in frame.schema.items() if getattr(kind, "time_zone", None)]
    plain = frame.with_columns(polars.col(zoned).dt.replace_time_zone(None)) if zoned else frame
    # A column of which nothing is known may have no kind, and Polars hands that over as others do not.
    nothing = [name for name, kind in frame.schema.items() if kind == polars.Null]
    plain = plain.with_columns(polars.col(nothing).cast(polars.Boolean)) if nothing else plain
    return polars.DataFrame(_tell(trial.table(plain, id)))


def _lazy(trial: _elig.Trial, frame: Any, id: str) -> Any:
    return _polars(trial, frame.collect(), id).lazy()


def _arrow(trial: _elig.Trial, table: Any, id: str) -> Any:
    outcomes = _tell(trial.table(table, id))
    try:
        import pyarrow
    except ImportError:
        # Whoever brought the table reads this too: it has `__arrow_c_stream__`.
        return outcomes
    return pyarrow.table(outcomes)


_KINDS: Dict[str, Callable[[_elig.Trial, Any, str], Any]] = {
    "pandas.DataFrame": _pandas,
    "polars.DataFrame": _polars,
    "polars.LazyFrame": _lazy,
    "arrow": _arrow,
}
