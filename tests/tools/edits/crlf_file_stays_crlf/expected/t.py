def total(rows):
    out = 0.0
    n = 1
    for row in rows:
        out += row
    return out
