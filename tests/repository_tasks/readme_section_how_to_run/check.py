import re
import shlex
from pathlib import Path

from checking import expect, kept, script, text

before = "# 연체율 점검\n\n대출 원장 CSV에서 상품별 연체율을 계산합니다.\n\n## 데이터\n\n`data/loans.csv`: 상품(product), 잔액(balance), 연체일수(overdue_days)\n"
readme = text("README.md")
kept(readme.startswith(before.rstrip("\n")), "what stood in README.md is not as it was")
_, heading, section = readme.partition("\n## 실행 방법\n")
expect(heading, "README.md has no section 실행 방법")
expect("\n## " not in section, "the section is not the last one")
blocks = re.findall(r"^(?:```|~~~)[^\n]*\n(.*?)^(?:```|~~~)\s*$", section, re.MULTILINE | re.DOTALL)
blocks += re.findall(r"(?:^(?: {4}|\t).*\n?)+", section, re.MULTILINE)
commands = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines() if "delinquency.py" in line]
expect(commands, "the section has no code block with a command")
for command in commands:
    words = shlex.split(command)
    expect(Path(words[0]).name in ("python", "python3") and len(words) > 1, f"not a command: {command}")
    ran = script(*words[1:])
    expect(ran.code == 0, f"`{command}` ends with {ran.code}: {ran.last}")
    expect("," in ran.out or "-h" in words or "--help" in words, f"`{command}` prints nothing")
