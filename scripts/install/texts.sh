# shellcheck shell=bash
# What people read, in Korean and English: messages, numbered steps, the help.

lang=en
for name in "${AIWS_LANG:-}" "${LC_ALL:-}" "${LC_MESSAGES:-}" "${LANG:-}"; do
  if [ -n "$name" ]; then
    case $name in [kK][oO]*) lang=ko ;; esac
    break
  fi
done

either() { if [ "$lang" = ko ]; then printf '%s' "$1"; else printf '%s' "$2"; fi; }
say() { printf '%s\n' "$(either "$1" "$2")"; }
note() { printf '      %s\n' "$(either "$1" "$2")"; }

# fail CODE KO EN [KO_HINT EN_HINT]: the message, the way out, the exit code.
fail() {
  local code=$1
  printf '%s %s\n' "$(either '오류:' 'error:')" "$(either "$2" "$3")" >&2
  [ $# -lt 5 ] || printf '  → %s\n' "$(either "$4" "$5")" >&2
  exit "$code"
}

step_no=0 steps=0 step_start=0
step() {
  step_no=$((step_no + 1)) step_start=$SECONDS
  printf '[%d/%d] %s\n' "$step_no" "$steps" "$(either "$1" "$2")"
}
step_done() { note "완료 ($((SECONDS - step_start))초)${1:+ · $1}" "done ($((SECONDS - step_start)) s)${2:+ · $2}"; }

# Shows a command as a person would type it, then runs it.
shown() {
  printf '      $ %s' "${1##*/}"
  local arg
  for arg in "${@:2}"; do
    case $arg in *[!A-Za-z0-9_./:=@%+-]*) printf ' "%s"' "$arg" ;; *) printf ' %s' "$arg" ;; esac
  done
  printf '\n'
  "$@"
}

# An index address may carry a password: nothing of pip is shown without passing here.
redact() { sed -E -e 's#(://)[^/@[:space:]]+@#\1****@#g' -e '/^Looking in /d'; }

usage() {
  if [ "$lang" = ko ]; then
    cat <<'EOF'
사용법: ./install.sh [옵션]

  (옵션 없음)         aiws를 이 사용자 계정에 설치합니다
  --demo              설치하고, 모델을 준비하고, 데모 데이터를 만들어 첫 질문에 답합니다
  --test              테스트에 필요한 것을 갖추고 모든 검사를 실행합니다
  --snowflake         Snowflake에 연결하는 패키지도 설치합니다 (약 60 MB)
  --prefix DIR        DIR 아래에 설치합니다 (기본값: ~/.local/share/aiws, 명령은 ~/.local/bin/aiws)
  --offline DIR       네트워크 대신 DIR 폴더의 패키지와 모델을 사용합니다
  --make-offline DIR  네트워크가 되는 곳에서 DIR 폴더를 채웁니다 (같은 운영체제, 같은 Python 버전용)
  --uninstall         설치한 것을 지우고 남는 것을 알려 줍니다
  --purge             --uninstall과 함께: 대화, 감사 기록, 모델, 데모 데이터까지 지웁니다
  --help              이 도움말

예: ./install.sh --demo
환경 변수: AIWS_PYTHON(사용할 Python), AIWS_HOME(데이터 위치), AIWS_LANG(ko, en)과 pip의 인덱스, 프록시, 인증서 설정을 따릅니다.
종료 코드: 0 완료 · 2 잘못된 사용법 · 3 무언가 빠져 있음(무엇인지, 어떻게 갖추는지 알려 줌) · 130 중단됨
EOF
  else
    cat <<'EOF'
usage: ./install.sh [OPTIONS]

  (no option)         install aiws for this user
  --demo              install, find a model, build the demo data and answer a first question
  --test              bring what the tests need and run every check
  --snowflake         also install what connects to Snowflake (about 60 MB)
  --prefix DIR        install below DIR (default: ~/.local/share/aiws, the command in ~/.local/bin/aiws)
  --offline DIR       take packages and the model from DIR instead of the network
  --make-offline DIR  fill such a DIR where there is a network (for the same system and Python version)
  --uninstall         remove what was installed and say what stays
  --purge             with --uninstall: also sessions, audit log, models and demo data
  --help              this text

example: ./install.sh --demo
Environment: AIWS_PYTHON (the Python to use), AIWS_HOME (where data lives), AIWS_LANG (ko, en), and pip's own settings
for index, proxy and certificates.
Exit codes: 0 done · 2 wrong usage · 3 something is missing (says what, and how to add it) · 130 interrupted
EOF
  fi
}
