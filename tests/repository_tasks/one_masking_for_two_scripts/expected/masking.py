"""명단을 밖으로 내보내기 전에 가린다."""


def mask(name, phone):
    """이름은 첫 글자만, 전화번호는 뒤 네 자리만 남긴다."""
    return name[0] + "*" * (len(name) - 1), "***-****-" + phone[-4:]
