from checking import expect, rows, text

world = (
    text("tables.sql")
    + """
    INSERT INTO customers VALUES (1, 'Kim', TRUE), (2, 'Lee', TRUE), (3, 'Park', TRUE), (4, 'Choi', FALSE), (5, 'Jung', TRUE);
    INSERT INTO customer_grades VALUES (1, '2026-07-01', 'VIP'), (1, '2026-08-01', 'VVIP'), (1, '2026-09-01', 'VVIP'),
        (2, '2026-08-01', 'VIP'), (2, '2026-09-01', 'NORMAL'), (3, '2026-05-01', 'VIP'), (4, '2026-09-01', 'VIP'),
        (5, '2026-09-01', 'NORMAL'), (5, '2026-08-01', 'NORMAL');
    """
)
found = rows(text("marketing/vip_customers.sql"), world)
ids = [r[0] for r in found]
expect(len(ids) == len(set(ids)), f"customers listed: {ids}")
expect(2 not in ids, "a customer who was VIP once but is not now is listed")
expect(3 in ids, "a customer whose latest grade is older than the others' is missing")
expect(found == [(1, "Kim", "VVIP"), (3, "Park", "VIP")], f"rows: {found}")
