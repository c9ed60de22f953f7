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
PATH=$PATH:/usr/sbin:/sbin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/job"
cp "$here/guest" "$work/job/job.sh"
tar -C "$work/job" -cf "$work/job.tar" .
truncate -s '%64K' "$work/job.tar"
disk() { echo "-drive file=$1,format=raw,if=none,id=$2,${3-snapshot=on}"; }
# The order of the disks is that of tests/lab/init: the root, the job, an empty one.
# shellcheck disable=SC2046
qemu-system-x86_64 -accel tcg,thread=multi -smp 2 -m 1536 -display none -no-reboot -monitor none \
	-kernel "$dir/vmlinuz" -initrd "$dir/initrd" \
	$(disk "$dir/root.img" root) -device virtio-blk-pci,drive=root \
	$(disk "$work/job.tar" job readonly=on) -device virtio-blk-pci,drive=job \
	$(disk "$dir/empty.img" empty) -device virtio-blk-pci,drive=empty \
	-device virtio-scsi-pci $(disk "$dir/scsi.img" scsi) -device scsi-hd,drive=scsi \
	$(disk "$dir/nvme.img" nvme) -device nvme,drive=nvme,serial=lab \
	-nic "user,model=virtio-net-pci,restrict=on,hostfwd=tcp:127.0.0.1:$port-:2375,hostfwd=tcp:127.0.0.1:$((port + 1))-:2376" \
	-append "console=ttyS0 panic=1 root=/dev/vda rw init=/lab-init quiet mitigations=off escape-probe.lab=disposable net.ifnames=0" \
	-serial stdio < /dev/null &
qemu=$!
trap 'kill $qemu 2> /dev/null; wait $qemu 2> /dev/null || true; rm -rf "$work"' EXIT
trap 'exit 0' INT TERM HUP
wait $qemu
