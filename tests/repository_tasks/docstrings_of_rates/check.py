import ast

from checking import expect, kept, module, script, text

before = {
    "delinquency_rate": [((120, 10_000), 1.2), ((5, 0), 0.0), ((1, 3), 33.33)],
    "coverage_ratio": [((150, 100), 150.0), ((1, 0), None)],
    "loan_to_deposit": [((9_700, 10_000), 97.0)],
}
rates = module("rates")
for name, cases in before.items():
    for given, wanted in cases:
        kept(getattr(rates, name)(*given) == wanted, f"{name}{given} is not {wanted} any more")
try:
    rates.loan_to_deposit(1, 0)
    kept(False, "loan_to_deposit takes no deposits")
except ValueError:
    pass
functions = {f.name: f for f in ast.walk(ast.parse(text("rates.py"))) if isinstance(f, ast.FunctionDef)}
kept(set(functions) == set(before), f"functions: {sorted(functions)}")
for name, function in functions.items():
    expect(len(ast.get_docstring(function) or "") >= 10, f"{name} has no docstring")
kept("Overdue balance of the total balance" in rates.delinquency_rate.__doc__, "a docstring that was there is otherwise")
kept(script("report.py").out.split() == ["delinquency", "1.2", "coverage", "150.0", "loan-to-deposit", "97.0"], "report.py prints otherwise")
