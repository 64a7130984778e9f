#compdef aiws
# Completion of aiws for zsh, printed by `aiws completion zsh`. Switch it on for this shell with
#   source <(aiws completion zsh)
# (after compinit), and for good by saving it as _aiws in a folder of $fpath.

# — what aiws declares —

_aiws_offer_value() { # PLACE
  local kind choices line
  local -a found
  _aiws_value "$1"
  case $kind in
    '') [[ -z $choices ]] || compadd -- ${=choices} ;;
    files) _files ;;
    folders) _files -/ ;;
    *)
      for line in ${(f)"$(command aiws __at-tab $kind "$PREFIX" 2>/dev/null </dev/null)"}; do
        found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
      done
      _describe -V "$kind" found ;;
  esac
}

_aiws() {
  local word place='' wants='' ended=''
  integer i argument=1
  local -a commands options valued
  _aiws_about ''
  for ((i = 2; i < CURRENT; i++)); do
    word=${words[i]}
    if [[ -n $wants ]]; then
      wants=''
    elif [[ -n $ended ]]; then
      argument+=1
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word == --*=* ]]; then
      :
    elif [[ $word == -?* ]]; then
      (( ${valued[(Ie)$word]} )) && wants=$word
    elif (( ${commands[(I)${(b)word}:*]} )); then
      place="${place:+$place }$word"
      _aiws_about "$place"
    else
      argument+=1
    fi
  done
  if [[ -n $wants ]]; then
    _aiws_offer_value "$place#$wants"
  elif [[ -n $ended ]]; then
    _aiws_offer_value "$place#$argument"
  elif [[ $PREFIX == --*=* ]]; then
    word=${PREFIX%%=*}
    compset -P 1 '*='
    _aiws_offer_value "$place#$word"
  elif [[ $PREFIX == -* ]]; then
    _describe -o option options
  elif (( $#commands )); then
    _describe command commands
  else
    _aiws_offer_value "$place#$argument"
  fi
}

# Read as a file of $fpath it completes at once; sourced, it only says what is to be done for aiws.
if [[ $funcstack[1] == _aiws ]]; then _aiws "$@"; else compdef _aiws aiws; fi
