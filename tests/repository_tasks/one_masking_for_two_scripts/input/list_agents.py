"""설계사 명단을 가려서 출력한다."""

AGENTS = {"A01": ("이영희", "010-1111-2222"), "A02": ("남궁민", "010-3333-4444")}


def mask(name, phone):
    """이름은 첫 글자만, 전화번호는 뒤 네 자리만 남긴다."""
    return name[0] + "*" * (len(name) - 1), "***-****-" + phone[-4:]


def main():
    for code, (name, phone) in sorted(AGENTS.items()):
        print(code, *mask(name, phone), sep=",")


if __name__ == "__main__":
    main()
