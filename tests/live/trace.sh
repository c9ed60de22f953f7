#!/bin/bash
# trace.sh PROGRAM [NAME...] - the proof of "harmless": every system call that the
# program makes, in containers from tight to wide open (with every set of options
# of `scenarios` that an OCI bundle can have) and on this system itself, is on
# the list of trace.py, and what a run could have changed is as it was.
#
# Needs root, strace and runc.  A line for each trial; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/trace.sh PROGRAM" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers" >&2; exit 1; }
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:2}"
# What a probe that is not harmless has been seen to change, or could.  (The
# counters of processes and the like change by themselves, so they are left out.)
state() {
	uname -n
	cat /proc/sys/kernel/{core_pattern,domainname,printk,sysrq} /proc/modules /proc/swaps 2> /dev/null
	cut -d' ' -f4- /proc/self/mountinfo | grep -v '/tmp/probe\.\|/overlay2/\|/netns/\|/containers/' | sort
	ls -la /dev | awk '{ print $1, $3, $4, $NF }'
	find /dev -name '.escape-probe*'
	# Settings, without what counts or is drawn anew.
	find /proc/sys/{kernel,vm,fs} -type f -perm -400 ! -path '*/random/*' ! -path '*/keys/*' ! -path '*/binfmt_misc/*' ! -path '*/quota/*' \
		! -name ns_last_pid ! -name nr ! -name '*-nr' ! -name '*-state' ! -name 'perf_*' ! -name '*_count' -size -1 \
		-exec grep -H . {} + 2> /dev/null | sort
	# Of the files that are bound in: read, written, changed when?
	[ -z "${HOST-}" ] || find "$HOST" -xdev -type f -printf '%A@ %T@ %C@ %p\n' | sort
}

# How many processes run one of our copies of the program?
left_behind() {
	stat -c '^%d:%i$' "$PROGRAM" "$DIR"/*/escape-probe "$DIR"/*/rootfs/escape-probe 2> /dev/null |
		grep -cxf - <(stat -L -c %d:%i /proc/[0-9]*/exe 2> /dev/null)
}

judge() {	# NAME TRACE
	local said
	if ! said=$("$tests/live/trace.py" "$2" ${expect-} 2>&1); then
		failed=$((failed + 1))
		printf 'FAIL  %s\n%s\n' "$1" "$said"
	elif ! diff <(printf '%s\n' "$before") <(state) > "$DIR/changed"; then
		failed=$((failed + 1))
		printf 'FAIL  %s: changed:\n' "$1"
		cat "$DIR/changed"
	elif [ "$(left_behind)" != 0 ]; then
		failed=$((failed + 1))
		printf 'FAIL  %s: %s processes left behind\n' "$1" "$(left_behind)"
	else
		passed=$((passed + 1))
		printf 'ok    %s:%s\n' "$1" "${said#  }"
	fi
}

# strace goes to a container that is made and not yet started.
traced() {	# NAME OPTIONS-OF-THE-BUNDLE...
	local name=$1 id=trace-$$-$RANDOM bundle=$DIR/bundle
	shift
	wanted "$name" || return 0
	mkdir -p "$bundle"
	[ -e "$bundle/rootfs" ] || cp -r "$DIR/rootfs" "$bundle/rootfs"
	if ! sh "$tests/bundle.sh" "$bundle" "$@" ||
	   ! runc --root "$DIR/run/runc" create --bundle "$bundle" --pid-file "$DIR/pid" $id > "$DIR/out" 2>&1 < /dev/null; then
		skip "$name" "$(tail -1 "$DIR/out")"
		return
	fi
	: > "$DIR/strace"	# what the last one said is not for this one
	strace -f -s 256 -o "$DIR/trace" -p "$(cat "$DIR/pid")" 2> "$DIR/strace" &
	local tracer=$!
	wait_until 5 grep -q attached "$DIR/strace"
	runc --root "$DIR/run/runc" start $id
	wait $tracer
	runc --root "$DIR/run/runc" delete --force $id > /dev/null 2>&1
	judge "$name" "$DIR/trace"
}

engines_begin "$1"
trap engines_end EXIT
trap 'exit 130' INT TERM HUP
host_begin
nodes_begin
disk_begin
user_begin
docker_begin
DATA=$DIR/data
mkdir -p "$DATA"
for name in proxy/filter.sock nix/socket user/bus tmp/.X11-unix/X0 udev/control; do stub_socket $name; done
dead_socket "$DIR/dead.sock"
before=$(state)

if wanted on-this-system; then
strace -f -s 256 -o "$DIR/trace" "$DIR/rootfs/escape-probe" > /dev/null
judge on-this-system "$DIR/trace"
strace -f -s 256 -o "$DIR/trace" "$DIR/rootfs/escape-probe" --root / --format json > /dev/null
judge on-a-tree "$DIR/trace"
# What is handed in lies on mounts of another namespace: the terminal, too.
script -qec "unshare -m strace -f -s 256 -o $DIR/trace $DIR/rootfs/escape-probe" /dev/null > /dev/null
judge with-a-terminal "$DIR/trace"
grep -q 'TIOCSTI, NULL' "$DIR/trace" || { failed=$((failed + 1)); echo "FAIL  with-a-terminal: the terminal was not asked"; }
fi
strace -f -s 256 -o "$DIR/trace" "$DIR/rootfs/escape-probe" exec --warn-only -q -- true > /dev/null
judge preflight "$DIR/trace"
expect=few traced runc-default
expect=few traced runc-verbose --arg --verbose
expect=few traced runc-json --arg --format --arg json
traced runc-verbose-sys-admin --cap-add SYS_ADMIN --arg --verbose
traced runc-tight --cap-drop ALL --user 65534 --read-only --security-opt no-new-privileges
traced runc-no-seccomp --security-opt seccomp=unconfined
traced runc-sys-admin --cap-add SYS_ADMIN
traced runc-all-capabilities --cap-add ALL --security-opt seccomp=unconfined --security-opt systempaths=unconfined
traced runc-device-rule --device-cgroup-rule 'b 7:* rwm'
traced runc-user-namespace --userns 100000:65536 --cap-add ALL
traced runc-host-network --net host
traced runc-host-pid --pid host --cap-add SYS_PTRACE
traced runc-host-binds -v /proc:/hostproc -v /sys:/hostsys -v /run:/hostrun

# What differs from these in the table: docker's options, said to a bundle.
while IFS='|' read -r -u 9 name engine _ _ options; do
	read -r name <<< "$name"; read -r engine <<< "$engine"
	case $name:$engine in
	''|'#'*|set:*) continue;;
	*:docker|*:docker@host|*:runc) ;;
	*) continue;;
	esac
	case $options in *--preserve-fd*|*'-e '*|*--group-add*|*'$PODMAN_SOCKET'*) continue;; esac
	set -f
	eval "set -- ${options-}"
	set +f
	traced "$name" "$@"
done 9< "$(dirname "$0")/scenarios"

if [ -n "$DISK" ]; then
	expect=verify traced runc-verify --device "$DISK" --cap-add SYS_ADMIN --arg --verify
	expect=verify traced runc-verify-rule --device-cgroup-rule 'b 7:* rwm' --cap-add SYS_ADMIN --cap-drop MKNOD --arg --verify
fi

closing_line trace
