"""Keys, tokens and passwords: what is told and what is left alone. Every secret here is put together when the test runs."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from aiws_cli.governance.privacy import pii, secrets
from support.planted import SECRETS

WORD = "Qwer!" + "2345"
FOUND = (
    (f"password = '{WORD}'", WORD, "password"),
    (f"비밀번호는 {WORD}입니다", WORD, "password"),
    (f"비밀번호{WORD}로", WORD, "password"),
    (f"DB_PASSWORD={'Summer' + '2026'}", "Summer" + "2026", "password"),
    (f"  password: {WORD}\n", WORD, "password"),
    (f'{{"api_key": "{"k3v9" + "x7q1m5z8"}"}}', "k3v9" + "x7q1m5z8", "password"),
    (f"ALTER USER x IDENTIFIED BY '{WORD}'", WORD, "password"),
    (f"mysql --password={WORD} -h db", WORD, "password"),
    (f"snowflake://svc:{WORD}@ab12345.ap-northeast-2/db", WORD, "password_in_url"),
    (f"https://oauth2:{'w7x' + 'en9x'}@gitlab.hq/a.git", "w7x" + "en9x", "password_in_url"),
    (f"| 암호 | {WORD} |", WORD, "password"),
)


@pytest.mark.parametrize(
    ("text", "written", "kind"), FOUND, ids=[f"{k}-{i}" for i, (*_, k) in enumerate(FOUND)]
)
def test_what_is_found(text: str, written: str, kind: str) -> None:
    found = pii.acted(secrets.find(text))
    assert [(text[f.start : f.end], f.kind) for f in found] == [(written, kind)]


LEFT_ALONE = (
    "password = getpass.getpass()",
    "password: str | None = None",
    "token = self.next_token2",
    "private_key: Ed25519PrivateKey | None",
    "password: ${DB_PASSWORD}",
    "postgresql://${USER}:${PASSWORD}@db/core",
    "api_key: xxxxxxxxxxxxxxxx",
    "gitlab_token: <your token>",
    "glpat-xxxxxxxxxxxxxxxxxxxx",
    "max_tokens: 4096",
    "token_type: bearer",
    "password_file: /run/secrets/db1",
    "secret_name: projects/1/secrets/reporting",
    "비밀번호 8자리 이상, 암호 AES-256",
    "PRIMARY KEY (customer_id), FOREIGN KEY (card_id)",
    "-----BEGIN PRIVATE KEY-----",
    '"integrity": "sha512-q1w2E3r4T5y6U7i8O9p0AaSsDdFfGgHhJjKkLlZzXxCcVvBbNnMm+/=="',
    "--hash=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
    "fund_performance_monthly_2026_q3_backup_v12",
    "계정 비밀번호를 바꾸는 방법",
)


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_left_alone(text: str) -> None:
    assert pii.acted(secrets.find(text)) == ()


@pytest.mark.parametrize("make", SECRETS, ids=lambda m: m.__name__)
def test_each_kind_of_secret_is_found_whole_or_at_its_heart(make: object) -> None:
    for seed in range(40):
        planted = make(random.Random(seed))  # type: ignore[operator]
        text = f"{planted.label[2]} = '{planted.text}'\n" if not planted.whole_line else f"\n{planted.text}\n"
        assert pii.acted(secrets.find(text)), (planted.kind, seed)


def test_no_secret_is_tried_anywhere_and_no_library_is_loaded_without_need() -> None:
    """Plain text costs no import; where the library is loaded, no socket is opened."""
    code = (
        "import sys\n"
        "def refuse(event, args):\n"
        "    assert not event.startswith('socket.'), event\n"
        "from aiws_cli.governance.privacy import secrets\n"
        "secrets.find('지난달 카드 매출을 알려줘 SELECT sum(amount) FROM card.transactions_2026')\n"
        "assert 'detect_secrets' not in sys.modules\n"
        "sys.addaudithook(refuse)\n"
        "found = secrets.find('key SK' + '0123456789abcdef' * 2 + ' AKIA' + 'ABCDEFGHIJ234567')\n"
        "assert 'detect_secrets' in sys.modules and len(found) == 2, found\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
