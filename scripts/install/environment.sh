# shellcheck shell=bash
# Virtual environments and what goes into them: pip from wherever there is one, packages by hash, one installation at a time.

have_pip() { [ "${#pip[@]}" -gt 0 ] && "${pip[@]}" --version >/dev/null 2>&1; }

# Makes the virtual environment $1 with a pip of its own (model weights may come through it) and settles `pip`.
make_environment() {
  find_pip "$1"
  if [ "${pip[0]}" != "$1/bin/python" ] || [ "${pip[1]}" != -m ]; then
    install_pinned pip.txt
    pip=("$1/bin/python" -m pip)
  fi
}

find_pip() {
  local dir=$1 wheel
  if "$python" -I -c 'import ensurepip' 2>/dev/null && "$python" -m venv "$dir" >"$scratch/venv.log" 2>&1; then
    pip=("$dir/bin/python" -m pip)
    return
  fi
  # Debian ships Python without ensurepip. Any pip of the machine can install into the environment from outside,
  # and the wheel that Debian's pip package (or the offline folder) holds can be run as it is.
  rm -rf "$dir"
  "$python" -m venv --without-pip "$dir" >"$scratch/venv.log" 2>&1 || no_environment
  pip=("$python" -m pip --python "$dir/bin/python")
  if have_pip; then return; fi
  for wheel in ${offline:+"$offline"/wheels/pip-*.whl} /usr/share/python-wheels/pip-*.whl; do
    pip=("$dir/bin/python" "$wheel/pip")
    if [ -f "$wheel" ] && have_pip; then return; fi
  done
  for wheel in pip3 pip; do
    pip=("$wheel" --python "$dir/bin/python")
    if command -v "$wheel" >/dev/null 2>&1 && have_pip; then return; fi
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && [ -z "$offline" ]; then
    case $python in
      /usr/bin/*)
        note 'Python에 pip가 없어 Debian 패키지 python3-venv를 설치합니다.' 'This Python has no pip: installing the Debian package python3-venv.'
        rm -rf "$dir"
        if apt_install python3-venv && "$python" -m venv "$dir" >"$scratch/venv.log" 2>&1; then
          pip=("$dir/bin/python" -m pip)
          return
        fi ;;
    esac
  fi
  no_environment
}

no_environment() {
  local minor=${py_version%.*}
  tail -n 3 "$scratch/venv.log" >&2 || true
  fail 3 "${python}(으)로 가상 환경을 만들 수 없습니다." "$python cannot make a virtual environment." \
    "설치한 뒤 다시 실행하십시오: sudo apt-get install python3-venv (또는 python$minor-venv)" \
    "Install it and try again: sudo apt-get install python3-venv (or python$minor-venv)"
}

apt_install() {
  local log=$scratch/apt.log
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null \
    || { redact <"$log" | tail -n 5 >&2; return 1; }
}

# pip_run WHAT ARGS…: runs pip, shows what it downloads, turns a failure into a message with a next step.
pip_run() {
  local what=$1 log=$scratch/pip.log line
  shift
  if ! "${pip[@]}" --disable-pip-version-check --no-input "$@" 2>&1 </dev/null | while IFS= read -r line; do
    printf '%s\n' "$line"
    case $line in
      *Downloading*.whl*' MB)')
        line=${line#*Downloading }
        printf '      ↓ %s\n' "${line##*/}" | redact >&2 ;;
    esac
  done >"$log"; then
    # pip repeats its warnings with every retry: the last one and the errors say it all.
    { grep '^WARNING' "$log" | tail -n 1; grep -E '^ *(ERROR|error)' "$log" || tail -n 4 "$log"; } |
      redact | cut -c 1-300 | sed 's/^/      | /' >&2 || true
    if grep -qiE 'do not match the hashes|hash mismatch' "$log"; then
      fail 3 '받은 패키지의 해시가 requirements/의 값과 다릅니다.' 'A package does not have the hash that requirements/ names.' \
        '패키지 저장소(미러)가 파일을 바꾸었는지 관리자에게 확인하십시오. 설치하지 않았습니다.' 'Ask whoever runs the package mirror whether it alters files. Nothing was installed.'
    elif grep -qiE 'no space left|disk quota' "$log"; then
      fail 3 '디스크 공간이 부족합니다.' 'The disk is full.' '2 GB 이상을 비운 뒤 다시 실행하십시오.' 'Free 2 GB or more and try again.'
    elif [ -n "$offline" ]; then
      fail 3 "폴더 ${offline}의 패키지로는 설치할 수 없습니다 (Python $py_version, $(uname -s) $(uname -m))." \
        "The packages in $offline do not fit (Python $py_version, $(uname -s) $(uname -m))." \
        '같은 운영체제와 같은 Python 버전에서 --make-offline으로 다시 만드십시오.' 'Make the folder again with --make-offline on the same system and Python version.'
    fi
    fail 3 "패키지를 받지 못했습니다: $what" "Packages could not be fetched: $what" \
      '네트워크, 프록시(HTTPS_PROXY), pip 인덱스 설정(pip config list)을 확인하거나 --offline DIR을 사용하십시오.' \
      'Check the network, the proxy (HTTPS_PROXY) and the index of pip (pip config list), or use --offline DIR.'
  fi
}

# install_pinned FILES…: exactly the files whose hashes the requirements name; never a build of foreign source.
install_pinned() {
  local args=(install --require-hashes --only-binary :all: --progress-bar off) file
  if [ -n "$offline" ]; then args+=(--no-index --find-links "$offline/wheels"); fi
  for file in "$@"; do
    case $file in --*) args+=("$file") ;; *.txt) args+=(-r "$here/requirements/$file") ;; *) args+=("$file") ;; esac
  done
  pip_run "${*##*/}" "${args[@]}"
}

# A name for "this source with these packages under this Python": the same name means nothing is to be done.
stamp() {
  "$python" -I - "$here" "$python" "$@" <<'EOF'
import hashlib, pathlib, sys
root, digest = pathlib.Path(sys.argv[1]), hashlib.sha256(repr((sys.version, sys.argv[1:3])).encode())
for name in sys.argv[3:]:
    top = root / name
    for path in sorted(p for p in ([top] if top.is_file() else top.rglob("*")) if p.is_file()):
        if "__pycache__" not in path.parts:
            digest.update(repr(path.relative_to(root).as_posix()).encode() + hashlib.sha256(path.read_bytes()).digest())
print(digest.hexdigest()[:16])
EOF
}

take_lock() {
  mkdir -p "$1" 2>/dev/null || fail 3 "폴더를 만들 수 없습니다: $1" "The folder cannot be made: $1" \
    '쓸 수 있는 곳을 --prefix로 지정하십시오.' 'Name a place that can be written to with --prefix.'
  if ! mkdir "$1/.installing" 2>/dev/null; then
    local owner
    owner=$(cat "$1/.installing/pid" 2>/dev/null || echo 0)
    if [ "$owner" != 0 ] && kill -0 "$owner" 2>/dev/null; then
      fail 75 "다른 설치가 진행 중입니다 (프로세스 $owner)." "Another installation is running (process $owner)." \
        '끝난 뒤 다시 실행하십시오.' 'Try again when it has finished.'
    fi
    mkdir -p "$1/.installing"
  fi
  lock=$1/.installing
  echo $$ >"$lock/pid"
}

# Installs this source below $prefix/versions unless it is there already; sets `program`. Not yet visible to anyone.
program=''
install_program() {
  local name dir
  name=$(stamp pyproject.toml "requirements/$packages" requirements/build.txt src prompts catalog_index)
  dir=$prefix/versions/$name program=$dir/bin/aiws
  if [ -f "$dir/.complete" ] && [ -x "$program" ]; then
    note "이미 설치되어 있습니다: $dir" "already installed: $dir"
    return
  fi
  mkdir -p "$prefix/versions"
  made=$dir
  rm -rf "$dir"
  make_environment "$dir"
  install_pinned "$packages"
  # What builds the wheel stays outside the environment.
  install_pinned build.txt --target "$scratch/build"
  PYTHONPATH=$scratch/build pip_run aiws-cli wheel --quiet --no-deps --no-index --no-build-isolation -w "$scratch" "$here"
  pip_run aiws-cli install --quiet --no-deps --no-index "$scratch"/aiws_cli-*.whl
  "$program" --version >/dev/null
  echo "$here" >"$dir/.complete"
}

# From here on the new version is what the user gets: the link is switched in one rename, older versions go.
activate() {
  local current=${program%/bin/aiws} old
  made=''
  if [ -e "$link" ] && [ ! -L "$link" ]; then
    note "${link}에 다른 파일이 있어 그대로 둡니다. 명령: $program" "$link is another file and stays as it is. The command: $program"
    aiws=$program
  else
    mkdir -p "${link%/*}"
    ln -sfn "$program" "$link.new$$"
    mv -f "$link.new$$" "$link"
    aiws=$link
  fi
  for old in "$prefix"/versions/*; do
    [ "$old" = "$current" ] || rm -rf "$old"
  done
}

# Where a shell looks by itself for what completes a user's commands; nothing for one that looks nowhere of that kind.
completion_file() {
  local share=${XDG_DATA_HOME:-$HOME/.local/share}
  case $1 in
    bash) echo "${BASH_COMPLETION_USER_DIR:-$share/bash-completion}/completions/aiws" ;;
    fish) echo "$share/fish/vendor_completions.d/aiws.fish" ;;
  esac
}

is_ours() { grep -q '^# Completion of aiws for ' "$1" 2>/dev/null; }

# Writes the scripts of `aiws completion` where only this user's shells read them; no settings file of a shell is touched,
# and what is not ours stays. An installation below --prefix leaves the rest of the home alone.
complete_by_tab() {
  local shell file done=''
  [ "$aiws" = "$HOME/.local/bin/aiws" ] || return 0
  for shell in bash fish; do
    command -v "$shell" >/dev/null 2>&1 || continue
    file=$(completion_file "$shell")
    if [ -e "$file" ] && ! is_ours "$file"; then continue; fi
    if "$aiws" completion "$shell" >"$scratch/completion" 2>/dev/null && is_ours "$scratch/completion" \
      && mkdir -p "${file%/*}" 2>/dev/null && cp "$scratch/completion" "$file" 2>/dev/null; then
      done="${done:+$done, }$shell"
    fi
  done
  [ -z "$done" ] || note "Tab 완성을 켰습니다: $done (새 터미널부터)" "Tab completes aiws in new terminals: $done"
  case ${SHELL:-} in */zsh)
    note 'zsh에서 켜려면 ~/.zshrc에 적습니다: source <(aiws completion zsh)' 'For zsh put into ~/.zshrc: source <(aiws completion zsh)' ;;
  esac
}

forget_completion() {
  local shell file
  for shell in bash fish; do
    file=$(completion_file "$shell")
    if is_ours "$file"; then
      rm -f "$file"
      rmdir "${file%/*}" 2>/dev/null || true
    fi
  done
}

state_home() {
  if [ -n "${AIWS_HOME:-}" ]; then echo "$AIWS_HOME"
  elif [ "$(uname -s)" = Darwin ]; then echo "$HOME/Library/Application Support/aiws"
  else echo "${XDG_DATA_HOME:-$HOME/.local/share}/aiws"; fi
}
