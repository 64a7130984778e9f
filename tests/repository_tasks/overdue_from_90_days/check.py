from checking import expect, rows, text

world = (
    text("sql/schema.sql")
    + """
    INSERT INTO bank.branches VALUES (1, '본점'), (2, '강남');
    INSERT INTO bank.loans VALUES
        (10, 1, 500, 30, 'OVERDUE'), (11, 1, 600, 89, 'OVERDUE'), (12, 2, 700, 90, 'OVERDUE'),
        (13, 2, 800, 400, 'WRITTEN_OFF'), (14, 1, 900, 120, 'OVERDUE'), (15, 1, 100, 90, 'NORMAL');
    """
)
found = rows(text("sql/overdue_loans.sql"), world)
ids = [r[0] for r in found]
expect(13 not in ids, "written-off loans are still listed")
expect(not {10, 11} & set(ids), "loans overdue for less than 90 days are still listed")
expect(ids == [14, 12, 15], f"loans listed: {ids}, expected [14, 12, 15]")
expect(found[0] == (14, "본점", 900.0, 120), "columns are not as before")
