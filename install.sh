#!/usr/bin/env bash
# Installs aiws for this user; with --demo answers a first question; with --test runs every check. `--help` lists all.
# Nothing is visible under its final name before it is complete: a version is installed into a folder of its own and
# the command's link is switched last. bash 3.2 (macOS) is enough. Exit codes are those of aiws itself.
set -euo pipefail

here=$(cd -P "$(dirname "${BASH_SOURCE[0]}")" && pwd)
question='지점별 예금 잔액 상위 5곳을 알려줘'
test_model=qwen2.5-coder:0.5b
task=install prefix='' offline='' purge='' folder=''
python='' py_version='' pip=() scratch='' made='' lock='' packages=runtime.txt

# shellcheck source=scripts/install/texts.sh
. "$here/scripts/install/texts.sh"
# shellcheck source=scripts/install/machine.sh
. "$here/scripts/install/machine.sh"
# shellcheck source=scripts/install/environment.sh
. "$here/scripts/install/environment.sh"

# ---------------------------------------------------------------- leaving nothing behind

cleanup() {
  local code=$?
  trap - EXIT INT TERM HUP
  [ -z "$made" ] || { rm -rf "$made"; rmdir "${made%/*}" 2>/dev/null || true; }
  [ -z "$scratch" ] || rm -rf "$scratch"
  [ -z "$lock" ] || { rm -rf "$lock"; rmdir "${lock%/*}" 2>/dev/null || true; }
  if [ "$code" -gt 128 ]; then say '중단되었습니다. 미완성으로 남은 것은 없습니다.' 'Interrupted. Nothing unfinished was left behind.' >&2; fi
  exit "$code"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# ---------------------------------------------------------------- tasks

begin() {
  check_platform
  scratch=$(mktemp -d)
  unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
  export PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PYTHONUTF8=1
  step '환경 확인' 'This machine'
  find_python
  step_done "Python $py_version ($python)" "Python $py_version ($python)"
}

run_install() {
  [ "$task" = demo ] && steps=5 || steps=2
  begin
  take_lock "$prefix"
  step '설치 (해시로 고정된 패키지)' 'Installing (packages pinned by hash)'
  install_program
  if [ "$task" = install ]; then
    activate
    step_done "$aiws" "$aiws"
    complete_by_tab
    say '' ''
    say "이제 해 볼 수 있는 것:" 'Now you can:'
    next_commands "./install.sh --demo${offline:+ --offline $offline}" "$(command_name) doctor" "$(command_name) --help"
    return
  fi
  step_done

  step '모델 준비' 'A model'
  if [ -n "$offline" ]; then export AIWS_OFFLINE=1 AIWS_MODEL_MIRROR="$offline"; fi
  shown "$program" model pull --yes || no_model $?
  step_done
  activate

  step '데모 데이터 (가상의 금융그룹)' 'Demo data (a fictional financial group)'
  shown "$aiws" demo build
  step_done

  step '첫 질문' 'A first question'
  shown "$aiws" ask "$question"
  step_done
  complete_by_tab

  say '' ''
  say "모두 끝났습니다 (${SECONDS}초). 다음을 해 보십시오:" "All done ($SECONDS s). Try next:"
  next_commands "$(command_name) ask \"최근 6개월 카드 이용금액을 월별로 보여줘\"" \
    "$(command_name) catalog search 예금" "$(command_name)"
}

no_model() {
  say '모델을 준비하지 못해 설치를 되돌렸습니다.' 'No model could be had: the installation was undone.' >&2
  exit "$1"
}

# How the user calls aiws from here: by name where PATH finds this installation, else by its path.
command_name() {
  local name=aiws
  [ "$(command -v aiws 2>/dev/null || true)" = "$aiws" ] || name=$aiws
  if [ "${AIWS_HOME:-}" = "$prefix/home" ]; then name="AIWS_HOME=$AIWS_HOME $name"; fi
  printf '%s' "$name"
}

next_commands() {
  local line
  for line in "$@"; do printf '  %s\n' "$line"; done
  case $aiws in "$link") case ":$PATH:" in *":${link%/*}:"*) ;; *)
    say "이름만으로 부르려면: export PATH=\"${link%/*}:\$PATH\"" "To call it by name: export PATH=\"${link%/*}:\$PATH\"" ;; esac ;; esac
}

run_test() {
  local venv=$here/.venv name missing=() tool models gguf
  steps=4
  for tool in git make shellcheck; do command -v "$tool" >/dev/null 2>&1 || missing+=("$tool"); done
  command -v bwrap >/dev/null 2>&1 || missing+=(bubblewrap)
  # What `aiws completion` prints is tried in the shells themselves; tests of one that is not there are left out.
  for tool in zsh fish; do command -v "$tool" >/dev/null 2>&1 || missing+=("$tool"); done
  begin
  if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      note "Debian 패키지 설치: ${missing[*]}" "installing Debian packages: ${missing[*]}"
      apt_install "${missing[@]}" || true
    fi
  fi
  for tool in git make; do
    command -v "$tool" >/dev/null 2>&1 || fail 3 "테스트에 ${tool}이(가) 필요합니다." "The tests need $tool." \
      "설치한 뒤 다시 실행하십시오 (예: sudo apt-get install $tool)." "Install it and try again (e.g. sudo apt-get install $tool)."
  done

  step '테스트 환경 (.venv)' 'The environment of the tests (.venv)'
  take_lock "$here/.venv-lock"
  name=$(stamp pyproject.toml requirements)
  if [ "$(cat "$venv/.complete" 2>/dev/null || true)" = "$name" ]; then
    note "이미 준비되어 있습니다: $venv" "already there: $venv"
  else
    if [ -d "$venv" ] && [ ! -f "$venv/.made-by-install" ]; then
      fail 3 "다른 방법으로 만든 ${venv}이(가) 있습니다." "$venv was made by something else." \
        '옮기거나 지운 뒤 다시 실행하십시오.' 'Move it away or delete it, then try again.'
    fi
    made=$venv
    rm -rf "$venv"
    mkdir -p "$venv"
    touch "$venv/.made-by-install"
    make_environment "$venv"
    touch "$venv/.made-by-install"
    install_pinned dev.txt build.txt
    pip_run aiws-cli install --quiet --no-deps --no-index --no-build-isolation -e "$here"
    echo "$name" >"$venv/.complete"
    made=''
  fi
  step_done

  step '테스트용 모델 (Qwen2.5-Coder 0.5B)' 'The model of the tests (Qwen2.5-Coder 0.5B)'
  if [ -z "${AIWS_TEST_GGUF:-}" ]; then
    models=${XDG_CACHE_HOME:-$HOME/.cache}/aiws-test
    AIWS_HOME=$models AIWS_PROVIDER=embedded shown "$venv/bin/aiws" model pull "$test_model" --yes
    gguf=$(find "$models" -name '*0.5b*.gguf' -type f | head -n 1)
    [ -n "$gguf" ] || fail 3 "모델 파일이 ${models}에 없습니다." "There is no model file in $models." \
      "AIWS_TEST_GGUF에 파일을 지정하십시오." 'Name a file in AIWS_TEST_GGUF.'
    export AIWS_TEST_GGUF=$gguf
  fi
  step_done "$AIWS_TEST_GGUF" "$AIWS_TEST_GGUF"

  step '모든 검사 (make check)' 'Every check (make check)'
  # What this user has set up for aiws must not colour the tests.
  for name in $(compgen -v AIWS_); do case $name in AIWS_TEST_*) ;; *) unset "$name" ;; esac; done
  unset OLLAMA_HOST
  # -k: a misformatted line must not hide what the tests say.
  make --no-print-directory -k -C "$here" check PYTHON="$venv/bin/python" || fail 1 '통과하지 못한 검사가 있습니다.' 'Not every check passed.' \
    '위의 *** 줄이 어느 검사인지 알려 줍니다. 하나만 다시: make format-check|lint|types|layers|test' \
    'The lines with *** above say which. One of them again: make format-check|lint|types|layers|test'
  step_done
}

make_offline() {
  steps=4
  begin
  mkdir -p "$folder/wheels" || fail 3 "폴더를 만들 수 없습니다: $folder" "The folder cannot be made: $folder"
  folder=$(cd -P "$folder" && pwd)
  step '패키지 내려받기' 'Fetching packages'
  make_environment "$scratch/fetch"
  pip_run requirements download --require-hashes --only-binary :all: --progress-bar off -d "$folder/wheels" \
    -r "$here/requirements/$packages" -r "$here/requirements/build.txt"
  # So that a Python without pip can install from the folder too.
  pip_run pip download --quiet --require-hashes --only-binary :all: -d "$folder/wheels" -r "$here/requirements/pip.txt"
  step_done
  step '폴더만으로 설치해 확인' 'Installing from the folder alone, as a check'
  offline=$folder prefix=$scratch/prefix
  install_program
  made=''
  step_done
  step '모델 내려받기' 'Fetching the model'
  AIWS_HOME=$scratch/home AIWS_PROVIDER=embedded shown "$program" model pull --yes
  find "$scratch/home" -name '*.gguf' -type f -exec cp {} "$folder/" \;
  step_done
  du -sh "$folder"
  say "대상 컴퓨터에서: ./install.sh --demo --offline $folder" "On the target machine: ./install.sh --demo --offline $folder"
}

uninstall() {
  local state target
  state=$(state_home) target=$(readlink "$link" 2>/dev/null || true)
  case $target in "$prefix"/versions/*)
    rm -f "$link"
    say "지웠습니다: $link" "removed: $link"
    forget_completion ;; esac
  if [ -d "$prefix/versions" ]; then
    rm -rf "$prefix/versions" "$prefix/.installing"
    say "지웠습니다: $prefix/versions" "removed: $prefix/versions"
  else
    say "설치된 것이 없습니다: $prefix" "nothing is installed in $prefix"
  fi
  if [ -n "$purge" ] && [ -d "$state" ]; then
    state=$(cd -P "$state" && pwd)
    case "$HOME/ $here/" in
      "$state"/* | *" $state"/*) fail 3 "AIWS_HOME(${state})이 홈 폴더나 소스 폴더를 포함해 지우지 않습니다." \
        "AIWS_HOME ($state) holds the home folder or the sources: it is not deleted." '필요한 것만 직접 지우십시오.' 'Delete by hand what you mean.' ;;
    esac
    rm -rf "$state"
    say "지웠습니다: ${state} (대화, 감사 기록, 모델, 데모 데이터)" "removed: $state (sessions, audit log, models, demo data)"
  elif [ -d "$state" ] && [ -n "$(ls -A "$state" 2>/dev/null)" ]; then
    say "남겨 두었습니다: $state ($(du -sh "$state" 2>/dev/null | cut -f1); 대화, 감사 기록, 모델, 데모 데이터). 함께 지우려면: ./install.sh --uninstall --purge" \
      "left in place: $state ($(du -sh "$state" 2>/dev/null | cut -f1): sessions, audit log, models, demo data). To delete it too: ./install.sh --uninstall --purge"
  fi
  rmdir "${link%/*}" "$prefix" 2>/dev/null || true
}

# ---------------------------------------------------------------- the command line

wrong() { fail 2 "$1" "$2" './install.sh --help를 보십시오.' 'See ./install.sh --help.'; }
set_task() {
  [ "$task" = install ] || wrong "--$task 와(과) --$1 은(는) 함께 쓸 수 없습니다." "--$task and --$1 do not go together."
  task=$1
}
while [ $# -gt 0 ]; do
  case $1 in --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;; esac
  case $1 in
    --demo | --test | --uninstall) set_task "${1#--}" ;;
    --purge) purge=1 ;;
    --snowflake) packages=snowflake.txt ;;
    --prefix | --offline | --make-offline)
      [ -n "${2:-}" ] || wrong "$1 뒤에 폴더가 필요합니다." "$1 needs a folder."
      case $1 in --prefix) prefix=$2 ;; --offline) offline=$2 ;; *) set_task make-offline; folder=$2 ;; esac
      shift ;;
    -h | --help) usage; exit 0 ;;
    *) wrong "모르는 옵션입니다: $1" "Unknown option: $1" ;;
  esac
  shift
done
[ -z "$purge" ] || [ "$task" = uninstall ] || wrong '--purge는 --uninstall과 함께 씁니다.' '--purge goes with --uninstall.'
case $packages/$task in snowflake.txt/test | snowflake.txt/uninstall) wrong "--snowflake는 --$task 와(과) 함께 쓸 수 없습니다." "--snowflake does not go with --$task." ;; esac
[ -z "$offline" ] || [ "$task" = install ] || [ "$task" = demo ] || wrong "--offline은 --$task 와(과) 함께 쓸 수 없습니다." "--offline does not go with --$task."
if [ -n "$offline" ]; then
  [ -d "$offline/wheels" ] || fail 3 "${offline}에 wheels 폴더가 없습니다." "There is no folder wheels in $offline." \
    '네트워크가 되는 곳에서 ./install.sh --make-offline DIR로 만드십시오.' 'Make it where there is a network: ./install.sh --make-offline DIR.'
  offline=$(cd -P "$offline" && pwd)
fi
case $prefix in '' | /*) ;; *) prefix=$PWD/$prefix ;; esac
settle_home
if [ -n "$prefix" ]; then
  link=$prefix/bin/aiws
else
  prefix=${XDG_DATA_HOME:-$HOME/.local/share}/aiws link=$HOME/.local/bin/aiws
fi
aiws=$link
case $task in
  test) run_test ;;
  make-offline) make_offline ;;
  uninstall) uninstall ;;
  *) run_install ;;
esac
