from datetime import date

from checking import expect, kept, module, tests

tests()
calendar = module("calendar_kr")
kept(calendar.month_end(date(2028, 2, 3)) == date(2028, 2, 29), "month_end is not what it was")
kept(not calendar.is_business_day(date(2026, 9, 26)) and calendar.is_business_day(date(2026, 9, 23)), "is_business_day is not what it was")
kept(len(calendar.HOLIDAYS) == 7, "the holidays are not what they were")
calendar.HOLIDAYS = {date(2026, 5, 28), date(2026, 5, 29), date(2026, 7, 31), date(2026, 7, 30), date(2026, 7, 29)}
for day, wanted in ((date(2026, 5, 9), date(2026, 5, 27)), (date(2026, 7, 9), date(2026, 7, 28)), (date(2026, 8, 1), date(2026, 8, 31))):
    found = calendar.last_business_day(day)
    expect(found == wanted, f"the last business day of {day:%Y-%m} is {found}, expected {wanted}")
