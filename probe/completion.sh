#!/bin/sh
# completion.sh PROGRAM bash|zsh - completion for a shell, made from the program's
# own help and list of paths, so from its tables.
#
# A value is offered where the help names a word that the program then really
# takes: it is asked, each time, together with --version.
set -eu
program=$1

# name|letter|name of the value|help, which may stand on the line below.
options() {
	"$program" help | awk '
		function put() { if (name) print name "|" letter "|" value "|" help; name = "" }
		/^  (-[a-z], |    )--/ {
			put()
			letter = /^  -/ ? substr($1, 2, 1) : ""
			field = letter ? 2 : 1
			name = substr($field, 3)
			value = $(field + 1) ~ /^[A-Z]/ ? $(field + 1) : ""
			sub("^.*--" name " *", "")
			help = substr($0, length(value) + 1)
			sub("^ *", "", help)
			next
		}
		/^ {20}/ && name { sub("^ *", ""); help = help $0; next }
		{ put() }
		END { put() }'
}

values() {	# OPTION HELP
	for word in $(echo "$2" | tr -cs 'a-z-' ' '); do
		if "$program" "--$1=$word" --version > /dev/null 2>&1 ||
		   "$program" exec "--$1=$word" --version > /dev/null 2>&1; then printf '%s ' "$word"; fi
	done
}

commands=$("$program" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' | tr '\n' ' ')
paths=$("$program" explain | sed -n 's/^\([a-z0-9-]*\)  .*/\1/p' | tr '\n' ' ')

case $2 in
bash)
	cat <<END
# bash completion for escape-probe; made by probe/completion.sh
_escape_probe()
{
	local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}

	# "--format=s" arrives as three words.
	[ "\$word" = = ] && word=''
	[ "\$before" = = ] && before=\${COMP_WORDS[COMP_CWORD-2]}
	COMPREPLY=()
	case \$before in
END
	options | while IFS='|' read -r name letter value help; do
		case $value in
		'') ;;
		FILE) echo "	--$name) COMPREPLY=(\$(compgen -f -- \"\$word\")); return;;";;
		DIR) echo "	--$name) COMPREPLY=(\$(compgen -d -- \"\$word\")); return;;";;
		PATH*) echo "	--$name) COMPREPLY=(\$(compgen -W '$paths' -- \"\$word\")); return;;";;
		*) echo "	--$name) COMPREPLY=(\$(compgen -W '$(values "$name" "$help")' -- \"\$word\")); return;;";;
		esac
	done
	cat <<END
	explain) COMPREPLY=(\$(compgen -W '$paths' -- "\$word")); return;;
	--) COMPREPLY=(\$(compgen -c -- "\$word")); return;;
	esac
	COMPREPLY=(\$(compgen -W '$commands$(options | sed 's/|.*//; s/^/--/' | tr '\n' ' ')' -- "\$word"))
}
complete -F _escape_probe escape-probe
END
	;;
zsh)
	echo '#compdef escape-probe'
	echo '# zsh completion for escape-probe; made by probe/completion.sh'
	echo '_arguments \'
	options | while IFS='|' read -r name letter value help; do
		help=$(echo "$help" | tr -d "'][:")
		case $value in
		'') action='';;
		FILE) action=':file:_files';;
		DIR) action=':directory:_files -/';;
		PATH*) action=":path:($paths)";;
		*) action=":value:($(values "$name" "$help"))";;
		esac
		[ -z "$letter" ] || echo "	'(--$name)-$letter[$help]' \\"
		echo "	'${letter:+(-$letter)}--$name${value:+=}[$help]$action' \\"
	done
	echo "	'1:command:($commands)' '2:path:($paths)' '*::argument:_normal'"
	;;
*)	echo "usage: probe/completion.sh PROGRAM bash|zsh" >&2
	exit 64;;
esac
