"""고객 명단을 가려서 출력한다."""

CUSTOMERS = [("홍길동", "010-1234-5678"), ("김철", "010-9876-5432")]


def mask(name, phone):
    """이름은 첫 글자만, 전화번호는 뒤 네 자리만 남긴다."""
    return name[0] + "*" * (len(name) - 1), "***-****-" + phone[-4:]


def main():
    for number, (name, phone) in enumerate(CUSTOMERS, 1):
        print(number, *mask(name, phone))


if __name__ == "__main__":
    main()
