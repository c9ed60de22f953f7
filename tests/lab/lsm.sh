#!/bin/bash
# lsm.sh PROGRAM DIRECTORY [apparmor|selinux] - runs the program below security
# modules in the disposable machine of machine.sh.  AppArmor: Docker's profile, a
# complaining one, none, one of our own, two stacked and one of a policy namespace.
# SELinux, by a policy of our own: a confined domain, one that is free, one that
# makes no sockets, and nothing enforced.  What it says of the policy, and the
# harmless questions that prove it, must be what the policy means.
#
# A line for each trial; the last one counts.
set -uo pipefail
[ $# = 2 ] || [ $# = 3 ] || { echo "usage: tests/lab/lsm.sh PROGRAM DIRECTORY [apparmor|selinux]" >&2; exit 64; }
only=${3-}
wanted() { [ -z "$only" ] || [ "$only" = "$1" ]; }
here=$(dirname "$(realpath "$0")")
program=$(realpath "$1") dir=$(realpath -m "$2")
. "$here/emulate.sh"
PATH=$PATH:/usr/sbin:/sbin
"$here/machine.sh" "$dir" || exit 1
work=$(mktemp -d "$dir/lsm.XXXXXX")
pid=''
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null; rm -rf "$work"' EXIT

cp "$program" "$work/escape-probe"
machine() {	# JOB WORDS-OF-THE-KERNEL FILE...: what the job said is in serial
	cp "$here/$1" "$work/job.sh"
	tar -C "$work" -cf "$work/job.tar" escape-probe job.sh "${@:3}"
	truncate -s '%64K' "$work/job.tar"
	emulate "$dir" 6.1 2 "$work/job.tar" "$2"
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
}

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
		echo "ok    $name: $# answers; $(jq -r '.facts.lsm | .selinux.context.value // "\(.apparmor.profile.value) (\(.apparmor.mode.value))"' "$work/json")"
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

if wanted apparmor; then
machine lsm-guest ''
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
fi

# With every capability; what is refused is refused by the policy.
context() { printf 'fact("lsm.selinux.context") == "%s" and fact("lsm.selinux.enforcing") == %s' "$1" "$2"; }
if wanted selinux; then
secilc -M true -c 33 -o "$work/policy" -f /dev/null "$here/lsm.cil" || exit 1
machine selinux-guest security=selinux policy
holds container "$(context system_u:system_r:container_t:s0:c0,c1 true)" 'asked("lsm-mount").errno == "EACCES"' \
	'asked("lsm-proc-write").errno == "EACCES"' 'asked("lsm-sys-write").errno == "EACCES"' 'asked("lsm-socket").errno == "EACCES"' \
	'asked("capable-sys-admin").errno == "EPERM"' 'asked("capable-sys-module").errno == "EPERM"' \
	'[.paths[] | select(.id == "sysadmin-core-pattern").ways[0].barriers[] | select(.kind == "lsm").state] | contains(["standing"])'
holds spc "$(context system_u:system_r:spc_t:s0 true)" "$passes" 'asked("capable-sys-admin").errno != "EPERM"'
holds selinux-custom "$(context system_u:system_r:lab_t:s0 true)" 'asked("lsm-socket").errno == "EACCES"' \
	'asked("lsm-mount").errno == "EINVAL"' 'asked("lsm-sys-write").errno == null' 'asked("capable-sys-admin").errno != "EPERM"'
holds permissive "$(context system_u:system_r:container_t:s0:c0,c1 false)" "$passes" 'asked("capable-sys-admin").errno != "EPERM"'
fi

echo "lsm: $passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
