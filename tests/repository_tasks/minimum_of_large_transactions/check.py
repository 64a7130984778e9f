from checking import expect, kept, module

rules = module("monitoring.rules")
rows = [{"id": i, "type": "TRANSFER", "amount": a} for i, a in enumerate((500, 9_999_999, 10_000_000, 25_000_000))]
kept([r["id"] for r in rules.large_transactions(rows)] == [3, 2], "the default is not 10 million won any more")
kept(rules.cash_transactions([{"type": "DEPOSIT_CASH"}]), "cash_transactions does not work any more")
expect([r["id"] for r in rules.large_transactions(rows, minimum=500)] == [3, 2, 1, 0], "minimum=500 leaves some out")
expect([r["id"] for r in rules.large_transactions(rows, 20_000_000)] == [3], "minimum 20,000,000 is not heeded")
