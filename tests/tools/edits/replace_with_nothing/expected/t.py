def total(rows):
    for row in rows:
        out += row
    return out
