import math

from checking import expect, kept, rows, text

world = (
    text("sql/tables.sql")
    + """
    INSERT INTO products VALUES ('A', 'Motor'), ('B', 'Fire'), ('C', 'Travel'), ('D', 'Pet');
    INSERT INTO policies VALUES ('1', 'A', 2026, 300), ('2', 'A', 2026, 300), ('3', 'B', 2026, 70), ('4', 'A', 2025, 999);
    INSERT INTO claims_paid VALUES ('1', 'A', 2026, 200), ('2', 'A', 2026, 300), ('3', 'C', 2026, 5), ('4', 'B', 2025, 9);
    """
)
found = rows(text("sql/loss_by_product.sql"), world)
kept([r[0] for r in found] == ["A", "B", "C", "D"], f"products listed: {[r[0] for r in found]}")
expect(all(len(r) == 5 for r in found), "there is no fifth column")
kept([r[2:4] for r in found] == [(600, 500), (70, 0), (0, 5), (0, 0)], "premiums and claims are not what they were")
ratios = [r[4] for r in found]
expect(ratios[0] is not None and math.isclose(float(ratios[0]), 0.8333, abs_tol=1e-9), f"loss ratio of A is {ratios[0]}, expected 0.8333")
expect(ratios[1] == 0, f"loss ratio of B is {ratios[1]}, expected 0")
expect(ratios[2] is None and ratios[3] is None, f"without a premium the loss ratio is {ratios[2:]}")
