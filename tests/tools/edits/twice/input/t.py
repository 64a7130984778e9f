def total(rows):
    out = 0
    for row in rows:
        out += row
    return out


def sum_of(rows):
    out = 0
    for row in rows:
        out += row
    return out
