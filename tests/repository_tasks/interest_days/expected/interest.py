"""예금 이자 계산. 이자는 원 미만을 버린다."""

from datetime import date


def days_of_year(year: int) -> int:
    """그 해의 날 수."""
    return 366 if year % 4 == 0 else 365


def simple_interest(principal: int, rate: float, start: date, end: date) -> int:
    """start부터 end 전날까지의 단리 이자(원). rate는 연이율(%)이다."""
    days = (end - start).days
    return int(principal * rate / 100 * days / days_of_year(start.year))
