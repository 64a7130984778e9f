"""Texts of: the audit log. key → (Korean, English)."""

_README_KO = """# 증거 묶음

대화 {session_id} ({user})에서 무엇을 묻고 무엇을 실행했는지를 감사 로그에서 잘라 낸 것입니다. 결과의 값은 들어 있지 않습니다.

| 파일 | 내용 |
|---|---|
| `manifest.json` | 만든 때와 사람, 정책, 모델과 프롬프트의 다이제스트, 모든 파일의 SHA-256 |
| `session.json` | 질문, 답의 모양(열, 행 수, 상태), 기준일, 결과의 다이제스트 |
| `audit.jsonl` | 첫 기록부터 로그의 끝까지. 이 대화의 기록은 그대로, 다른 기록은 체인을 잇는 해시만 |
| `statements/` | 기록 번호별로 쓰인 SQL(written)과 실행된 SQL(executed) |
| `prompts/` | 쓰인 프롬프트. 지금 설치된 것과 다이제스트가 같을 때만 들어 있습니다 |
| `literals.json` | 토큰이 가리키는 값. 심사 역할(examiner)에게만 들어 있습니다 |

## 확인하는 법
1. `aiws audit verify --bundle 파일`: 파일, 체인, SQL이 서로 맞는지 봅니다.
2. `--against git:저장소` 또는 `--anchor '번호 해시'`를 더하면 다른 곳에 남긴 head와 비교합니다. 묶음만으로는 꾸며 낸 것인지 알 수 없습니다.
3. 다시 실행해 보려면: `aiws sql --file statements/번호-written.sql`을 같은 역할로 실행하고 `aiws audit show --json --limit 1`의
   `result_digest`를 `session.json`의 것과 비교합니다. 같은 설치(같은 `audit/key`)에서는 행이 같으면 다이제스트도 같습니다.
   잘린 결과(truncated)나 그 뒤에 바뀐 데이터에서는 다를 수 있습니다. 기준일은 `session.json`의 `as_of`입니다.

기록의 해시: `body`는 `,"prev"` 앞까지의 바이트의 SHA-256, `hash`는 글자 `번호 prev body`의 SHA-256입니다.
"""

_README_EN = """# Evidence bundle

What was asked and what was run in conversation {session_id} ({user}), cut out of the audit log. It holds no value of a result.

| file | what it holds |
|---|---|
| `manifest.json` | when and by whom it was made, policy, digests of model and prompts, SHA-256 of every file |
| `session.json` | questions, shapes of the answers (columns, row counts, status), as-of dates, digests of the results |
| `audit.jsonl` | from the first record to the end of the log: this conversation's records as they are, of all others only the hash that carries the chain on |
| `statements/` | by record number: the SQL that was written and the SQL that was executed |
| `prompts/` | the prompts that were used, where the ones installed now have the same digest |
| `literals.json` | what the tokens stand for; only in an examiner's bundle |

## How to verify it
1. `aiws audit verify --bundle FILE` checks files, chain and statements against each other.
2. With `--against git:REPO` or `--anchor 'N HASH'` it is compared with heads kept elsewhere. Alone, a bundle may be made up.
3. To run an answer again: `aiws sql --file statements/N-written.sql` under the same role, then compare the `result_digest` of
   `aiws audit show --json --limit 1` with the one in `session.json`. In the same installation (the same `audit/key`) equal rows
   have equal digests. A truncated result, or data that changed since, may differ; the as-of date is in `session.json`.

The hashes of a record: `body` is SHA-256 of its bytes before `,"prev"`, `hash` is SHA-256 of the text `n prev body`.
"""

TEXTS: dict[str, tuple[str, str]] = {
    "error.audit": (
        "감사 로그에 쓸 수 없어 아무것도 실행하지 않습니다: {path} ({detail})",
        "nothing is done, because the audit log can't be used: {path} ({detail})",
    ),
    "error.audit.hint": (
        "파일 권한과 디스크 여유 공간을 확인한 뒤 다시 실행해 주세요.",
        "Check the file's permissions and the free disk space, then run it again.",
    ),
    "audit.torn": (
        "감사 로그의 마지막 줄이 끊겨 있어 {side:으로/로} 옮겨 두었습니다: {path}",
        "the last line of the audit log was torn and has been moved to {side}: {path}",
    ),
    "audit.broken": (
        "감사 로그가 {n}번째 기록까지 있었는데 지금은 없거나 달라졌습니다. 이 사실을 로그에 적었습니다: {path}",
        "the audit log had records up to number {n} that are gone or changed now; the log says so from here on: {path}",
    ),
    "audit.detail.not_a_file": ("일반 파일이 아닙니다", "it is no regular file"),
    "audit.detail.another_users": ("다른 사용자의 파일입니다", "the file is another user's"),
    "audit.detail.open_folder": (
        "다른 사용자가 쓸 수 있는 폴더입니다: {folder}",
        "others may write to this folder: {folder}",
    ),
    "audit.detail.long_line": ("한 줄이 너무 깁니다", "a line is too long"),
    "audit.detail.locked": (
        "다른 프로세스가 로그를 놓지 않습니다",
        "another process does not let go of it",
    ),
    "audit.detail.key": ("키 파일이 손상되었습니다: {path}", "the key file is damaged: {path}"),
    "audit.problem.edited": ("{lines}행: 내용이 바뀌었습니다", "line {lines}: edited"),
    "audit.problem.deleted": (
        "{lines}행 앞: 기록이 지워졌습니다",
        "before line {lines}: records deleted",
    ),
    "audit.problem.inserted": (
        "{lines}행: 원래 없던 줄이 들어 있습니다",
        "line {lines}: inserted, it was not here",
    ),
    "audit.problem.reordered": ("{lines}행: 순서가 바뀌었습니다", "line {lines}: reordered"),
    "audit.problem.torn": (
        "{lines}행: 쓰다가 끊긴 줄입니다. 다음에 aiws를 쓸 때 따로 옮겨 둡니다",
        "line {lines}: torn while it was written; the next use of aiws moves it aside",
    ),
    "audit.problem.shortened": (
        "{lines}행에서: 끝이 잘려 나갔습니다",
        "at line {lines}: shortened, records were cut off the end",
    ),
    "audit.problem.head": (
        "로그 옆의 head 파일이 없거나 읽을 수 없습니다. 끝이 잘렸는지는 다른 곳에 둔 head로만 알 수 있습니다",
        "the head file beside the log is gone or unreadable: only a head kept elsewhere can tell whether lines were cut off",
    ),
    "audit.problem.records": ("기록 {records}", "records {records}"),
    "audit.report.whole": (
        "{user}: 온전합니다. {lines:,}행, 마지막 기록 {n} ({at})\n  {hash}",
        "{user}: whole, {lines:,} lines, the last is record {n} ({at})\n  {hash}",
    ),
    "audit.report.broken": (
        "{user}: 온전하지 않습니다. {lines:,}행",
        "{user}: NOT whole, {lines:,} lines",
    ),
    "audit.report.aside": (
        "{line}행 앞의 끊긴 줄은 {file}에 옮겨 두었습니다({bytes}바이트)",
        "a torn line before line {line} was moved to {file} ({bytes} bytes)",
    ),
    "audit.report.agree": (
        "{source}: head {of}개 가운데 {count}개가 맞습니다 (기록 {n}까지)",
        "{source}: {count} of {of} heads agree, the last at record {n}",
    ),
    "audit.report.differs": (
        "{source}: 기록 {n}의 head와 다릅니다",
        "{source}: the log is not the one whose record {n} was noted there",
    ),
    "audit.report.alone": (
        "{user}의 로그와 그 옆의 head만 비교했습니다. 이 사용자의 권한이면 둘 다 다시 쓸 수 있습니다. "
        "`aiws audit anchor`로 다른 곳에 head를 남기고 --against로 비교해 주세요.",
        "{user}'s log was compared with the head beside it alone. Whoever has this user's rights can rewrite both: keep heads "
        "elsewhere with `aiws audit anchor` and compare with --against.",
    ),
    "error.audit_broken": (
        "온전하지 않습니다: {what} (문제 {count}건)",
        "not whole: {what} (problems: {count})",
    ),
    "error.audit_broken.hint": (
        "파일을 그대로 보존하고 보안 담당자에게 알려 주세요. 다른 곳에 둔 head와도 비교해 주세요(--against).",
        "Keep the files as they are, tell your security officer, and compare with heads kept elsewhere (--against).",
    ),
    "error.anchor": (
        "head를 쓰거나 읽을 수 없습니다: {place} ({detail})",
        "heads can't be written or read there: {place} ({detail})",
    ),
    "error.anchor.hint": (
        "주소와 권한을 확인해 주세요. 가능한 곳: git:저장소[@ref], file:경로, syslog, trailer",
        "Check the address and your rights. Places are git:REPO[@REF], file:PATH, syslog and trailer.",
    ),
    "audit.anchor.place": (
        "head를 둘 곳이 아닙니다: {value}. git:저장소[@ref], file:경로, syslog[:소켓|:호스트[:포트]], trailer 가운데 하나여야 합니다.",
        "this is no place for heads: {value}. It is git:REPO[@REF], file:PATH, syslog[:SOCKET|:HOST[:PORT]] or trailer.",
    ),
    "audit.anchor.not_read": (
        "{value}에서는 head를 다시 읽을 수 없습니다. 그것이 적힌 파일이나 git을 지정해 주세요(file:경로, git:저장소@브랜치).",
        "heads can't be read back from {value}. Name the file or the branch they went to (file:PATH, git:REPO@BRANCH).",
    ),
    "error.evidence": (
        "대화 {session}의 증거 묶음을 만들 수 없습니다: {detail}",
        "no evidence bundle can be made of session {session}: {detail}",
    ),
    "audit.evidence.none": ("감사 로그에 이 대화의 기록이 없습니다", "the audit log has no record of it"),
    "audit.evidence.broken": (
        "감사 로그 {line}행이 바뀌었습니다",
        "line {line} of the audit log was edited",
    ),
    "audit.evidence.made": (
        "증거 묶음을 만들었습니다: {path} (기록 {first}–{last}, 리터럴: {literals})",
        "evidence bundle written: {path} (records {first}–{last}, literals: {literals})",
    ),
    "error.evidence.hint": (
        "`aiws audit verify`로 로그를, `aiws audit show --session {session}`으로 기록을 확인해 주세요.",
        "See `aiws audit verify` and `aiws audit show --session {session}`.",
    ),
    "audit.bundle.about": (
        "대화 {session_id} · {user} · 기록 {first}–{last} · SQL {statements}건(결과 기록 없음 {unfinished}건) · 리터럴: {literals}",
        "session {session_id} · {user} · records {first}–{last} · {statements} statements ({unfinished} without an outcome) · literals: {literals}",
    ),
    "audit.bundle.whole": ("앞뒤가 맞습니다.", "it holds together."),
    "audit.bundle.alone": (
        "묶음만으로는 앞뒤가 맞는다는 것까지만 알 수 있습니다. 다른 곳에 둔 head와 비교해 주세요(--against, --anchor). 이 묶음의 head: {n} {hash}",
        "A bundle alone only shows that it is of one piece: compare it with a head kept elsewhere (--against, --anchor). This one's head: {n} {hash}",
    ),
    "audit.bundle.unreadable": (
        "증거 묶음으로 읽을 수 없습니다: {detail}",
        "it can't be read as a bundle: {detail}",
    ),
    "audit.bundle.file": (
        "파일이 바뀌었거나 없거나 더 들어 있습니다: {detail}",
        "a file was changed, is missing or was added: {detail}",
    ),
    "audit.bundle.chain": (
        "기록 {detail}에서 체인이 이어지지 않습니다",
        "the chain breaks at record {detail}",
    ),
    "audit.bundle.literal": (
        "리터럴이 그 토큰의 것이 아닙니다: {detail}",
        "a literal is not the one of its token: {detail}",
    ),
    "audit.bundle.statement": (
        "SQL 파일이 기록과 다릅니다: {detail}",
        "a statement is not the one in the records: {detail}",
    ),
    "audit.bundle.session": (
        "{detail}번째 답이 기록과 다릅니다",
        "answer {detail} says something else than its record",
    ),
    "audit.bundle.anchor": (
        "다른 곳에 둔 head와 다릅니다: {detail}",
        "a head kept elsewhere is another one: {detail}",
    ),
    "audit.bundle.readme": (_README_KO, _README_EN),
    "cli.audit.help": (
        "누가 언제 무엇을 조회했는지 보고, 그 기록이 온전한지 확인합니다.",
        "See who asked what, when, and check that the log is whole.",
    ),
    "cli.audit.example": ("aiws audit show --since 2026-11-01", "aiws audit show --since 2026-11-01"),
    "cli.audit.show.help": ("조회 기록을 오래된 것부터 보여 줍니다.", "Show the audit log, oldest first."),
    "cli.audit.show.example": (
        "aiws audit show --table bank.customers --since 2026-11-01 --json",
        "aiws audit show --table bank.customers --since 2026-11-01 --json",
    ),
    "cli.audit.verify.help": (
        "감사 로그나 증거 묶음이 온전한지 확인합니다.",
        "Check that the audit log, or an evidence bundle, is whole.",
    ),
    "cli.audit.verify.about": (
        "바뀐 줄, 지워진 줄, 끼워 넣은 줄, 순서가 바뀐 줄, 끊긴 줄, 잘려 나간 끝을 구분해서 알려 줍니다. 로그 옆의 head, 설정 audit_anchor의 "
        "head, --against와 --anchor의 head와 비교합니다.\n종료 코드: 0 온전함 · 6 온전하지 않음 · 3 비교할 곳을 읽을 수 없음",
        "Tells edited, deleted, inserted, reordered, torn and shortened apart. Compares with the head beside the log, those at "
        "the setting audit_anchor, and those of --against and --anchor.\nExit codes: 0 whole · 6 not whole · 3 a named place can't be read",
    ),
    "cli.audit.verify.example": (
        "aiws audit verify --against git:~/audit.git --json",
        "aiws audit verify --against git:~/audit.git --json",
    ),
    "cli.audit.anchor.help": (
        "감사 로그의 head를 사용자가 바꿀 수 없는 곳에 남깁니다.",
        "Keep the head of the audit log where its user can't change it.",
    ),
    "cli.audit.anchor.about": (
        "둘 곳: git:저장소[@ref] (커밋; 주소이거나 --remote가 있으면 push), file:경로, syslog[:소켓|:호스트[:포트]], trailer (출력만). "
        "기본은 설정 audit_anchor, 없으면 trailer입니다.",
        "Places: git:REPO[@REF] (a commit; pushed where REPO is an address or --remote is given), file:PATH, "
        "syslog[:SOCKET|:HOST[:PORT]], trailer (printed). The default is the setting audit_anchor, else trailer.",
    ),
    "cli.audit.anchor.example": (
        "aiws audit anchor --to trailer",
        "aiws audit anchor --to trailer",
    ),
    "cli.audit.user": ("이 사용자의 기록만.", "Only this user's records."),
    "cli.audit.table": ("이 표를 읽은 기록만.", "Only records that read this table."),
    "cli.audit.since": (
        "이 때부터의 기록만 (예: 2026-11-01, 2026-11-01T09:00).",
        "Only records since then (e.g. 2026-11-01, 2026-11-01T09:00).",
    ),
    "cli.audit.until": ("이 때 전의 기록만.", "Only records before then."),
    "cli.audit.kind": (
        "이 종류의 기록만 (query, denied, attach, catalog.verify, export …).",
        "Only this kind (query, denied, attach, catalog.verify, export …).",
    ),
    "cli.audit.status": (
        "이 상태만: ok, failed, denied, unfinished.",
        "Only this status: ok, failed, denied, unfinished.",
    ),
    "cli.audit.session": ("이 대화의 기록만.", "Only records of this conversation."),
    "cli.audit.limit": ("마지막 이 개수까지 보여 줍니다.", "Show the last so many."),
    "cli.audit.bundle": (
        "로그 대신 이 증거 묶음을 확인합니다.",
        "Check this evidence bundle instead of the log.",
    ),
    "cli.audit.against": (
        "여기 있는 head와도 비교합니다: git:저장소[@ref], file:경로, - (표준입력). 여러 번 쓸 수 있습니다.",
        "Compare with the heads kept there too: git:REPO[@REF], file:PATH, - (stdin). May be repeated.",
    ),
    "cli.audit.anchor_option": (
        "이 head와도 비교합니다: '사용자 번호 해시' 또는 '번호 해시'. 여러 번 쓸 수 있습니다.",
        "Compare with this head too: 'USER N HASH' or 'N HASH'. May be repeated.",
    ),
    "cli.audit.to": (
        "head를 둘 곳 (git:저장소[@ref], file:경로, syslog, trailer).",
        "Where to keep it (git:REPO[@REF], file:PATH, syslog, trailer).",
    ),
    "cli.audit.remote": (
        "git의 이 원격 저장소로 push합니다.",
        "Push to this remote of the git repository.",
    ),
    "cli.audit.remote_git": (
        "--remote는 --to git:저장소와 함께 씁니다.",
        "--remote goes with --to git:REPO.",
    ),
    "cli.audit.no_head": (
        "head가 아닙니다: {value}. '사용자 번호 해시' 또는 '번호 해시'로 적어 주세요.",
        "this is no head: {value}. Write 'USER N HASH' or 'N HASH'.",
    ),
    "cli.audit.anchored": (
        "{user}의 기록 {n}까지의 head를 남겼습니다: {to} ({kept})",
        "the head of {user}'s log at record {n} is kept: {to} ({kept})",
    ),
    "cli.audit.anchored_broken": (
        "{user}의 로그가 온전하지 않습니다({kinds}). 지금 상태의 head를 그대로 남깁니다.",
        "{user}'s log is not whole ({kinds}); the head is kept as it is now.",
    ),
    "cli.audit.none": ("맞는 기록이 없습니다.", "there are no such records."),
    "cli.audit.none_to_verify": ("확인할 로그가 없습니다", "there is no log to verify"),
    "cli.audit.the_bundle": ("증거 묶음", "the bundle"),
    "cli.audit.unreadable": ("읽을 권한이 없습니다: {path}", "no right to read: {path}"),
}
