#!/bin/sh
# profiles.sh NAMES PROFILES - the table of judge/seccomp_profiles by number,
# as rows of C.  NAMES is what syscalls.sh wrote: a line for each number.  A
# call that this architecture does not have is left out.
set -eu
export LC_ALL=C
awk -F '|' '
NR == FNR {
	if (/^"/) {
		split($0, part, /[\\"]/)
		if (part[2] != "")
			number[part[2]] = FNR - 1
		named++
	}
	next
}
/^ *(#|$)/ { next }
{
	profiles = ""
	words = split($1, word, / +/)
	for (i = 1; i <= words; i++)
		if (word[i] != "")
			profiles = profiles (profiles == "" ? "" : " | ") "OF(" toupper(word[i]) ")"
	split($2, caps, / +/)
	first = caps[2]
	second = caps[3]
	sometimes = sub(/\?$/, "", first)
	if (first !~ /^CAP_/)
		first = second = toupper(first)
	count = split($3, calls, / +/)
	for (i = 1; i <= count; i++)
		if (calls[i] in number)
			printf "{ %d, %s, %d, %s, %s },\n", number[calls[i]], profiles, sometimes, first, second
}
END {
	if (!named)
		exit 1
}' "$1" "$2"
