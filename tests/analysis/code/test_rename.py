"""One name for another by rule: what is a name changes, what is a word stays."""

from __future__ import annotations

from aiws_cli.analysis.code.rename import renamed

PY = 'def rate(a, b):\n    """The rate of a; see `rate`."""\n    return a / b  # rate\n'
USES = "from m import rate\n\nprint(rate(1, 2), 'rate')\n"


def test_a_function_is_renamed_where_it_is_used_and_prose_stays() -> None:
    out = renamed({"m.py": PY, "n.py": USES, "README.md": "The rate is `rate(a, b)`.\n", "d.csv": "rate\n1\n"}, "rate", "ratio")  # fmt: skip
    assert out == {
        "m.py": 'def ratio(a, b):\n    """The rate of a; see `ratio`."""\n    return a / b  # rate\n',
        "n.py": "from m import ratio\n\nprint(ratio(1, 2), 'rate')\n",
        "README.md": "The rate is `ratio(a, b)`.\n",
    }


def test_a_name_that_is_no_word_is_renamed_in_texts_too() -> None:
    files = {"a.sql": "SELECT cust_no, cust_no_old FROM t -- cust_no\n", "b.py": "q = 'SELECT cust_no'\n"}
    assert renamed(files, "cust_no", "customer_id") == {
        "a.sql": "SELECT customer_id, cust_no_old FROM t -- customer_id\n",
        "b.py": "q = 'SELECT customer_id'\n",
    }


def test_a_key_of_the_settings_is_renamed_where_it_is_read() -> None:
    files = {"s.yaml": "limits:\n  lmt_amt: 3\n", "r.py": "x = load()['lmt_amt']\n"}
    assert set(renamed(files, "lmt_amt", "limit_amount", within=["s.yaml"])) == set(files)


def test_where_a_rule_cannot_tell_nothing_is_changed() -> None:
    two = {"a.py": "def rate():\n    pass\n", "b.py": "def rate():\n    pass\n"}
    assert renamed(two, "rate", "ratio") == {}
    assert renamed({"a.py": "def rate():\n    pass\n\n\ndef ratio():\n    pass\n"}, "rate", "ratio") == {}
    assert renamed({"a.py": "x = 1\n"}, "rate", "ratio") == {}
    # A variable of two functions' own: only where it is said which file.
    local = {"a.py": "def f(total):\n    return total\n", "b.py": "def g(total):\n    return total\n"}
    assert renamed(local, "total", "amount") == {}
    assert set(renamed(local, "total", "amount", within=["a.py"])) == {"a.py"}


def test_what_is_no_python_stays() -> None:
    assert renamed({"a.py": "def rate(:\n"}, "rate", "ratio") == {}
