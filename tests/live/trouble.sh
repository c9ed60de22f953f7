#!/bin/bash
# trouble.sh PROGRAM [NAME...] - runs the program where things are missing,
# broken, hostile or slow.  Whatever happens, the report is complete, the exit
# status is an allowed one, nothing hangs, and no outside text reaches the
# terminal unescaped.
#
# Needs root.  A line for each trial; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/trouble.sh PROGRAM [NAME...]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers of every kind" >&2; exit 1; }
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:2}"
# The program gives itself 2 s; an engine wants a little too.
patience=3

complain() { complaints+="      $*"$'\n'; }

allowed() {	# EXIT LIST
	case " $2 " in *" $1 "*) return 0;; esac
	return 1
}

seconds_since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.2f", to - from }'; }

# Runs a command with ARGUMENTS of the program appended, text and JSON, and
# looks at everything that must hold in any trouble.
trial() {	# NAME EXITS COMMAND...
	local name=$1 exits=$2 complaints='' format from took status
	shift 2
	wanted "$name" || return 0
	for format in text json; do
		from=$EPOCHREALTIME
		timeout --kill-after=1 $((patience + 7)) bash -c '"$@"' - "$@" --format $format > "$DIR/$format" 2> "$DIR/words" < /dev/null
		status=$?
		took=$(seconds_since "$from")
		allowed $status "$exits" || complain "exit status $status as $format, not one of: $exits"
		awk -v took="$took" -v most=$patience 'BEGIN { exit !(took > most) }' && complain "took $took s as $format"
		[ -s "$DIR/words" ] && complain "said: $(head -1 "$DIR/words")"
	done
	[ -s "$DIR/text" ] || complain "no report as text"
	# No escape sequence, no carriage return, no C1 control, nothing that turns the writing round.
	LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]\|\xc2[\x80-\x9f]\|\xe2\x80[\xaa-\xae]\|\xe2\x81[\xa6-\xa9]' "$DIR/text" && complain "a control character in the text"
	grep -q '^ *forged' "$DIR/text" && complain "a forged line in the text"
	jq -e '.verdict and .schema_version and .exit_status != null and (.paths | length > 40)' "$DIR/json" > /dev/null 2>&1 ||
		complain "the JSON document is not complete"
	[ "$(jq .exit_status "$DIR/json" 2> /dev/null)" = $status ] || complain "the JSON document says another exit status"
	verdict "$name" "$complaints"
}

# One line on stderr that holds WORD, nothing on stdout, this exit status.
refusal() {	# NAME EXIT WORD ARGUMENTS...
	local name=$1 exit=$2 word=$3 complaints='' status
	shift 3
	wanted "$name" || return 0
	timeout 5 "$PROGRAM" "$@" > "$DIR/text" 2> "$DIR/words" < /dev/null
	status=$?
	[ $status = "$exit" ] || complain "exit status $status, not $exit"
	[ "$(wc -l < "$DIR/words")" = 1 ] || complain "not one line on stderr"
	grep -qF -- "$word" "$DIR/words" || complain "does not name $word"
	[ -s "$DIR/text" ] && complain "something on stdout"
	verdict "$name" "$complaints"
}

unwritable() {	# NAME SHELL-COMMAND: the program as $PROGRAM; 74 and a line
	local complaints='' status
	wanted "$1" || return 0
	PROGRAM=$PROGRAM timeout 5 bash -c "$2" 2> "$DIR/words" < /dev/null
	status=$?
	[ $status = 74 ] || complain "exit status $status, not 74"
	[ "$(wc -l < "$DIR/words")" = 1 ] || complain "not one line on stderr"
	verdict "$1" "$complaints"
}

# Like trial, in a container.
contained() {	# NAME EXITS ENGINE OPTIONS...
	local name=$1 exits=$2 engine=$3
	shift 3
	needs "$engine" "$name" || return 0
	trial "$name" "$exits" "${engine}_run" "$@" --
}

filter() {	# DEFAULT ACTION CALL...: a seccomp profile; prints its file
	local default=$1 action=$2
	shift 2
	printf '%s\n' "$@" | jq -R . | jq -s --arg default "SCMP_ACT_$default" --arg action "SCMP_ACT_$action" \
		'{defaultAction: $default, syscalls: [{names: ., action: $action}]}' > "$DIR/filter-$1.json"
	echo "$DIR/filter-$1.json"
}

engines_begin "$1"
user_begin
docker_begin
# trial starts a shell of its own, so that timeout(1) has something to end.
export DIR PROGRAM tests image user USER_ID USER_GROUP
export -f docker_run network split bundle_run runc_run bwrap_run bwrap_user_run as_user

# ---- the command line and the output
refusal unknown-option         64 --no-such-option --no-such-option
refusal unknown-short-option   64 -Z -Z
refusal unknown-command        64 no-such-command no-such-command
refusal format-without-word    64 --format --format
refusal format-unknown         64 no-such-format --format no-such-format
refusal root-without-directory 64 --root --root
refusal explain-unknown        64 no-such-path explain no-such-path
unwritable full-stdout         '"$PROGRAM" > /dev/full'
unwritable full-stdout-json    '"$PROGRAM" --format json > /dev/full'
unwritable closed-stdout       '"$PROGRAM" >&-'

# ---- less of everything
trial four-descriptors    "1 2 3" bash -c 'ulimit -n 4; exec "$@"' - "$PROGRAM"
trial closed-stdin        "1 2 3" bash -c 'exec <&-; exec "$@"' - "$PROGRAM"
for kib in 65536 8192 4096; do
	trial memory-$kib-kib "1 2 3" prlimit --as=$((kib * 1024)) "$PROGRAM"
done
contained one-process     "1 2"   docker --pids-limit 1
contained one-of-the-user "1 2"   docker --ulimit nproc=1:1 --user 65533
# The least that docker takes; most of it is the engine's own first process.
contained six-megabytes   "0"     docker --memory 6m --memory-swap 6m
contained nobody          "0"     docker --user 65534:65534 --read-only
contained nothing-at-all  "0"     docker --user 65534:65534 --cap-drop ALL --read-only --security-opt no-new-privileges
contained no-proc         "2"     bwrap_user --tmpfs /proc --remount-ro /proc
contained no-proc-root    "1 2"   bwrap --tmpfs /proc
contained no-dev          "1 2"   bwrap --tmpfs /dev
contained root-is-null    "0 2"   docker -v /dev/null:/etc/hosts

# Without /proc altogether; the wrapper for bubblewrap always mounts one.
if needs bwrap_user proc-missing; then
	trial proc-missing "2" as_user bwrap --unshare-all --bind "$DIR/rootfs" / /escape-probe
fi

# ---- filters that kill: 0 only where the capabilities alone prove it
for call in mount bpf openat2 fanotify_init open_by_handle_at process_vm_readv unshare \
            statfs statx ioctl socket connect readlinkat seccomp name_to_handle_at iopl; do
	needs docker killed-by-$call || continue
	contained killed-by-$call       "0 2" docker --security-opt seccomp="$(filter ALLOW KILL_PROCESS $call)"
	contained killed-by-$call-admin "1 2" docker --security-opt seccomp="$(filter ALLOW KILL_PROCESS $call)" --cap-add SYS_ADMIN
done
# runc itself uses faccessat2(2) under the filter; bubblewrap does not.  The
# filter: load the number; 439 kills the process, all else is allowed.
if needs bwrap killed-by-faccessat2; then
	python3 -c 'import struct, sys
for row in (0x20, 0, 0, 0), (0x15, 0, 1, 439), (0x06, 0, 0, 0x80000000), (0x06, 0, 0, 0x7fff0000):
	sys.stdout.buffer.write(struct.pack("=HBBI", *row))' > "$DIR/filter"
	trial killed-by-faccessat2 "1 2" bash -c 'bwrap_run --seccomp 9 -- "$@" 9< "$DIR/filter"' -
fi
if needs docker little-allowed; then
	little=(read write openat open close fstat newfstatat lseek mmap munmap mprotect brk exit exit_group execve arch_prctl
		set_tid_address set_robust_list rseq prlimit64 getrandom rt_sigaction rt_sigprocmask rt_sigreturn readlink
		uname getpid futex capget capset prctl fchdir chdir getdents64 statfs fstatfs setgid setuid setgroups
		getcwd faccessat faccessat2 fcntl epoll_ctl epoll_pwait epoll_create1 pipe2 eventfd2 madvise sigaltstack
		dup3 clone wait4 getppid tgkill gettid nanosleep clock_gettime getuid geteuid)
	contained little-allowed "0 2" docker --security-opt seccomp="$(filter ERRNO ALLOW "${little[@]}")"
fi

# ---- what never answers
if needs docker silent-socket; then
	silent_socket "$DIR/silent.sock"
	contained silent-socket "1 2" docker -v "$DIR/silent.sock:/var/run/docker.sock"
fi
mkdir -p "$DIR/dev"
mkfifo "$DIR/dev/fifo" "$DIR/docker.sock"
contained fifo-in-dev       "0" docker -v "$DIR/dev:/dev/extra"
contained fifo-for-a-socket "0" docker -v "$DIR/docker.sock:/var/run/docker.sock"
if [ -c /dev/fuse ]; then
	trial dead-file-system "1 2 3" python3 "$tests/live/dead-file-system.py" "$DIR/rootfs" /escape-probe
fi

# ---- what answers too much, or too slowly
chatty() {	# NAME: a socket whose answer has no end: by the megabyte, or byte by byte
	start "chatty-$1" python3 -c '
import socket, sys, threading, time
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen(64)
def answer(peer):
    try:
        peer.sendall(b"HTTP/1.1 200 OK\r\n")
        for _ in range(1024):
            if sys.argv[2] == "gigabyte":
                peer.sendall(b"Server: " + b"x" * (1 << 20))
            else:
                peer.sendall(b"x")
                time.sleep(0.02)
    except OSError:
        pass
while True:
    threading.Thread(target=answer, args=listener.accept()[:1], daemon=True).start()' "$DIR/$1.sock" "$1"
	wait_until 5 test -S "$DIR/$1.sock"
}
for kind in gigabyte dribble; do
	needs docker socket-answers-a-$kind || continue
	chatty $kind
	contained socket-answers-a-$kind "1 2" docker -v "$DIR/$kind.sock:/var/run/docker.sock"
done

# ---- too much of everything: files, sockets, loops, FIFOs and devices of all names
if wanted crowd || wanted crowd-sys-admin || wanted crowd-in-dev; then
	python3 -c '
import os, socket, stat, sys
os.makedirs(sys.argv[1])
os.chdir(sys.argv[1])
names = [b"\x1b[2J%d", b"%d\nforged verdict", b"\xff\xfe%d", b"%d\r\xe2\x80\xae", b"\xc2\x9b%d", b"plain%d"]
for i in range(5000):
    name = names[i % 6] % i
    kind = i // 6 % 50
    if kind == 0:
        socket.socket(socket.AF_UNIX).bind(name)
    elif kind == 1:
        os.mkfifo(name)
    elif kind == 2:
        os.symlink(name, name)
    elif kind == 3:
        os.mknod(name, stat.S_IFCHR | 0o600, os.makedev(10, 130))
    elif kind == 4:
        os.mkdir(name)
        os.symlink("..", name + b"/up")
    else:
        open(name, "x").close()' "$DIR/crowd"
fi
contained crowd           "0 2" docker -v "$DIR/crowd:/run/crowd"
contained crowd-in-dev    "0 2" docker -v "$DIR/crowd:/dev/crowd" --cap-drop ALL
contained crowd-sys-admin "1 2" docker -v "$DIR/crowd:/run/crowd" -v "$DIR/crowd:/dev/crowd" --cap-add SYS_ADMIN

# ---- a container of many mounts: as a captured tree, and (fewer) for real
if wanted many-mounts-captured || wanted many-mounts-lied; then
	cp -r "$tests/cases/docker-sys-admin/root" "$DIR/captured"
	seq 100000 | sed 's|.*|1&000 1 0:99 / /many/&\\033[2J\\012forged rw - tmpfs tmpfs rw|' >> "$DIR/captured/proc/self/mountinfo"
	# Its document is of 87 MB.
	patience=20 trial many-mounts-captured "1 2" "$PROGRAM" --root "$DIR/captured"
fi
# The same said to the living: by a proc that is none.
patience=20 contained many-mounts-lied "1 2" bwrap --bind "$DIR/captured/proc" /proc
patience=20 trial many-mounts "1 2 3" unshare --mount --propagation private python3 -c '
import ctypes, os, sys
mount = ctypes.CDLL(None).mount
here = sys.argv[1].encode()
os.mkdir(here) if not os.path.isdir(here) else None
mount(b"many", here, b"tmpfs", 0, None)
os.chdir(here)
for i in range(5000):
    name = b"%d\n\x1b[2J" % i
    os.mkdir(name)
    assert mount(here, name, None, 0x1000, None) == 0
os.execv(sys.argv[2], sys.argv[2:])' "$DIR/many" "$PROGRAM"

# ---- watched by another, and lied to.  (Unlike what an engine makes, these are
# ---- wide open: whatever they seem to be, they are not contained.)
alone=(unshare --mount --uts --ipc --pid --fork --mount-proc --propagation private)
if [ -z "$(missing_command strace)" ]; then
	trial traced "1 2 3" "${alone[@]}" strace -f -o /dev/null "$PROGRAM"
fi
contained sys-is-a-tmpfs "1 2" bwrap --tmpfs /sys
contained false-proc     "1 2" bwrap --bind "$tests/cases/docker-hardened/root/proc" /proc
# By a daemon of FUSE, too: it says the same, and later nothing any more.
lies=$DIR/lies
mkdir -p "$lies"
if wanted fuse-proc || wanted fuse-sys || wanted fuse-dev || wanted fuse-silent; then
	if ! [ -e /dev/fuse ] || [ -n "$(missing_command fuse-overlayfs)" ]; then
		skip fuse-proc "no fuse-overlayfs, or no /dev/fuse"
	else
		start fuse fuse-overlayfs -f -o "lowerdir=$tests/cases/docker-hardened/root/proc:$tests/cases/docker-hardened/root/sys" "$lies"
		export lies daemon=${started[-1]}
		if wait_until 5 mountpoint -q "$lies"; then
			contained fuse-proc "1 2" bwrap --bind "$lies" /proc
			contained fuse-sys "1 2" bwrap --bind "$lies" /sys
			contained fuse-dev "1 2" bwrap --bind "$lies" /dev
			trial fuse-silent "2" unshare --mount --propagation private bash -c 'kill -CONT $daemon; for place in proc sys dev; do
				mount --bind "$lies" /$place || exit; done; kill -STOP $daemon; exec "$@"' - "$PROGRAM"
		else
			skip fuse-proc "$(tail -1 "$DIR/log/fuse")"
		fi
		kill -CONT "$daemon" && umount -l "$lies"
	fi
fi
trial false-status "1 2 3" "${alone[@]}" bash -c 'mount --bind "$tests/cases/docker-hardened/root/proc/self/status" /proc/$$/status
	mount --bind "$tests/cases/docker-hardened/root/proc/self/mountinfo" /proc/$$/mountinfo; exec "$@"' - "$PROGRAM"

# ---- names that want to be more than names
mkdir -p "$DIR/plain" "$DIR/"$'hostile\e[2J\nforged verdict'
contained hostile-mount-point "0" runc -v "$DIR/plain:"'/a\u001b[2J\u001b]0;x\u0007\nforged verdict\r\u009b1m\u202e'
contained hostile-source      "0" runc -v "$DIR/"'hostile\u001b[2J\nforged verdict:/data'
if needs docker hostile-label; then
	truncate -s 4M "$DIR/disk.img"
	mke2fs -q -t ext4 -L $'\e[2J\nforged\r' "$DIR/disk.img"
	loop=$(losetup --find --show "$DIR/disk.img") || loop=''
	[ -z "$loop" ] || contained hostile-label "0" docker --device "$loop"
fi

# ---- what the container knows and the report must not: environment, files, tokens, passwords of addresses
if needs docker secrets; then
	secret=planted$RANDOM$RANDOM complaints=''
	mkdir -p "$DIR/secret/etc" "$DIR/secret/token"
	echo "root:x:0:0::/root:/bin/sh" > "$DIR/secret/etc/passwd"
	echo "root:\$6\$$secret:19000:0:99999:7:::" > "$DIR/secret/etc/shadow"
	echo "$secret" > "$DIR/secret/token/token"
	for format in text "text --verbose" json sarif junit prometheus; do
		docker_run -e "PASSWORD=$secret" -e "DOCKER_HOST=tcp://me:$secret@192.0.2.1:2375" -e "SSH_AUTH_SOCK=/run/$secret" \
			-v "$DIR/secret/etc:/hostetc" -v "$DIR/secret/token:/var/run/secrets/kubernetes.io/serviceaccount" \
			-- --format $format > "$DIR/said" 2>&1 < /dev/null
		grep -q DOCKER_HOST "$DIR/said" || [ "$format" = prometheus ] || complain "$format: no word of what was planted"
		[ -s "$DIR/said" ] || complain "$format: nothing was said"
		grep -q "$secret" "$DIR/said" && complain "$format tells a secret: $(grep -m 1 "$secret" "$DIR/said")"
	done
	verdict secrets "$complaints"
fi

closing_line trouble
