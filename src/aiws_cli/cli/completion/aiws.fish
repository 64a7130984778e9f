# Completion of aiws for fish, printed by `aiws completion fish`. Switch it on for this shell with
#   aiws completion fish | source
# and for good by saving it as ~/.config/fish/completions/aiws.fish.

# Prints the command that stands on the line and the number of the argument one is at; nothing where an option waits for a value.
function __aiws_place
    set -l place ''
    set -l argument 1
    set -l wants 0
    set -l ended 0
    for word in (commandline -opc)[2..]
        if test $wants = 1
            set wants 0
        else if test $ended = 1
            set argument (math $argument + 1)
        else if test "$word" = --
            set ended 1
        else if string match -q -- '--*=*' $word
        else if string match -q -- '-?*' $word
            contains -- "$place#$word" $__aiws_valued; and set wants 1
        else if contains -- (string trim -- "$place $word") $__aiws_commands
            set place (string trim -- "$place $word")
        else
            set argument (math $argument + 1)
        end
    end
    test $wants = 0; and printf '%s\n' "$place" $argument
end

# Whether the line holds just this command; with a number, whether one is at its argument of that number.
function __aiws_at -a place argument
    set -l now (__aiws_place)
    or return 1
    test "$now[1]" = "$place"; or return 1
    test -z "$argument"; or test "$now[2]" = "$argument"
end

# Whether the options of this command may stand here, and their values.
function __aiws_in -a place
    set -l words (commandline -opc)
    contains -- "$place#$words[-1]" $__aiws_valued; and return 0
    __aiws_at $place
end

function __aiws_asked -a kind
    command aiws __at-tab $kind (commandline -ct | string replace -r -- '^--[^=]*=' '') 2>/dev/null </dev/null
end

complete -c aiws -e
complete -c aiws -f
# — what aiws declares —
