"""이체 수수료."""


def transfer_fee(amount: int) -> int:
    """타행 이체 수수료(원). 10만원 이하 500원, 100만원 이하 1,000원, 그보다 크면 3,000원."""
    if amount <= 0:
        raise ValueError("이체 금액은 0보다 커야 합니다")
    if amount <= 100_000:
        return 500
    if amount <= 1_000_000:
        return 1_000
    return 3_000
