from pathlib import Path

from checking import expect, kept, script, text

wanted = "지점,신규계좌\n강남,3\n본점,1\n여의도,1\n"
plain = script("branch_summary.py", "data/accounts.csv")
kept(plain.code == 0 and plain.out == wanted, f"without the option: {plain.last}")
Path("more.csv").write_text("account,branch\n1,부산\n2,부산\n", encoding="utf-8")
for source, expected in (("data/accounts.csv", wanted), ("more.csv", "지점,신규계좌\n부산,2\n")):
    ran = script("branch_summary.py", source, "--output", "summary.csv", PYTHONUTF8="0", LC_ALL="C")
    expect(ran.code == 0, f"with --output it ends with {ran.code}: {ran.last}")
    expect(ran.out.strip() == "" or "," not in ran.out, "with --output the rows are still printed")
    written = text("summary.csv").replace("\r\n", "\n")
    expect(written == expected, f"the file holds {written!r}")
