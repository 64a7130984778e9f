"""Made-up personal data and secrets, by what those who give such numbers out say of them. Nobody's: everything is drawn by lot.

Written without a look at the detectors: check digits are worked out here a second time, forms are those of forms, cards,
bank books and vendors' documentation. A value knows the kind it is of and, where it is nothing without one, the word
that must stand beside it.
"""

from __future__ import annotations

import base64
import json
import random
import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

HIGH = string.ascii_uppercase
LOW = string.ascii_lowercase
DIGITS = string.digits
ALNUM = string.ascii_letters + DIGITS
URLSAFE = ALNUM + "-_"


@dataclass(frozen=True)
class Planted:
    """`text` as written. `label` (ko, en, key) names it in prose and in data; `needs_label`: bare it could be anything."""

    kind: str
    text: str
    label: tuple[str, str, str]
    needs_label: bool = False
    whole_line: bool = False


def _pick(rng: random.Random, alphabet: str, n: int) -> str:
    return "".join(rng.choice(alphabet) for _ in range(n))


# — ways of writing digits —

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DASHES = (
    "-",
    "-",
    "-",
    "–",
    "−",
    "‐",
    "－",
    "ㅡ",
    ".",
    " ",
    " - ",
    "/",
    "·",
    "_",
    "~",
    "\u00a0",
    "\u2009-\u2009",
)


def grouped(rng: random.Random, groups: list[str], *, may_join: bool = True, plain: bool = False) -> str:
    """The groups of a number as people write them: mostly with dashes, some bare, some odd, some full-width."""
    if plain:
        return "-".join(groups)
    way = rng.random()
    if way < 0.5:
        out = "-".join(groups)
    elif way < 0.7 and may_join:
        out = "".join(groups)
    else:
        out = rng.choice(DASHES).join(groups)
    way = rng.random()
    if way < 0.12:
        out = out.translate(FULL_WIDTH)
    elif way < 0.17:
        at = rng.randrange(2, len(out) - 2)
        out = out[:at] + rng.choice("\u200b\u00ad\ufeff\u2060") + out[at:]
    return out


# — identifiers —

RESIDENT = ("주민등록번호", "resident registration number", "resident_no")
FOREIGNER = ("외국인등록번호", "foreigner registration number", "foreigner_no")


def _person_number(rng: random.Random, sexes: tuple[str, str], offset: int) -> list[str]:
    born = date(1931, 1, 1) + timedelta(days=rng.randrange(0, 34_600))
    sex = rng.choice(sexes[0] if born.year < 2000 else sexes[1])
    head = f"{born:%y%m%d}"
    tail = sex + _pick(rng, DIGITS, 5)
    if rng.random() < 0.5:  # Given out since October 2020: the tail is random.
        return [head, tail + _pick(rng, DIGITS, 1)]
    total = sum(int(d) * w for d, w in zip(head + tail, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], strict=True))
    return [head, tail + str((offset - total % 11) % 10)]


def resident(rng: random.Random) -> Planted:
    return Planted("resident_no", grouped(rng, _person_number(rng, ("12", "34"), 11)), RESIDENT)


def foreigner(rng: random.Random) -> Planted:
    return Planted("foreigner_no", grouped(rng, _person_number(rng, ("56", "78"), 13)), FOREIGNER)


# Who issues: first digits and the length of the number.
CARDS = (
    [(f"4{i}", 16) for i in range(10)]
    + [(f"5{i}", 16) for i in range(1, 6)]
    + [("2221", 16), ("2500", 16), ("2720", 16), ("3528", 16), ("3569", 16), ("3589", 16)]
    + [("6011", 16), ("65", 16), ("644", 16), ("62", 16), ("62", 19), ("34", 15), ("37", 15), ("36", 14)]
    + [(f"94{i:02}", 16) for i in (3, 9, 10, 11, 20, 30, 45, 61, 90)]
    + [("9530", 16), ("9791", 16), ("9250", 16)]
)


def card(rng: random.Random) -> Planted:
    start, length = rng.choice(CARDS)
    body = start + _pick(rng, DIGITS, length - len(start) - 1)
    doubled = [int(d) * 2 if i % 2 == 0 else int(d) for i, d in enumerate(reversed(body))]
    digits = body + str(-sum(d // 10 + d % 10 for d in doubled) % 10)
    cuts = {16: (4, 8, 12), 15: (4, 10), 14: (4, 10), 19: (4, 8, 12, 16)}[length]
    groups = [digits[a:b] for a, b in zip((0, *cuts), (*cuts, length), strict=True)]
    label = rng.choice(
        (
            ("카드번호", "card number", "card_no"),
            ("결제 카드", "credit card", "payment_card"),
            ("체크카드", "debit card", "debit_card_no"),
        )
    )
    # Bare numbers of the rarer lengths are everywhere; only a word makes a card of them.
    text = grouped(rng, groups)
    return Planted("card", text, label, needs_label=text.isdigit() and length not in (15, 16))


def business(rng: random.Random) -> Planted:
    head = (
        str(rng.randrange(101, 900))
        + f"{rng.choice([*range(1, 80), 81, 82, 85, 86, 87, 88]):02}"
        + _pick(rng, DIGITS, 4)
    )
    total = (
        sum(int(d) * w for d, w in zip(head, [1, 3, 7, 1, 3, 7, 1, 3, 5], strict=True))
        + int(head[8]) * 5 // 10
    )
    digits = head + str(-total % 10)
    text = grouped(rng, [digits[:3], digits[3:5], digits[5:]])
    odd = not set("–−‐－-") & set(text)
    return Planted(
        "business_no",
        text,
        ("사업자등록번호", "business registration number", "business_no"),
        needs_label=odd,
    )


def corporate(rng: random.Random) -> Planted:
    head = rng.choice(("1101", "1201", "1311", "1345", "1601", "1701", "1801", "2001", "2101")) + rng.choice(
        ("11", "14", "21", "31")
    )
    head += _pick(rng, DIGITS, 6)
    total = sum(int(d) * (1 + i % 2) for i, d in enumerate(head))
    digits = head + str(-total % 10)
    return Planted(
        "corporate_no",
        grouped(rng, [digits[:6], digits[6:]]),
        ("법인등록번호", "corporate registration number", "corporate_no"),
        needs_label=True,
    )


# How banks print an account: # is a digit.
ACCOUNTS = (
    ("국민은행", "######-##-######"),
    ("국민은행", "###-##-####-###"),
    ("신한은행", "###-###-######"),
    ("신한은행", "110-###-######"),
    ("우리은행", "1002-###-######"),
    ("우리은행", "1005-###-######"),
    ("하나은행", "###-######-#####"),
    ("농협은행", "###-####-####-##"),
    ("농협은행", "301-####-####-##"),
    ("기업은행", "###-######-##-###"),
    ("카카오뱅크", "3333-##-#######"),
    ("토스뱅크", "1000-####-####"),
    ("케이뱅크", "100-###-######"),
    ("SC제일은행", "###-##-######"),
    ("씨티은행", "###-######-###"),
    ("대구은행", "###-##-######-#"),
    ("부산은행", "###-####-####-##"),
    ("우체국", "######-##-######"),
    ("새마을금고", "9003-####-####-#"),
    ("수협은행", "###-##-######"),
    ("신협", "###-###-######"),
    ("전북은행", "###-##-#######"),
)


def account(rng: random.Random) -> Planted:
    bank, form = rng.choice(ACCOUNTS)
    text = "".join(rng.choice("123456789") if c == "#" else c for c in form)
    way = rng.random()
    if way < 0.2:
        text = text.replace("-", "")
    elif way < 0.3:
        text = text.replace("-", rng.choice(("–", "−", "－", " ")))
    if rng.random() < 0.1:
        text = text.translate(FULL_WIDTH)
    label = rng.choice(
        (
            ("계좌번호", "account number", "account_no"),
            (f"{bank} 계좌", "bank account no", "acct_no"),
            ("입금 계좌번호", "account number", "account_number"),
        )
    )
    return Planted("account", text, label, needs_label=True)


def passport(rng: random.Random) -> Planted:
    label = ("여권번호", "passport number", "passport_no")
    if rng.random() < 0.5:  # Since December 2021: a letter among the digits.
        return Planted(
            "passport",
            f"{rng.choice('MSR')}{_pick(rng, DIGITS, 3)}{rng.choice(HIGH)}{_pick(rng, DIGITS, 4)}",
            label,
        )
    return Planted("passport", rng.choice("MSR") + _pick(rng, DIGITS, 8), label, needs_label=True)


def licence(rng: random.Random) -> Planted:
    label = ("운전면허번호", "driver licence number", "licence_no")
    region = rng.choice((*map(str, range(11, 27)), "28"))
    groups = [region, _pick(rng, DIGITS, 2), _pick(rng, DIGITS, 6), _pick(rng, DIGITS, 2)]
    way = rng.random()
    if way < 0.15:
        groups[0] = rng.choice(("서울", "부산", "경기", "강원", "대구", "인천"))
        return Planted("licence", f"{groups[0]} {'-'.join(groups[1:])}", label)
    if way < 0.3:
        return Planted("licence", "".join(groups), label, needs_label=True)
    text = rng.choice(("-", "-", "-", "–", "－")).join(groups)
    return Planted("licence", text.translate(FULL_WIDTH) if rng.random() < 0.1 else text, label)


def mobile(rng: random.Random) -> Planted:
    label = rng.choice(
        (
            ("휴대폰", "mobile", "mobile_no"),
            ("연락처", "phone", "phone"),
            ("핸드폰번호", "cell phone", "hp_no"),
        )
    )
    rest = [_pick(rng, "23456789", 1) + _pick(rng, DIGITS, 3), _pick(rng, DIGITS, 4)]
    way = rng.random()
    if way < 0.12:
        return Planted(
            "phone",
            "+82" + rng.choice(("-", " ", "")) + "10" + rng.choice(("-", " ")).join(["", *rest]),
            label,
        )
    if way < 0.18:
        return Planted("phone", f"({'010'}) {'-'.join(rest)}", label)
    if way < 0.24:
        return Planted(
            "phone",
            grouped(
                rng, [rng.choice(("011", "016", "019")), _pick(rng, "23456789", 3), rest[1]], may_join=False
            ),
            label,
        )
    return Planted("phone", grouped(rng, ["010", *rest]), label)


def landline(rng: random.Random) -> Planted:
    label = rng.choice((("전화번호", "telephone", "tel_no"), ("회사 전화", "office phone", "office_tel")))
    area = rng.choice(
        (
            "02",
            "02",
            "031",
            "032",
            "033",
            "041",
            "042",
            "043",
            "051",
            "053",
            "055",
            "061",
            "064",
            "070",
            "0505",
        )
    )
    middle = _pick(rng, "23456789", 1) + _pick(rng, DIGITS, rng.choice((2, 3)))
    rest = [middle, _pick(rng, DIGITS, 4)]
    way = rng.random()
    if way < 0.2:
        return Planted("phone", f"{area}){'-'.join(rest)}", label)
    if way < 0.3:
        return Planted("phone", f"({area}) {'-'.join(rest)}", label)
    if way < 0.4:
        return Planted("phone", f"+82-{area[1:]}-{'-'.join(rest)}", label)
    return Planted("phone", rng.choice(("-", "-", "-", ".", " ", "–")).join([area, *rest]), label)


NAMES = ("minsu", "jiyoung", "hs", "sjlee", "park", "kyung", "yuna", "dh", "seo", "jw")
HOSTS = (
    "hangang-bank",
    "naver",
    "daum",
    "gmail",
    "hanmail",
    "saehan-card",
    "nuri",
    "kakao",
    "korea",
    "moa-life",
)


def email(rng: random.Random) -> Planted:
    local = (
        rng.choice(NAMES) + rng.choice(("", ".", "_", "-", "+")) + rng.choice((*NAMES, _pick(rng, DIGITS, 3)))
    )
    host = rng.choice(HOSTS) + rng.choice((".com", ".co.kr", ".net", ".or.kr", ".io", ".ac.kr"))
    host = rng.choice(("", "", "mail.", "hq.")) + host
    text = f"{local}@{host}"
    if rng.random() < 0.1:
        text = text.replace("@", "＠").translate(FULL_WIDTH)
    return Planted("email", text.upper() if rng.random() < 0.05 else text, ("이메일", "e-mail", "email"))


IDENTIFIERS: tuple[Callable[[random.Random], Planted], ...] = (
    resident,
    foreigner,
    card,
    business,
    corporate,
    account,
    passport,
    licence,
    mobile,
    landline,
    email,
)


# — secrets —


def _secret(
    kind: str, text: str, label: str, *, needs_label: bool = False, whole_line: bool = False
) -> Planted:
    return Planted(kind, text, (label, label, label), needs_label, whole_line)


def _password(rng: random.Random) -> str:
    word = rng.choice(
        ("Spring", "hangang", "Qwer", "bank", "Seoul", "admin", "Tiger", "dbuser", "vault", "rkskek")
    )
    out = (
        word
        + rng.choice("!@#$%^*_-")
        + _pick(rng, DIGITS, rng.choice((3, 4)))
        + rng.choice(("", "!", "A", "zz"))
    )
    return out


def gitlab(rng: random.Random) -> Planted:
    start = rng.choice(("glpat-", "gldt-", "glrt-", "glcbt-64_", "glptt-", "glft-", "glsoat-"))
    return _secret(
        "gitlab_token", start + _pick(rng, URLSAFE[:-2], 40 if start == "glptt-" else 20), "GITLAB_TOKEN"
    )


def jwt(rng: random.Random) -> Planted:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    head = part({"alg": rng.choice(("RS256", "HS256", "ES256")), "typ": "JWT"})
    body = part(
        {"sub": _pick(rng, LOW, 8), "iat": rng.randrange(1_700_000_000, 1_800_000_000), "aud": "aiws"}
    )
    return _secret("jwt", f"{head}.{body}.{_pick(rng, URLSAFE, 43)}", "id_token")


def aws(rng: random.Random) -> Planted:
    return _secret(
        "aws_key", rng.choice(("AKIA", "ASIA")) + _pick(rng, HIGH + "234567", 16), "aws_access_key_id"
    )


def aws_secret(rng: random.Random) -> Planted:
    return _secret("secret", _pick(rng, ALNUM + "/+", 40), "aws_secret_access_key", needs_label=True)


def vendor(rng: random.Random) -> Planted:
    hexes = "0123456789abcdef"
    made = (
        ("github", "ghp_" + _pick(rng, ALNUM, 36)),
        ("github", "github_pat_" + _pick(rng, ALNUM, 22) + "_" + _pick(rng, ALNUM, 59)),
        ("slack", f"xoxb-{_pick(rng, DIGITS, 12)}-{_pick(rng, DIGITS, 12)}-{_pick(rng, ALNUM, 24)}"),
        ("google", "AIza" + _pick(rng, URLSAFE, 35)),
        ("openai", "sk-proj-" + _pick(rng, URLSAFE[:-2], 48)),
        ("anthropic", "sk-ant-api03-" + _pick(rng, URLSAFE[:-2], 60)),
        ("huggingface", "hf_" + _pick(rng, ALNUM, 34)),
        ("npm", "npm_" + _pick(rng, ALNUM, 36)),
        ("pypi", "pypi-AgEIcHlwaS5vcmc" + _pick(rng, URLSAFE, 120)),
        ("stripe", "sk_live_" + _pick(rng, ALNUM, 24)),
        ("sendgrid", f"SG.{_pick(rng, URLSAFE, 22)}.{_pick(rng, URLSAFE, 43)}"),
        ("twilio", "SK" + _pick(rng, hexes, 32)),
        ("databricks", "dapi" + _pick(rng, hexes, 32)),
        ("vault", "hvs." + _pick(rng, URLSAFE, 90)),
        ("telegram", f"{_pick(rng, '123456789', 9)}:AA{_pick(rng, URLSAFE, 33)}"),
        ("mailchimp", _pick(rng, hexes, 32) + "-us" + rng.choice("123456789")),
        ("docker", "dckr_pat_" + _pick(rng, URLSAFE[:-2], 27)),
        ("grafana", f"glsa_{_pick(rng, ALNUM, 32)}_{_pick(rng, hexes, 8)}"),
    )
    name, text = rng.choice(made)
    return _secret("vendor_key", text, f"{name}_api_key")


def webhook(rng: random.Random) -> Planted:
    def uuid() -> str:
        h = _pick(rng, "0123456789abcdef", 32)
        return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"

    texts = (
        f"https://hangang.webhook.office.com/webhookb2/{uuid()}@{uuid()}/IncomingWebhook/{_pick(rng, '0123456789abcdef', 32)}/{uuid()}",
        f"https://prod-{rng.randrange(1, 60):02}.koreacentral.logic.azure.com:443/workflows/{_pick(rng, '0123456789abcdef', 32)}"
        f"/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig={_pick(rng, URLSAFE, 43)}",
        f"https://default{_pick(rng, '0123456789abcdef', 30)}.1b.environment.api.powerplatform.com:443/powerautomate/automations/direct"
        f"/workflows/{_pick(rng, '0123456789abcdef', 32)}/triggers/manual/paths/invoke?api-version=1&sig={_pick(rng, URLSAFE, 43)}",
        f"https://hooks.slack.com/services/T{_pick(rng, HIGH + DIGITS, 8)}/B{_pick(rng, HIGH + DIGITS, 8)}/{_pick(rng, ALNUM, 24)}",
        f"https://wh.jandi.com/connect-api/webhook/{_pick(rng, DIGITS, 8)}/{_pick(rng, '0123456789abcdef', 32)}",
    )
    return _secret("webhook", rng.choice(texts), "webhook_url")


def in_url(rng: random.Random) -> Planted:
    """Only the password of it is the secret, but who finds the URL's password has it."""
    where = rng.choice(
        (
            "snowflake://svc_report:{}@hb12345.ap-northeast-2.aws/ANALYTICS/PUBLIC?warehouse=WH_XS",
            "postgresql://app:{}@db.hq:5432/core",
            "mysql+pymysql://batch:{}@10.20.1.7/cards",
            "https://oauth2:{}@gitlab.hq/data/assets.git",
            "redis://:{}@cache.hq:6379/0",
        )
    )
    word = _password(rng).replace("#", "x").replace("@", "a")
    return Planted("password_in_url", where.format(word), ("접속 주소", "connection", "dsn"))


def private_key(rng: random.Random) -> Planted:
    kind = rng.choice(("", "RSA ", "EC ", "ENCRYPTED ", "OPENSSH "))
    lines = [_pick(rng, ALNUM + "+/", 64) for _ in range(rng.choice((3, 12, 26)))]
    body = "\n".join(["MII" + lines[0][3:], *lines[1:], _pick(rng, ALNUM, 30) + "=="])
    text = f"-----BEGIN {kind}PRIVATE KEY-----\n{body}\n-----END {kind}PRIVATE KEY-----"
    if rng.random() < 0.3:
        text = text.replace("\n", "\\n")
    return _secret("private_key", text, "private_key", whole_line="\n" in text)


def password(rng: random.Random) -> Planted:
    label = rng.choice(
        (
            ("비밀번호", "password", "password"),
            ("암호", "password", "DB_PASSWORD"),
            ("비번", "pwd", "snowflake_password"),
        )
    )
    return Planted("password", _password(rng), label, needs_label=True)


def bearer(rng: random.Random) -> Planted:
    return _secret(
        "authorization",
        f"Authorization: Bearer {_pick(rng, URLSAFE, rng.choice((32, 48)))}",
        "header",
        whole_line=True,
    )


SECRETS: tuple[Callable[[random.Random], Planted], ...] = (
    gitlab,
    jwt,
    aws,
    aws_secret,
    vendor,
    webhook,
    in_url,
    private_key,
    password,
    bearer,
)
