#!/bin/sh
# hardened.sh PROGRAM [EMULATOR] - the static program is small, and protected in the ways
# that it says: looked at in the file, and in what it does when it starts.
set -u
LC_ALL=C
export LC_ALL

program=$1 emulator=${2:-}
most=393216
passed=0 failed=0

check() {	# WHAT COMMAND...
	what=$1
	shift
	if "$@" > /dev/null 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "  FAIL  $what"; fi
}
never() { ! "$@"; }
header() { readelf -hW "$program" | grep -q "$1"; }
segment() { readelf -lW "$program" | grep -qE "$1"; }
dynamic() { readelf -dW "$program" | grep -qE "$1"; }
code() {	# PATTERN COUNT: at least so many instructions
	[ "$("${prefix}objdump" -d "$program" | grep -cE "$1")" -ge "$2" ]
}

machine=$(readelf -hW "$program" | sed -n 's/^ *Machine: *//p') prefix=''
case $machine in *AArch64*) [ -z "$emulator" ] || prefix=aarch64-linux-gnu-;; esac

# What it asks for when it starts, as strace or qemu prints it.
starts_with() {
	if [ -n "$emulator" ]; then "$emulator" -strace "$program" --version; else strace -qq -e trace=mprotect "$program" --version; fi 2>&1 |
		grep -qE "$1"
}

check "it runs at any address" header 'Type: *DYN'
check "it needs no interpreter" never segment '^  INTERP'
check "it needs no library" never dynamic '\(NEEDED\)'
check "no segment can be written and executed" never segment ' (RWE|WE) '
check "the stack cannot be executed" segment 'GNU_STACK .* RW  '
check "nothing in the code is relocated" never dynamic 'TEXTREL'
check "all pointers are right at the start" dynamic 'NOW'
check "what becomes read-only is marked" segment '^  GNU_RELRO'
check "tables become read-only" starts_with 'mprotect\(.*PROT_READ\) *= *0'

check "at most $most bytes" [ "$(stat -c %s "$program")" -le $most ]
check "tables of pointers are packed" dynamic '\(RELR\)'

case $machine in
*X86-64*)
	check "functions guard their stack" code '%fs:0x28' 100
	check "jumps land where they may" code 'endbr64' 100;;
*AArch64*)
	check "returns are signed" code 'paciasp' 100;;
esac
echo "hardened: $passed passed, $failed failed"
[ $failed = 0 ]
