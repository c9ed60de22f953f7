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
given=()
export -f bwrap_run bwrap_user_run chroot_run as_user split
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

# Does a look at the state see this change?  It is made in namespaces of its own.
in_namespaces() { unshare --mount --uts --ipc --propagation private bash -c "$1; state" 2>&1; }
noticed() {	# WHAT PATTERN SHELL-COMMAND
	local unchanged
	unchanged=$(in_namespaces :)
	if grep -q "^[<>].*$2" <(diff <(printf '%s\n' "$unchanged") <(in_namespaces "$3")); then
		passed=$((passed + 1))
		printf 'ok    %s would be noticed\n' "$1"
	else
		failed=$((failed + 1))
		printf 'FAIL  %s is not noticed\n' "$1"
	fi
}

# Is this call, put into the last trace by a process of the program's, refused?
refused() {	# CALL-AS-STRACE-WRITES-IT
	local pid
	pid=$(awk '/execve\(.*escape-probe/ { print $1; exit }' "$DIR/trace")
	{ cat "$DIR/trace"; echo "$pid $1"; } > "$DIR/forged"
	if "$tests/live/trace.py" "$DIR/forged" > "$DIR/said"; then
		failed=$((failed + 1))
		printf 'FAIL  allowed: %s\n' "$1"
	else
		passed=$((passed + 1))
		printf 'ok    refused: %s\n' "$1"
	fi
}

# The sockets of the list have seen these connections, and no others.
accepted() {	# NAME ADDRESS-AND-WHAT-CAME...
	local name=$1
	shift
	sleep 0.3		# what came is written down at the end of a connection
	verdict "$name" "$(diff <(sort -u "$DIR/accept.log") <(printf '%s\n' ready "$@" | sort) | sed 's/^/      /')"
	echo ready > "$DIR/accept.log"
}

# How many processes run one of our copies of the program?
left_behind() {
	stat -c '^%d:%i$' "$PROGRAM" "$DIR"/*/escape-probe "$DIR"/*/rootfs/escape-probe 2> /dev/null |
		grep -cxf - <(stat -L -c %d:%i /proc/[0-9]*/exe 2> /dev/null)
}

judge() {	# NAME TRACE
	local said
	if ! said=$("$tests/live/trace.py" "$2" ${expect-} "${given[@]}" 2>&1); then
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
	local name=$1 id=trace-$$-$RANDOM bundle=$DIR/bundle word
	shift
	wanted "$name" || return 0
	given=()
	for word in "$@"; do	# -v SOCKET:PLACE
		if [[ $word == /*:/* ]] && [ -S "${word%%:*}" ]; then word=${word#*:}; given+=("${word%%:*}"); fi
	done
	mkdir -p "$bundle"
	if ! [ -e "$bundle/rootfs" ]; then
		cp -r "$DIR/rootfs" "$bundle/rootfs"
		# With a user namespace it is not the host's root who makes the mount points.
		mkdir "$bundle/rootfs/run"
		chmod 777 "$bundle/rootfs" "$bundle/rootfs/run"
	fi
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

# Where no container is made before it is started, strace watches the making, too.
beside() {	# NAME ENGINE OPTIONS...
	local name=$1 engine=$2
	needs "$engine" "$name" || return 0
	given=()
	strace -f -s 256 -o "$DIR/trace" bash -c '"$@"' - "${engine}_run" "${@:3}" -- > "$DIR/out" 2>&1 < /dev/null
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
for name in proxy/filter.sock proxy/forbid.sock nix/socket user/bus tmp/.X11-unix/X0 udev/control; do stub_socket $name; done
dead_socket "$DIR/dead.sock"
before=$(state)
export DIR user USER_GROUP

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
	*:docker|*:docker@host|*:runc) engine='';;
	*:bwrap|*:bwrap_user|*:chroot@host) engine=${engine%@host};;
	*) continue;;
	esac
	case $options in *--preserve-fd*|*'-e '*|*--group-add*|*'$PODMAN_SOCKET'*) continue;; esac
	set -f
	# a volume of docker's is a directory to a bundle
	eval "set -- ${options//\$image:/\$DATA:}"
	set +f
	if [ -n "$engine" ]; then beside "$name" "$engine" "$@"; else traced "$name" "$@"; fi
done 9< "$(dirname "$0")/scenarios"

# ---- who was connected to, and what was said: candidates alone, and no more than
# ---- the question for the version, to an engine or to what was bound in by itself
at=$DIR/accept ping=$'\tb\'GET /_ping HTTP/1.0\\r\\nHost: d\\r\\n\\r\\n\'' connected=$'\tconnected'
listen_and_log() {	# ADDRESS...
	start accept "$tests/live/accept-log.py" "$DIR/accept.log" "$@"
	wait_until 5 grep -q ready "$DIR/accept.log"
}
if wanted accept-log; then
	mkdir -p "$at"/{engine,app,udev}
	listen_and_log stream:"$at/engine/docker.sock" stream:"$at/engine/containerd.sock" stream:"$at/engine/innocent" datagram:"$at/engine/log" \
		seqpacket:"$at/udev/control" stream:"$at/app/app.sock" seqpacket:"$at/app/queue.sock" datagram:"$at/app/notify"
	for words in '' '--arg --verbose' '--cap-drop ALL' '--user 1000:1000'; do
		traced accept-log $words -v "$at/engine/docker.sock:/var/run/docker.sock" -v "$at/engine/containerd.sock:/run/containerd/containerd.sock" \
			-v "$at/engine/innocent:/tmp/innocent" -v "$at/engine/log:/dev/log" -v "$at/udev:/run/udev" -v "$at/app:/run/app" -v "$at/app:/data"
		accepted "accept-log $words" "stream:$at/engine/docker.sock$ping" "stream:$at/engine/containerd.sock$connected" \
			"stream:$at/engine/innocent$ping" "seqpacket:$at/udev/control$connected"
	done
fi
if wanted accept-log-host-network && [ -z "$(docker_tcp_missing)" ]; then
	listen_and_log stream:@/containerd-shim/probe/$$.sock@ stream:@/tmp/probe-app-$$ stream:127.0.0.1:2375 stream:127.0.0.1:2376
	traced accept-log-host-network --net host
	accepted accept-log-host-network "stream:@/containerd-shim/probe/$$.sock@$connected" "stream:127.0.0.1:2375$ping"
fi

# ---- could all this fail?
if wanted noticed; then
	export -f state
	export HOST DIR
	noticed "another host name"   another        'hostname another'
	noticed "another domain name" another        'echo another > /proc/sys/kernel/domainname'
	noticed "another sysctl"      msgmax:4321    'echo 4321 > /proc/sys/kernel/msgmax'
	noticed "a mount"             /mnt           'mount -t tmpfs none /mnt'
	noticed "a mount that went"   /sys           'umount -l /sys'
	[ ! -e /proc/modules ] || noticed "a module"            'another 1 0'  'echo "another 1 0 - Live 0x0" > $DIR/modules; mount --bind $DIR/modules /proc/modules'
	noticed "a swap file"         another        'echo "/another file 1 0 -2" > $DIR/swaps; mount --bind $DIR/swaps /proc/swaps'
	noticed "a node left behind"  .escape-probe- 'mount -t tmpfs none /dev; mknod /dev/.escape-probe-1 c 1 3'
	noticed "a file read"         /etc/shadow    'cat $HOST/etc/shadow > $DIR/read'
	noticed "a file's mode"       /etc/hostname  'chmod 600 $HOST/etc/hostname'
	"$DIR/rootfs/escape-probe" --format json | sleep 1 &
	wait_until 1 test "$(left_behind)" != 0
	verdict "a process left behind would be noticed" "$([ "$(left_behind)" != 0 ] || echo it is not)"
	wait $!
	before=$(state)		# two files of ours have been changed
	traced to-be-forged --net host
	for call in 'mount("none", "/mnt", "tmpfs", 0, NULL) = 0' 'openat(AT_FDCWD, "/etc/passwd", O_WRONLY) = 3' \
		'openat(AT_FDCWD, "/tmp/x", O_RDONLY|O_CREAT, 0600) = 3' 'openat(AT_FDCWD, "/proc/version", O_WRONLY|O_TRUNC) = 3' \
		'kill(1, SIGTERM) = 0' 'kill(1, SIGKILL) = 0' 'kill(-1, SIGKILL) = 0' 'tgkill(1, 1, SIGKILL) = 0' \
		'connect(3, {sa_family=AF_UNIX, sun_path="/run/app/app.sock"}, 110) = 0' \
		'connect(3, {sa_family=AF_INET, sin_port=htons(2375), sin_addr=inet_addr("192.0.2.1")}, 16) = 0' \
		'connect(3, {sa_family=AF_INET, sin_port=htons(22), sin_addr=inet_addr("127.0.0.1")}, 16) = 0' \
		'sendto(3, "POST /containers/create HTTP/1.0\r\n", 34, MSG_NOSIGNAL, NULL, 0) = 34' 'write(3, "1", 1) = 1' \
		'setuid(0) = 0' 'setresgid(0, 0, 0) = 0' 'capset({version=_LINUX_CAPABILITY_VERSION_3, pid=0}, {}) = 0' \
		'sethostname("x", 1) = 0' 'init_module("", 0, "") = 0' 'unlinkat(AT_FDCWD, "/etc/passwd", 0) = 0' 'mkdir("/x", 0700) = 0' \
		'utimensat(AT_FDCWD, "/etc/passwd", NULL, 0) = 0' 'clock_settime(CLOCK_REALTIME, {tv_sec=0, tv_nsec=0}) = 0' \
		'settimeofday({tv_sec=0, tv_usec=0}, NULL) = 0' 'prctl(PR_SET_NAME, "x") = 0' 'unshare(CLONE_NEWNS) = 0' 'setns(3, 0) = 0' \
		'ioctl(0, TIOCSTI, "x") = 0' 'ioctl(3, BLKDISCARD, [0, 512]) = 0' 'mmap(NULL, 4096, PROT_WRITE, MAP_SHARED, 3, 0) = 0x7f0000000000'; do
		refused "$call"
	done
fi

if [ -n "$DISK" ]; then
	expect=verify traced runc-verify --device "$DISK" --cap-add SYS_ADMIN --arg --verify
	expect=verify traced runc-verify-rule --device-cgroup-rule 'b 7:* rwm' --cap-add SYS_ADMIN --cap-drop MKNOD --arg --verify
fi

closing_line trace
