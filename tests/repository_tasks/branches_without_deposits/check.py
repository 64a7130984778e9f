from checking import expect, rows, text

world = (
    text("sql/create_tables.sql")
    + """
    INSERT INTO branches VALUES ('001', '본점'), ('002', '부산'), ('003', '새로 연 지점'), ('004', '모두 해지');
    INSERT INTO deposits VALUES ('a', '001', 100, 'N'), ('b', '001', 50, 'N'), ('c', '001', 7, 'Y'),
        ('d', '002', 30, 'N'), ('e', '004', 80, 'Y');
    """
)
found = rows(text("sql/branch_deposits.sql"), world)
by_code = {r[0]: r[2] for r in found}
expect("003" in by_code, "a branch without an account is not listed")
expect(by_code.get("001") == 150, f"branch 001 has {by_code.get('001')}, expected 150: closed accounts do not count")
expect("004" in by_code, "a branch whose accounts are all closed is not listed")
expect(by_code["003"] == 0 and by_code["004"] == 0, "the balance of a branch without accounts is not 0")
expect(found == [("001", "본점", 150), ("002", "부산", 30), ("003", "새로 연 지점", 0), ("004", "모두 해지", 0)], f"rows: {found}")
