"""설계사 명단을 가려서 출력한다."""

from masking import mask

AGENTS = {"A01": ("이영희", "010-1111-2222"), "A02": ("남궁민", "010-3333-4444")}


def main():
    for code, (name, phone) in sorted(AGENTS.items()):
        print(code, *mask(name, phone), sep=",")


if __name__ == "__main__":
    main()
