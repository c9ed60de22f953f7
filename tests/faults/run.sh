#!/bin/bash
# run.sh BUILD - can the tests fail?  Plants the faults of the list `planted`,
# one after the other, in a copy of the sources, and wants the named test red.
#
# BUILD is the directory of a finished build (make check): its objects are
# copied, so that one fault costs one file.  Fails when a fault is not found
# (the test asserts nothing), when it does not apply (the list is out of date),
# or when it does not compile (that proves nothing).
set -euo pipefail
cd "$(dirname "$0")/../.."

build=${1:?usage: run.sh BUILD}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -a Makefile include probe tests "$copy"
mkdir "$copy/build"
cp -a "$build/probe" "$build/tests" "$build/escape-probe" "$copy/build/"

plant() {	# FILE SED
	cp -p "$copy/$1" "$copy/whole"
	sed -i "$2" "$copy/$1"
	! cmp -s "$copy/$1" "$copy/whole"
}

heal() {	# FILE
	cp "$copy/whole" "$copy/$1"
}

found=0 missed=0
while IFS='|' read -r layer file fault test; do
	case $layer in ''|'#'*) continue;; esac
	file=${file// /} test=${test// /} fault=${fault# } fault=${fault% }
	name="${layer% }: $fault"
	if ! plant "$file" "$fault"; then
		echo "  FAIL  $name: does not apply to $file"
		missed=$((missed + 1))
		continue
	fi
	# the program, too, where the test runs it: linking it costs more than all else
	goals=build/tests/unit/$test
	if grep -q 'getenv("PROBE")' "tests/unit/$test.c"; then goals+=' build/escape-probe'; fi
	if ! make -s -C "$copy" O=build $goals > "$copy/log" 2>&1; then
		echo "  FAIL  $name: does not compile"
		tail -3 "$copy/log"
		missed=$((missed + 1))
	elif (cd "$copy" && tests/unit/run.sh build/escape-probe "build/tests/unit/$test") > "$copy/log" 2>&1; then
		echo "  FAIL  $name: $test did not notice"
		missed=$((missed + 1))
	else
		echo "  ok    $name: $test is red"
		found=$((found + 1))
	fi
	heal "$file"
done < tests/faults/planted
echo "faults: $found passed, $missed failed"
[ $missed -eq 0 ] && [ $found -gt 0 ]
