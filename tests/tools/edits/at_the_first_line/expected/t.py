def total(rows: list[float]) -> float:
    out = 0
    for row in rows:
        out += row
    return out
