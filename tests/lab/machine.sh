#!/bin/bash
# machine.sh DIRECTORY - builds the disposable machine of the lab below DIRECTORY
# from Debian packages: a kernel, an initial ramdisk and the images of its disks.
#
# Kept from run to run; built anew when this script or init has changed.  The
# machine has no network and is only ever started with the images as snapshots.
#
#   root.img  /dev/vda      ext4, the host's root; /LAB-MARKER in it
#   scsi.img  /dev/sda      ext4 with a marker, mounted by the host
#   nvme.img  /dev/nvme0n1  ext4 with a marker, mounted by the host
#   empty.img /dev/vdc      nothing, and nobody's
#
# markers holds, for each of them, where the marker's text lies on the disk.
set -euo pipefail
[ $# = 1 ] || { echo "usage: tests/lab/machine.sh DIRECTORY" >&2; exit 64; }
here=$(dirname "$(realpath "$0")")
PATH=$PATH:/usr/sbin:/sbin
packages='linux-image-amd64 initramfs-tools docker.io runc crun podman containernetworking-plugins conmon
	apparmor bubblewrap iproute2 kmod procps jq util-linux uidmap'
# Every disk and the program that reads it has its own text, so that no mix-up passes.
MARKER='escape-probe lab marker:'

mkdir -p "$1"
cd "$1"
stamp=$(cat "$here/machine.sh" "$here/init" | sha256sum)
[ "$(cat stamp 2> /dev/null)" != "$stamp" ] || exit 0
for tool in debootstrap qemu-system-x86_64 mke2fs debugfs; do
	command -v $tool > /dev/null || { echo "tests/lab: no $tool" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "tests/lab: must be root, to lay out a machine's root" >&2; exit 1; }
rm -f stamp

# The tree is what takes long: only other packages make it anew.
tree=$(echo "$packages" | sha256sum)
if [ "$(cat tree.stamp 2> /dev/null)" != "$tree" ]; then
	echo "  LAB   machine (from Debian packages; some minutes, once)"
	rm -rf tree tree.stamp
	for try in 1 2 3; do	# a mirror may stumble
		debootstrap --variant=minbase bookworm tree > build.log 2>&1 && break
		[ $try != 3 ] || { tail -5 build.log >&2; exit 1; }
		rm -rf tree
	done
	cp /etc/resolv.conf /etc/hosts tree/etc/
	cp -r /etc/apt/sources.list* /etc/apt/apt.conf.d tree/etc/apt/
	cp -r /usr/share/keyrings tree/usr/share/
	printf '#!/bin/sh\nexit 101\n' > tree/usr/sbin/policy-rc.d	# start no service
	chmod +x tree/usr/sbin/policy-rc.d
	mount -t proc proc tree/proc
	trap 'umount tree/proc' EXIT
	chroot tree sh -c "apt-get update && DEBIAN_FRONTEND=noninteractive \
		apt-get install -y --no-install-recommends $(echo $packages) && apt-get clean" >> build.log 2>&1 ||
		{ tail -5 build.log >&2; exit 1; }
	umount tree/proc
	trap - EXIT
	chroot tree useradd -m -u 1000 lab
	cp tree/bin/sleep tree/usr/local/bin/lab-sleeper
	cp tree/boot/vmlinuz-* vmlinuz
	cp tree/boot/initrd.img-* initrd
	cp tree/lib/modules/*/kernel/drivers/net/dummy.ko dummy.ko
	echo "$tree" > tree.stamp
fi

# The host's files that tell who got there: readable by all, and by root alone.
install -m 755 "$here/init" tree/lab-init
mkdir -p tree/srv/{data,scsi,nvme} tree/var/lib/{docker,containerd,containers} tree/home/lab
echo "$MARKER root" > tree/LAB-MARKER
for secret in etc root home/lab var/lib/docker var/lib/containerd var/lib/containers; do
	echo "$MARKER root" > tree/$secret/LAB-SECRET
done
chmod 600 tree/root/LAB-SECRET
chmod 710 tree/var/lib/docker	# as dockerd and containerd make them
chmod 711 tree/var/lib/containerd
chown 1000:1000 tree/home/lab/LAB-SECRET

image() {	# NAME SIZE [TREE]
	rm -f "$1.img"
	truncate -s "$2" "$1.img"
	[ $# = 2 ] || mke2fs -q -t ext4 -d "$3" "$1.img"
}
image root 3G tree
for disk in scsi nvme; do
	mkdir -p small/www
	echo "$MARKER $disk" > small/LAB-MARKER
	image $disk 32M small
done
rm -rf small
image empty 32M

for disk in root scsi nvme; do
	block=$(debugfs -R 'bmap /LAB-MARKER 0' $disk.img 2> /dev/null)
	size=$(debugfs -R 'stats -h' $disk.img 2> /dev/null | sed -n 's/^Block size: *//p')
	echo "$disk $((block * size))"
done > markers
echo "$stamp" > stamp
