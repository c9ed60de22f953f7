#!/bin/sh
# arm64.sh PROGRAM - the program for arm64, run by qemu: it is protected, and says
# of every captured case what the other says.
#
# No run on a live system: qemu makes the system calls of its guest, so a filter
# that the program lays on itself would be laid on qemu, which ends by it.
set -u

program=$1
qemu=qemu-aarch64-static
passed=0 failed=0
status=0
"$(dirname "$0")/hardened.sh" "$program" "$qemu" || status=1

said=$(mktemp)
trap 'rm -f "$said"' EXIT
for case in "$(dirname "$0")"/cases/*/; do
	"$qemu" "$program" --root "${case}root" --verbose > "$said" 2>&1
	if [ $? = "$(cat "${case}exit")" ] && cmp -s "$said" "${case}expected.txt"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "  FAIL  $case"
		diff "$said" "${case}expected.txt" | head -n 10
	fi
done
echo "arm64: $passed passed, $failed failed"
[ $failed = 0 ] && [ $status = 0 ]
