"""영업일 계산."""

from datetime import date, timedelta

HOLIDAYS = {
    date(2026, 1, 1),
    date(2026, 5, 1),
    date(2026, 9, 24),
    date(2026, 9, 25),
    date(2026, 9, 26),
    date(2026, 12, 25),
    date(2026, 12, 31),
}


def month_end(day: date) -> date:
    """그 달의 말일."""
    first_of_next = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first_of_next - timedelta(days=1)


def is_business_day(day: date) -> bool:
    """주말도 휴일도 아닌 날."""
    return day.weekday() < 5 and day not in HOLIDAYS


def last_business_day(day: date) -> date:
    """그 달의 마지막 영업일."""
    last = month_end(day)
    while not is_business_day(last):
        last -= timedelta(days=1)
    return last
