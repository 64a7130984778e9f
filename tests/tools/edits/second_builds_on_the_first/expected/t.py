def total(rows):
    out = sum(rows)
    for row in rows:
        out += row
    return out
