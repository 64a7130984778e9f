from checking import expect, rows, text

query = text("sql/top_merchants.sql")
world = text("sql/schema.sql") + """
    INSERT INTO merchants SELECT i, 'M' || i, 'FOOD' FROM range(1, 8) t(i);
    INSERT INTO approvals SELECT i, i, DATE '2026-09-15', i * 100, 'APPROVED' FROM range(1, 8) t(i);
    INSERT INTO approvals VALUES (20, 1, '2026-09-30', 900, 'APPROVED'), (21, 2, '2026-09-02', 9000, 'CANCELLED'),
        (22, 3, '2026-10-01', 9000, 'APPROVED'), (23, 3, '2026-08-31', 9000, 'APPROVED'), (24, 4, '2026-09-01', 250, 'APPROVED');
    """
found = rows(query, world)
expect(all(len(r) == 2 for r in found), "the columns are not merchant_name and sales_amount")
names = [r[0] for r in found]
expect("M2" not in names, "cancelled approvals are counted")
expect(found == [("M1", 1000), ("M7", 700), ("M4", 650), ("M6", 600), ("M5", 500)], f"rows: {found}")
