from checking import expect, kept, rows, text

world = """
    CREATE TABLE month_end_balance (branch_code VARCHAR, base_month VARCHAR, balance BIGINT);
    INSERT INTO month_end_balance VALUES ('02', '202511', 1), ('02', '202512', 100), ('02', '202601', 130), ('02', '202602', 90),
        ('07', '202602', 50), ('07', '202603', 50), ('02', '202603', 95);
    """
found = rows(text("sql/monthly_balance.sql"), world)
kept([r[:3] for r in found] == [("02", "202601", 130), ("02", "202602", 90), ("02", "202603", 95), ("07", "202602", 50), ("07", "202603", 50)], f"rows: {[r[:3] for r in found]}")
expect(all(len(r) == 4 for r in found), "there is no fourth column")
change = {r[:2]: r[3] for r in found}
expect(change["02", "202602"] == -40 and change["02", "202603"] == 5, "the change on the month before is wrong")
expect(change["07", "202602"] is None, f"the first month of a branch has {change['07', '202602']}")
expect(change["02", "202601"] == 30, f"January has {change['02', '202601']}, expected 30: December counts")
