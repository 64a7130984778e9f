"""고객 명단을 가려서 출력한다."""

from masking import mask

CUSTOMERS = [("홍길동", "010-1234-5678"), ("김철", "010-9876-5432")]


def main():
    for number, (name, phone) in enumerate(CUSTOMERS, 1):
        print(number, *mask(name, phone))


if __name__ == "__main__":
    main()
