from checking import expect, kept, module, tests

tests()
interest = module("interest")
kept([interest.days_of_year(y) for y in (2024, 2026)] == [366, 365], "days_of_year is not what it was")
from datetime import date

expect(interest.simple_interest(36_500_000, 1.0, date(2026, 6, 1), date(2026, 6, 11)) == 10_000, "ten days are not ten days")
