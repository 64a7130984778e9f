# shellcheck shell=bash
# Completion of aiws for bash (3.2 or newer), printed by `aiws completion bash`. Switch it on for this shell with
#   source <(aiws completion bash)
# and for good by saving it as ~/.local/share/bash-completion/completions/aiws.

# — what aiws declares —

_aiws_offer() { # TYPED WORD…: those words that begin as typed
  local typed=$1 word
  shift
  for word in "$@"; do
    case $word in "$typed"*) COMPREPLY+=("$word") ;; esac
  done
}

_aiws_offer_value() { # PLACE TYPED
  local IFS=$' \t\n' kind choices word rest
  _aiws_value "$1"
  case $kind in
    '')
      # shellcheck disable=SC2086 # one word each
      _aiws_offer "$2" $choices ;;
    files | folders)
      # Readline completes paths itself: it knows quotes, ~ and blanks.
      if type compopt >/dev/null 2>&1; then
        case $kind in files) compopt -o default ;; *) compopt -o dirnames ;; esac
      else
        local action=-f
        [ "$kind" = files ] || action=-d
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$action" -- "$2")
      fi ;;
    *)
      while IFS=$'\t' read -r word rest; do
        _aiws_offer "$2" "$word"
      done < <(command aiws __at-tab "$kind" "$2" 2>/dev/null </dev/null) ;;
  esac
}

_aiws() {
  local IFS=$' \t\n' words=() count=0 glued='' i word path='' wants='' argument=1 ended='' commands options typed last
  COMPREPLY=()
  # Readline parts words at : and = too; what was typed as one word is put together again.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      [:=] | :: | ==)
        if [ "$count" -gt 1 ]; then
          words[count - 1]+=$word glued=1
          continue
        fi ;;
    esac
    if [ -n "$glued" ]; then
      words[count - 1]+=$word glued=''
    else
      words[count]=$word
      count=$((count + 1))
    fi
  done
  _aiws_about ''
  for ((i = 1; i < count - 1; i++)); do
    word=${words[i]}
    if [ -n "$wants" ]; then
      wants=''
    elif [ -n "$ended" ]; then
      argument=$((argument + 1))
    else
      case $word in
        --) ended=1 ;;
        --*=*) ;;
        -?*) case " $options " in *" $word= "*) wants=$word ;; esac ;;
        *)
          case " $commands " in
            *" $word "*) path="${path:+$path }$word"; _aiws_about "$path" ;;
            *) argument=$((argument + 1)) ;;
          esac ;;
      esac
    fi
  done
  typed=${words[count - 1]}
  if [ -n "$wants" ]; then
    _aiws_offer_value "$path#$wants" "$typed"
  elif [ -n "$ended" ]; then
    _aiws_offer_value "$path#$argument" "$typed"
  else
    case $typed in
      --*=*)
        _aiws_offer_value "$path#${typed%%=*}" "${typed#*=}"
        for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do COMPREPLY[i]="${typed%%=*}=${COMPREPLY[i]}"; done ;;
      -*)
        # shellcheck disable=SC2086 # one word each
        _aiws_offer "$typed" ${options//=/} ;;
      *)
        # shellcheck disable=SC2086 # one word each
        if [ -n "$commands" ]; then _aiws_offer "$typed" $commands; else _aiws_offer_value "$path#$argument" "$typed"; fi ;;
    esac
  fi
  # What stands before the last piece is on the line already.
  last=${COMP_WORDS[COMP_CWORD]}
  case $last in [:=] | :: | ==) last='' ;; esac
  word=${typed%"$last"}
  for ((i = 0; i < ${#COMPREPLY[@]}; i++)); do COMPREPLY[i]=${COMPREPLY[i]#"$word"}; done
}
complete -F _aiws aiws
