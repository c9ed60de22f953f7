#!/bin/sh
# run.sh PROGRAM TEST... - runs the unit tests and counts what they say.
#
# Fails when a test fails, when a test program ends before its plan is done
# (a crash), and when no test was run.  Skipped tests are counted and named.
set -u

program=$1
shift
passed=0 failed=0 skipped=0
said=$(mktemp)
trap 'rm -f "$said"' EXIT

for test in "$@"; do
	PROBE=$program CMOCKA_MESSAGE_OUTPUT=TAP "$test" > "$said" 2>&1
	status=$?
	ok=$(grep -c '^ok ' "$said")
	not=$(grep -c '^not ok ' "$said")
	skip=$(grep -c '^ok .*# *SKIP' "$said")
	planned=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$said" | head -1)
	if [ $((ok + not)) -ne "${planned:-0}" ] || { [ $status -ne 0 ] && [ "$not" -eq 0 ]; } || [ "$ok" -eq 0 ]; then
		echo "  FAIL  $test: exit status $status after $((ok + not)) of ${planned:-no} tests"
		not=$((not + 1))
	fi
	if [ "$not" -gt 0 ]; then cat "$said"; else echo "  ok    ${test##*/}: $((ok - skip)) passed"; fi
	grep '^ok .*# *SKIP' "$said" | sed 's/^/  skip  /'
	passed=$((passed + ok - skip)) failed=$((failed + not)) skipped=$((skipped + skip))
done
echo "unit: $passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
