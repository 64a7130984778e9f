# shellcheck shell=bash
# The machine: which system this is, which Python there is, where may be written to.

min_macos=14 # the oldest macOS with a wheel of the embedded engine

check_platform() {
  local system machine
  system=$(uname -s) machine=$(uname -m)
  case $system in
    Linux)
      if (ldd --version 2>&1 || true) | grep -qi musl; then
        fail 3 'musl 기반 Linux(Alpine 등)는 지원하지 않습니다.' 'Linux on musl (Alpine and others) is not supported.' \
          'glibc 기반 배포판(Debian, Ubuntu, RHEL 등)이나 그 컨테이너에서 실행하십시오.' 'Use a glibc distribution (Debian, Ubuntu, RHEL, …) or a container of one.'
      fi ;;
    Darwin)
      local release
      release=$(sw_vers -productVersion 2>/dev/null || echo "$min_macos")
      if [ "${release%%.*}" -lt "$min_macos" ]; then
        fail 3 "macOS ${release}은(는) 지원하지 않습니다." "macOS $release is not supported." \
          "macOS $min_macos 이상이 필요합니다." "macOS $min_macos or newer is needed."
      fi ;;
    MINGW* | MSYS* | CYGWIN* | Windows*)
      fail 3 'Windows에서는 WSL 안에서만 동작합니다.' 'On Windows aiws runs inside WSL only.' \
        "PowerShell에서 'wsl --install'을 실행한 뒤, WSL 창에서 다시 시도하십시오." "Run 'wsl --install' in PowerShell, then try again in the WSL window." ;;
    *) fail 3 "지원하지 않는 운영체제입니다: $system" "This operating system is not supported: $system" \
        'Linux(x86-64, aarch64), macOS, WSL에서 동작합니다.' 'aiws runs on Linux (x86-64, aarch64), macOS and WSL.' ;;
  esac
  case $machine in
    x86_64 | amd64 | aarch64 | arm64) ;;
    *) fail 3 "지원하지 않는 프로세서입니다: $machine" "This processor is not supported: $machine" \
        '64비트 x86-64 또는 aarch64가 필요합니다.' 'A 64-bit x86-64 or aarch64 is needed.' ;;
  esac
}

# Prints "VERSION EXECUTABLE" when $1 is a Python we can use: 64 bits, with venv, TLS and a SQLite that has FTS5.
probe_python() {
  "$1" -I - <<'EOF' 2>/dev/null
import sys
if sys.version_info < (3, 11) or sys.maxsize < 2**32:
    sys.exit(1)
import bz2, ctypes, lzma, sqlite3, ssl, venv, zlib
sqlite3.connect(":memory:").execute("create virtual table t using fts5(x)")
print("%d.%d.%d" % sys.version_info[:3], sys.executable)
EOF
}

find_python() {
  local candidate candidates found too_old=''
  # A `python3` without what is needed (too old, built without SQLite, a pyenv shim of no version) is passed over.
  candidates=(python3 python3.13 python3.12 python3.11 /usr/bin/python3
    "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[1-3]*/bin/python3 /opt/homebrew/bin/python3 /usr/local/bin/python3)
  if [ -n "${AIWS_PYTHON:-}" ]; then candidates=("$AIWS_PYTHON"); fi
  for candidate in "${candidates[@]}"; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    if found=$(probe_python "$candidate"); then
      py_version=${found%% *} python=${found#* }
      return
    fi
    [ -n "$too_old" ] || too_old=$("$candidate" -V 2>/dev/null || true)
  done
  local seen_ko='' seen_en=''
  [ -z "$too_old" ] || { seen_ko=" (찾은 것: ${too_old})" seen_en=" (found: $too_old)"; }
  fail 3 "Python 3.11 이상을 찾지 못했습니다.${seen_ko}" "No Python 3.11 or newer was found.${seen_en}" \
    "설치한 뒤 다시 실행하십시오: $(python_package)  또는 AIWS_PYTHON에 경로를 지정하십시오." \
    "Install one and try again: $(python_package)  or name one in AIWS_PYTHON."
}

python_package() {
  if command -v apt-get >/dev/null 2>&1; then echo 'sudo apt-get install python3 python3-venv'
  elif command -v dnf >/dev/null 2>&1; then echo 'sudo dnf install python3.12'
  elif command -v zypper >/dev/null 2>&1; then echo 'sudo zypper install python312'
  elif command -v pacman >/dev/null 2>&1; then echo 'sudo pacman -S python'
  elif [ "$(uname -s)" = Darwin ]; then echo 'brew install python@3.12'
  else echo 'python 3.11'; fi
}

# HOME may be unset or read-only (containers, CI): then only what was named explicitly is written to.
settle_home() {
  if [ -z "${HOME:-}" ]; then
    HOME=$(cd ~ 2>/dev/null && pwd) || HOME=''
    export HOME
  fi
  if [ -n "$HOME" ] && [ -d "$HOME" ] && [ -w "$HOME" ]; then return; fi
  if [ -n "${HOME:-}" ] && mkdir -p "$HOME" 2>/dev/null && [ -w "$HOME" ]; then return; fi
  case $task in
    test)
      HOME=${TMPDIR:-/tmp}/aiws-home-$(id -u)
      export HOME
      mkdir -m 700 "$HOME" 2>/dev/null || [ -O "$HOME" ] || fail 3 "폴더를 만들 수 없습니다: $HOME" "The folder cannot be made: $HOME"
      say "HOME에 쓸 수 없어 ${HOME}을(를) 사용합니다." "HOME cannot be written to: using $HOME." >&2 ;;
    uninstall) ;;
    *)
      if [ -z "$prefix" ]; then
        fail 3 "홈 폴더에 쓸 수 없습니다: ${HOME:-(HOME 없음)}" "The home folder cannot be written to: ${HOME:-(no HOME)}" \
          '쓸 수 있는 폴더를 지정하십시오: ./install.sh --prefix DIR' 'Name a folder that can be written to: ./install.sh --prefix DIR'
      fi
      if [ -z "${AIWS_HOME:-}" ]; then export AIWS_HOME="$prefix/home"; fi ;;
  esac
}
