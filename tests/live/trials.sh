# trials.sh - the trials of a script, each wanted or not, and counted.
#
# Sourced (by bash) after engines.sh.

passed=0 failed=0 skipped=0
only='  '

these_trials() {	# [NAME...]: only these; without any it is all
	only=" $* "
}

wanted() { [ "$only" = '  ' ] || [[ $only == *" $1 "* ]]; }

verdict() {	# NAME COMPLAINTS [FIGURES]: no complaints, passed
	if [ -z "$2" ]; then
		passed=$((passed + 1))
		printf 'ok    %s%s\n' "$1" "${3:+: $3}"
	else
		failed=$((failed + 1))
		printf 'FAIL  %s\n%s\n' "$1" "${2%$'\n'}"
	fi
}

skip() {	# NAME REASON
	skipped=$((skipped + 1))
	printf 'skip  %s: not run: %s\n' "$1" "$2"
}

needs() {	# ENGINE NAME: false, and counted, where the engine cannot run
	local why
	wanted "$2" || return 1
	why=$("$1_missing" | head -1)
	[ -n "$why" ] || return 0
	skip "$2" "$why"
	return 1
}

closing_line() {	# WHAT: the script ends with it, and with its status
	echo "$1: $passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
}
