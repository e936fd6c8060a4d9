"""The examples of the pages and of the package run."""

import doctest
import re

import elig
import pytest
from conftest import ROOT


def test_the_package():
    assert doctest.testmod(elig).attempted > 3
    assert doctest.testmod(elig).failed == 0


@pytest.mark.parametrize("page", ["python/README.md", "docs/python.md"])
def test_the_page(page, monkeypatch):
    """Each block goes on where the one before it ended."""
    for package in ("pandas", "polars", "pyarrow"):
        pytest.importorskip(package)
    monkeypatch.chdir(ROOT)
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert blocks
    # A message of several lines is shown in part.
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, page, page, 0)
    assert test.examples
    assert doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL).run(test).failed == 0
