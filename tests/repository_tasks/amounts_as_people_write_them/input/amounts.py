"""엑셀에서 복사한 금액을 숫자로 바꾼다."""


def to_won(text: str) -> int:
    """금액 문자열을 원 단위 정수로. 비어 있으면 0."""
    cleaned = text.strip().replace(",", "").removesuffix("원")
    if not cleaned:
        return 0
    return int(cleaned)


def total(texts: list[str]) -> int:
    """금액 문자열의 합계."""
    return sum(to_won(text) for text in texts)
