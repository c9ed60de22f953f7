#!/bin/sh
# check-layers.sh OBJECT... - the pure layers (parse, judge, render, facts, and
# the deciding half of preflight) may not reach the kernel: their objects must
# not name a call that does, nor its fortified (__open_2) or large-file (open64)
# twin.  And nobody waits by a clock that may jump.
set -eu
[ $# -gt 0 ] || { echo "check-layers: no objects: nothing was checked" >&2; exit 1; }

calls='open|openat|creat|fopen|fdopen|opendir|read|pread|readlink|readlinkat|write|pwrite|ioctl|syscall|prctl|stat|lstat|fstat|fstatat|statx|statfs|fstatfs|access|faccessat|getenv|secure_getenv|getpid|getuid|geteuid|fork|vfork|execve|socket|connect|mount|umount|umount2|time|clock_gettime|kill|mmap'
named=$(nm --undefined-only --print-file-name "$@" | grep -E " U _*($calls)(64)?(_2|_chk)?\$" || true)
if [ -n "$named" ]; then
	printf '%s\n' "$named" >&2
	echo "check-layers: a pure layer calls the kernel" >&2
	exit 1
fi
# The wall clock may jump: the only one to ask it is who wants to know the day.
jumps=$(grep -rlE 'CLOCK_(REALTIME|TAI)|gettimeofday|timespec_get|[^a-z_>.]time\((NULL|0|&)' --include='*.c' probe | grep -v '^probe/preflight/start.c$' || true)
if [ -n "$jumps" ]; then
	echo "check-layers: a clock that jumps is asked by $jumps" >&2
	exit 1
fi
echo "  OK    layers: $# objects of the pure layers call no kernel"
