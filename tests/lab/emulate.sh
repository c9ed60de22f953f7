# emulate.sh - the command that starts the disposable machine of machine.sh.
# Sourced (by bash) by run, lsm.sh and tests/exercises/machine.sh.
#
# init waits for all of these disks and knows them by their order, so there is
# one list of them.  They are snapshots: nothing that is done to them lasts.

emulated_disk() {	# FILE ID [HOW]
	echo "-drive file=$1,format=raw,if=none,id=$2,${3-snapshot=on,cache=unsafe}"
}

# Fills the array `emulator`; the serial lines, the network and whatever else
# follows is the caller's.  What the kernel does for safety alone costs an emulator
# most: with page-table isolation every system call would empty its TLB.
#
# The clock of one processor counts instructions: no deadline in the machine passes
# because others have ours.  Two wait for one another, the more so the busier the
# computer is.
emulate() {	# DIRECTORY KERNEL CPUS JOB-ARCHIVE WORDS-OF-THE-KERNEL'S-COMMAND-LINE
	local id scsi='' clock=thread=multi
	[ "$3" != 1 ] || clock='thread=single -icount shift=2'
	for id in scsi lvm xfs btrfs; do
		scsi+=" $(emulated_disk "$1/$id.img" $id) -device scsi-hd,drive=$id"
	done
	# shellcheck disable=SC2046,SC2206
	emulator=(qemu-system-x86_64 -accel tcg,$clock -smp "$3" -m 1536 -display none -no-reboot
		-kernel "$1/vmlinuz-$2" -initrd "$1/initrd-$2"
		$(emulated_disk "$1/root.img" root) -device virtio-blk-pci,drive=root
		$(emulated_disk "$4" job readonly=on) -device virtio-blk-pci,drive=job
		$(emulated_disk "$1/empty.img" empty) -device virtio-blk-pci,drive=empty
		-device virtio-scsi-pci $scsi $(emulated_disk "$1/nvme.img" nvme) -device nvme,id=nvme,drive=nvme,serial=lab
		-append "console=ttyS0 panic=1 root=/dev/vda rw init=/lab-init quiet mitigations=off init_on_alloc=0 transparent_hugepage=never nowatchdog scsi_mod.scan=manual escape-probe.lab=disposable $5")
}

# The same for a kernel that is a program, Debian's user-mode-linux: what it is built
# with, the others are not.  It runs as nobody, and all it has of this computer are
# the two files; of the disks the root's alone.
emulate_user_mode() {	# DIRECTORY WRITABLE-DIRECTORY JOB-ARCHIVE WORDS-OF-THE-KERNEL'S-COMMAND-LINE
	# shellcheck disable=SC2206
	emulator=(setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs env HOME="$2" linux.uml mem=1024M
		ubd0="$2/changes,$1/root.img" ubd1r="$3" root=/dev/ubda rw quiet con=null con0=null,fd:2 ssl=null ssl1=null,fd:1
		escape-probe.lab=disposable $4 init=/bin/sh -- -c '"ln -s ubda /dev/vda; ln -s ubdb /dev/vdb; exec /lab-init"')
}
