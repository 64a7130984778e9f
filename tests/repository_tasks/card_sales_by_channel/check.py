from checking import expect, rows, text

world = """
    CREATE SCHEMA card;
    CREATE TABLE card.approvals (approval_id BIGINT, approved_at TIMESTAMP, amount DECIMAL(18,0), channel VARCHAR, cancelled BOOLEAN);
    INSERT INTO card.approvals VALUES
        (1, '2026-08-02 10:00', 100, 'APP', FALSE), (2, '2026-08-30 23:59', 50, 'ONLINE', FALSE),
        (3, '2026-08-05 10:00', 70, 'APP', FALSE), (4, '2026-09-01 00:00', 30, 'OFFLINE', FALSE),
        (5, '2026-09-01 00:00', 999, 'OFFLINE', TRUE);
    """
found = rows(text("queries/monthly_card_sales.sql"), world)
expect(all(len(r) == 4 for r in found), "there is no fourth column")
expect(not any(999 in r or 1029 in r for r in found), "cancelled approvals are counted")
expect([r[0] for r in found] == sorted(r[0] for r in found), "months are not in order")
wanted = {("2026-08", "APP", 2, 170.0), ("2026-08", "ONLINE", 1, 50.0), ("2026-09", "OFFLINE", 1, 30.0)}
expect(set(found) == wanted and len(found) == 3, f"rows: {found}")
