def total(rows):
    out = 0
    for row in rows:
        if row:
            out += row
    return out
