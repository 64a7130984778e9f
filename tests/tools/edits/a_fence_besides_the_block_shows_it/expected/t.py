def total(rows):
    out = 0.0
    for row in rows:
        out += row
    return out
