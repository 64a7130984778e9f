import re

import duckdb

from checking import expect, kept, rows, script, text

world = """
    CREATE TABLE customer_master (cust_id INTEGER, cust_name VARCHAR, join_month VARCHAR, grade VARCHAR);
    CREATE TABLE tb_cust_hist (cust_id INTEGER, base_month VARCHAR, grade VARCHAR);
    INSERT INTO customer_master VALUES (1, '가', '202609', 'VIP'), (2, '나', '202501', 'VIP');
    INSERT INTO tb_cust_hist VALUES (2, '202608', 'NORMAL'), (1, '202608', 'VIP'), (2, '202607', 'VIP');
    """
for path in ("sql/new_customers.sql", "sql/grade_changes.sql", "check_tables.py", "config.yaml"):
    said = text(path)
    expect(not re.search(r"\btb_cust\b", said), f"{path} still says tb_cust")
    kept("customer_master_hist" not in said, f"tb_cust_hist was renamed in {path}")
expect(rows(text("sql/new_customers.sql"), world) == [(1, "가")], "new_customers.sql gives something else")
expect(rows(text("sql/grade_changes.sql"), world) == [(2, "NORMAL", "VIP")], "grade_changes.sql gives something else")
with duckdb.connect("check.db") as connection:
    connection.execute(world)
ran = script("check_tables.py", "check.db")
expect(ran.out == "customer_master: 2\ntb_cust_hist: 3\n", f"check_tables.py: {ran.last}")
