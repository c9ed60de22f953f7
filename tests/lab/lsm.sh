#!/bin/bash
# lsm.sh PROGRAM DIRECTORY - runs the program below AppArmor in the disposable
# machine of machine.sh: under Docker's profile, a complaining one, none, one of
# our own, two stacked and one of a policy namespace.  What it says of the profile,
# and the harmless questions that prove it, must be what the profile means.
#
# A line for each trial; the last one counts.
set -uo pipefail
[ $# = 2 ] || { echo "usage: tests/lab/lsm.sh PROGRAM DIRECTORY" >&2; exit 64; }
here=$(dirname "$(realpath "$0")")
program=$(realpath "$1") dir=$(realpath -m "$2")
. "$here/emulate.sh"
PATH=$PATH:/usr/sbin:/sbin
"$here/machine.sh" "$dir" || exit 1
work=$(mktemp -d "$dir/lsm.XXXXXX")
pid=''
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null; rm -rf "$work"' EXIT

cp "$program" "$work/escape-probe"
cp "$here/lsm-guest" "$work/job.sh"
tar -C "$work" -cf "$work/job.tar" escape-probe job.sh
truncate -s '%64K' "$work/job.tar"
emulate "$dir" 6.1 2 "$work/job.tar" ''
for try in 1 2 3; do	# an emulator may crash
	: > "$work/serial"
	timeout 600 "${emulator[@]}" -nic none \
		-monitor none -serial "file:$work/console" -serial "file:$work/serial" < /dev/null > "$work/emulator" 2>&1 &
	pid=$!
	wait $pid
	pid=''
	! grep -q '^LAB done' "$work/serial" || break
	[ $try != 3 ] || { tail -5 "$work/console" "$work/emulator" >&2; exit 1; }
done

passed=0 failed=0
result() {	# NAME: the document
	sed -n "/^LAB begin $1\r*\$/,/^LAB end $1/p" "$work/serial" | grep -v '^LAB' | tr -d '\r' | base64 -d | gunzip
}

holds() {	# NAME JQ-CONDITION...
	local name=$1 condition bad=''
	shift
	result "$name" > "$work/json" 2> /dev/null
	for condition in "$@"; do
		jq -e "def fact(\$f): .facts | getpath(\$f / \".\") | .value; def asked(\$q): .questions[] | select(.name == \$q) | .answer; $condition" \
			"$work/json" > "$work/o" 2>&1 || bad="$bad      not so: $condition"$'\n'
	done
	if [ -z "$bad" ]; then
		passed=$((passed + 1))
		echo "ok    $name: $# answers; $(jq -r '.facts.lsm.apparmor | "\(.profile.value) (\(.mode.value))"' "$work/json")"
	else
		failed=$((failed + 1))
		echo "FAIL  $name"
		printf '%s' "$bad"
		jq -c '.facts.lsm, [.questions[] | select(.name | startswith("lsm"))]' "$work/json" 2> /dev/null || head -c 400 "$work/json"
	fi
}

label() {	# PROFILE MODE: words of jq
	printf 'fact("lsm.apparmor.profile") == "%s"\n' "$1"
	printf 'fact("lsm.apparmor.mode") == "%s"\n' "$2"
}
passes='asked("lsm-mount").errno == "EINVAL" and asked("lsm-socket").errno == null and asked("lsm-ptrace").errno == null and asked("lsm-sys-write").errno == null'

mapfile -t words < <(label docker-default enforce)
holds docker-default "${words[@]}" 'asked("lsm-mount").errno == "EACCES"' 'asked("lsm-proc-write").errno == "EACCES"' \
	'asked("lsm-sys-write").errno == "EACCES"' 'asked("lsm-socket").errno == null' 'asked("lsm-ptrace").errno == null'
mapfile -t words < <(label docker-default enforce)
holds docker-default-no-capability "${words[@]}" 'asked("lsm-mount").errno == "EACCES"'
mapfile -t words < <(label unconfined unconfined)
holds unconfined 'fact("lsm.apparmor.profile") == "unconfined"' "$passes"
mapfile -t words < <(label lab-complain complain)
holds complain "${words[@]}" "$passes"
mapfile -t words < <(label lab-custom enforce)
holds custom "${words[@]}" 'asked("lsm-mount").errno == "EINVAL"' 'asked("lsm-socket").errno == "EACCES"' \
	'asked("lsm-ptrace").errno == "EACCES"' 'asked("lsm-sys-write").errno == null'
mapfile -t words < <(label lab-allow//\&lab-custom enforce)
holds stacked "${words[@]}" 'asked("lsm-socket").errno == "EACCES"' 'asked("lsm-mount").errno == "EINVAL"'
holds namespace 'asked("lsm-socket").errno == "EACCES"' 'fact("lsm.apparmor.profile") | test("lab-custom|unconfined")'

echo "lsm: $passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
