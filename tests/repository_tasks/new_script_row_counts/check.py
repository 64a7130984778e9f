from pathlib import Path

from checking import expect, script, text

expect("import pandas" not in text("row_counts.py"), "it needs more than the standard library")
ran = script("row_counts.py", "deliveries")
expect(ran.code == 0, f"it ends with {ran.code}: {ran.last}")
lines = ran.out.splitlines()
expect(lines and lines[-1].endswith("\t2"), f"it prints {ran.out!r}")
expect(lines == ["branches.csv\t1", "cards.csv\t2"], f"it prints {ran.out!r}: a field may hold a line break")
other = Path("elsewhere")
other.mkdir()
for name, said in (("b.csv", "x\n1\n2\n3"), ("a.csv", "x,y\n"), ("notes.txt", "x\n1\n")):
    (other / name).write_text(said, encoding="utf-8")
ran = script("row_counts.py", "elsewhere")
expect(ran.out == "a.csv\t0\nb.csv\t3\n", f"for another folder it prints {ran.out!r}")
