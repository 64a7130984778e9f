from pathlib import Path

from checking import expect, kept, module, script, tests

tests()
to_won = module("amounts").to_won
kept([to_won(t) for t in ("12", "3,000원", " ", "-7")] == [12, 3_000, 0, -7], "amounts that were read are read otherwise")
expect([to_won(t) for t in ("△30", "(1,000,000)")] == [-30, -1_000_000], "negative amounts are not read")
try:
    to_won("열두 원")
    kept(False, "words are read as an amount")
except ValueError:
    pass
Path("ledger.csv").write_text('금액\n"△1,000"\n"5,000원"\n"(500)"\n', encoding="utf-8")
expect(script("import_ledger.py", "ledger.csv").out.strip() == "3500", "import_ledger.py adds up otherwise")
