from checking import expect, fails, tests, text

expect("transfer_fee" in text("tests/test_fees.py"), "tests/test_fees.py does not test transfer_fee")
tests()
right = text("fees.py")
for was, now in (("<= 100_000", "< 100_000"), ("<= 1_000_000", "< 1_000_000"), ("return 3_000", "return 2_000")):
    fails("fees.py", right.replace(was, now))
