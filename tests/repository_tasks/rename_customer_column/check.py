import re

from checking import expect, kept, rows, text

world = """
    CREATE TABLE customers (customer_id INTEGER, cust_no_old VARCHAR, customer_name VARCHAR);
    CREATE TABLE transactions (customer_id INTEGER, amount BIGINT, transaction_date DATE);
    INSERT INTO customers VALUES (1, 'A-9', '가'), (2, NULL, '나');
    INSERT INTO transactions VALUES (1, 10, '2026-08-01'), (1, 5, '2026-01-01'), (2, 7, '2026-01-01');
    """
wanted = {
    "active_customers": [(1, "가")],
    "balance_by_customer": [(1, 15), (2, 7)],
    "merged_customers": [("A-9", 1)],
}
for name, expected in wanted.items():
    query = text(f"sql/{name}.sql")
    expect(not re.search(r"\bcust_no\b", query), f"{name}.sql still says cust_no")
    kept(name != "merged_customers" or "cust_no_old" in query, "cust_no_old was renamed too")
    found = rows(query, world)
    expect(found == expected, f"{name}.sql gives {found}")
