#!/bin/sh
# reproducible.sh PROGRAM [MAKE-ARGUMENT...] - builds the program once more, in
# a directory elsewhere and with libraries of its own: every byte must be the same.
set -eu

program=$1
shift
dir=$(mktemp -d /tmp/elsewhere-and-a-longer-name.XXXXXX)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/tests"
cp -r Makefile include probe "$dir"
# What a make above us was told is not for this one.
unset MAKEFLAGS MFLAGS MAKELEVEL MUSL_LIBS
if ! make -C "$dir" -j"$(nproc)" O="$dir/a/b" "$@" all > "$dir/log" 2>&1; then
	tail -n 5 "$dir/log"
	echo "reproducible: 0 passed, 1 failed"
	exit 1
fi
if ! cmp "$program" "$dir/a/b/escape-probe"; then
	echo "reproducible: 0 passed, 1 failed"
	exit 1
fi
echo "reproducible: 1 passed, 0 failed"
