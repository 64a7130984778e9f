from checking import expect, kept, module, tests

grade = module("grades").grade
found = {score: grade(score) for score in (0, 499, 500, 501, 699, 700, 701, 899, 900, 901, 1000)}
wanted = dict(zip(found, "DDCCCBBBAAA"))
wrong = {s: g for s, g in found.items() if g != wanted[s]}
expect(not wrong, f"grades: {wrong}")
for score in (-1, 1001):
    try:
        grade(score)
        kept(False, f"{score} gets a grade")
    except ValueError:
        pass
tests()
