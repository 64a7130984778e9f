from pathlib import Path

from checking import expect, kept, tests, text

hidden = """
from transfer import CONFIG, fee_of, is_over_limit

def test_limits():
    assert [is_over_limit(t, 500_000) for t in ("personal", "business", "youth")] == [False, False, {youth}]
    assert is_over_limit("business", 100_000_001) and not is_over_limit("business", 100_000_000)

def test_fees():
    assert [fee_of(t) for t in ("personal", "business", "youth")] == [500, 1000, 0]
"""
tests(hidden.format(youth=True))
config = text("config.yaml")
Path("config.yaml").write_text(config.replace("youth: 300000", "youth: 700000"), encoding="utf-8")
tests(hidden.format(youth=False))
Path("config.yaml").write_text(config, encoding="utf-8")
tests()
