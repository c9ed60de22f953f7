#!/bin/bash
# machine.sh DIRECTORY - boots the lab's disposable machine (tests/lab) with its
# engines lent out, in the foreground until it is killed.  Ports 2375 and 2376
# of the machine are $LAB_PORT (2375) and the one above it on 127.0.0.1.
#
# DIRECTORY holds what tests/lab/machine.sh made.  The disks are snapshots: whatever
# is done in the machine is gone with it.
set -euo pipefail
[ $# = 1 ] || { echo "usage: tests/exercises/machine.sh DIRECTORY" >&2; exit 64; }
here=$(dirname "$(realpath "$0")") dir=$(realpath "$1") port=${LAB_PORT:-2375}
. "$here/../lab/emulate.sh"
PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/job"
cp "$here/guest" "$work/job/job.sh"
tar -C "$work/job" -cf "$work/job.tar" .
truncate -s '%64K' "$work/job.tar"
emulate "$dir" 6.1 1 "$work/job.tar" net.ifnames=0
"${emulator[@]}" -monitor none \
	-nic "user,model=virtio-net-pci,restrict=on,hostfwd=tcp:127.0.0.1:$port-:2375,hostfwd=tcp:127.0.0.1:$((port + 1))-:2376" \
	-serial stdio < /dev/null &
qemu=$!
trap 'kill $qemu 2> /dev/null; wait $qemu 2> /dev/null || true; rm -rf "$work"' EXIT
trap 'exit 0' INT TERM HUP
wait $qemu
