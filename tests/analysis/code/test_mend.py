"""A file written whole: what was left out unasked is put back, what was forgotten is added, the rest is the model's."""

from __future__ import annotations

import pytest

from aiws_cli.analysis.code.faults import fault, undefined
from aiws_cli.analysis.code.mend import mended

WAS = '''import os
from math import floor

LIMIT = 3


def a(x):
    return floor(x)


@cache
def b():
    """doc"""
    return os.getcwd()


def c():
    return LIMIT


if __name__ == "__main__":
    a(1)
'''
HEAD = "import os\nfrom math import floor\n\nLIMIT = 3\n\n\n"


def of(text: str, request: str = "a를 고쳐줘", *, removes: bool = False) -> tuple[str, list[str]]:
    out, mends = mended(WAS, text, request, removes=removes)
    return out, [f"{rule}: {what}" for rule, what in mends]


def test_only_the_function_that_changes_came() -> None:
    out, mends = of("def a(x):\n    return floor(x) + 1\n")
    assert out == WAS.replace("return floor(x)", "return floor(x) + 1") and mends == ["kept: b, c"]


def test_a_function_and_the_start_that_are_gone_are_put_back_where_they_stood() -> None:
    out, mends = of(
        HEAD.replace("3", "4") + "def a(x):\n    return floor(x)\n\n\ndef c():\n    return LIMIT\n"
    )
    assert out == WAS.replace("LIMIT = 3", "LIMIT = 4") and mends == ["kept: b, __main__"]


def test_what_is_named_to_go_goes() -> None:
    text = WAS.replace('@cache\ndef b():\n    """doc"""\n    return os.getcwd()\n\n\n', "")
    assert of(text, "b 함수를 지워줘", removes=True) == (text, [])


def test_another_name_is_no_loss() -> None:
    text = WAS.replace("def c()", "def limit()")
    assert of(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("def f():\n    return json.dumps(1)\n", "import json"),
        ("def f(p):\n    return pd.read_csv(p)\n", "import pandas as pd"),
        ("def f(p):\n    return Path(p)\n", "from pathlib import Path"),
    ],
)
def test_imports_that_everybody_writes(text: str, added: str) -> None:
    out, mends = mended("", text, "", removes=False)
    assert mends == (("import", added),) and out == f"{added}\n\n\n{text}" and not undefined(out)


def test_an_import_that_stood_there_comes_back() -> None:
    out, mends = of(WAS.replace("from math import floor\n", ""))
    assert "from math import floor\n" in out and mends == ["import: from math import floor"]


def test_what_is_right_stays_as_it_is() -> None:
    for text in (WAS, WAS.replace("floor(x)", "floor(x + 1)"), "no python (", ""):
        assert mended(WAS if text else "", text, "", removes=False) == (text, ())


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("a.py", "def f(:\n", "line 1"),
        ("a.py", "def f():\n    return digits\n", "undefined name 'digits'"),
        ("a.py", "def f(x: Optional):\n    return x\n", "undefined name 'Optional'"),
        ("a.py", "from __future__ import annotations\n\n\ndef f(x: Later):\n    return x\n", ""),
        ("a.py", "from os import *\n\nprint(getcwd())\n", ""),
        ("a.py", "def f():\n    global n\n    n = 1\n\n\ndef g():\n    return n\n", ""),
        ("a.py", "class A:\n    x = 1\n\n    def f(self):\n        return x\n", "undefined name 'x'"),
        ("a.py", "print([y for y in range(3)], lambda z: z)\n", ""),
        ("a.py", "match 1:\n    case {'a': b, **rest}:\n        print(b, rest)\n", ""),
        ("a.sql", "SELECT * FORM t WHERE", "line 1"),
        ("a.sql", "SELECT $day::DATE, :name FROM t", ""),
        ("a.sql", "SELECT {{ column }} FROM {{ ref('t') }} WHERE (", ""),
        ("a.json", "{", "Expecting"),
        ("a.yaml", "a: [1, 2", "expected"),
        ("a.toml", "a = ", "Invalid"),
        ("a.md", "(((", ""),
    ],
)
def test_what_no_reader_of_its_language_takes(path: str, text: str, says: str) -> None:
    found = fault(path, "", text)
    assert says.lower() in found.lower() if says else found == ""


def test_what_was_wrong_before_is_not_told() -> None:
    assert fault("a.py", "print(spam)\n", "print(spam, 1)\n") == ""
    assert fault("a.sql", "SELECT FROM WHERE", "SELECT FROM FROM") == ""
