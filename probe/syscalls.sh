#!/bin/sh
# syscalls.sh < MACROS - the system calls of this architecture, from what
# `cc -E -dM` says of <asm/unistd.h>: their names by number, as the pieces of
# one C string, an empty one for each number without a call.
set -eu
export LC_ALL=C
awk '
$1 == "#define" && $2 ~ /^__NR/ { value[$2] = $3 }
END {
	for (macro in value) {
		name = macro
		# Counts and first numbers of ranges are no calls.
		if (!sub(/^__NR_/, "", name) || name == "syscalls" || name == "arch_specific_syscall")
			continue
		number = value[macro]
		# A call of several widths is defined by way of another macro.
		if (number in value)
			number = value[number]
		if (number !~ /^[0-9]+$/)
			continue
		called[number + 0] = name
		if (number + 0 > last)
			last = number + 0
	}
	if (last < 400) {
		print "syscalls.sh: no table of system calls" > "/dev/stderr"
		exit 1
	}
	for (number = 0; number <= last; number++)
		printf "\"%s\\0\"\n", called[number]
	printf "/* %d */\n", last + 1
}'
