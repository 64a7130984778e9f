import re

from checking import expect, kept, module, script, tests, text

for path in ("risk/ratios.py", "monthly.py", "tests/test_ratios.py", "README.md"):
    said = text(path)
    expect(not re.search(r"\bcalc_rt\b", said), f"{path} still says calc_rt")
    expect("delinquency_rate" in said, f"{path} does not say delinquency_rate")
ratios = module("risk.ratios")
expect(ratios.delinquency_rate(12, 1_000) == 1.2, "delinquency_rate gives something else")
kept(hasattr(ratios, "calc_rt_change"), "calc_rt_change is gone")
kept(script("monthly.py").out == "household: 1.2% (+0.1p)\ncorporate: 2.5% (-0.4p)\n", "monthly.py prints otherwise")
tests()
tests("from risk.ratios import delinquency_rate\n\ndef test():\n    assert delinquency_rate(1, 0) == 0.0\n")
