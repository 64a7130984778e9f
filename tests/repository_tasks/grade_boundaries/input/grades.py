"""Internal credit grades."""


def grade(score: int) -> str:
    """The grade of a credit score from 0 to 1000."""
    if not 0 <= score <= 1000:
        raise ValueError(f"score out of range: {score}")
    if score > 900:
        return "A"
    if score > 700:
        return "B"
    if score > 500:
        return "C"
    return "D"
