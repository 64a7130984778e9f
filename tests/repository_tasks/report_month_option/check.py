from checking import expect, kept, script

plain = script("report.py")
kept(plain.code == 0 and plain.out.strip() == "2026-09: 3건, 50,000원", f"without the option: {plain.last}")
for form in (("--month", "2026-08"), ("--month=2026-08",)):
    ran = script("report.py", *form)
    expect(ran.code == 0, f"with {' '.join(form)} it ends with {ran.code}: {ran.last}")
    expect(ran.out.strip() == "2026-08: 2건, 20,000원", f"with {' '.join(form)}: {ran.last}")
