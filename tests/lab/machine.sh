#!/bin/bash
# machine.sh DIRECTORY [NEWER] - builds the disposable machine of the lab below
# DIRECTORY from Debian packages: a kernel, with NEWER a second one from the
# backports, their initial ramdisks and the images of its disks.
#
# Kept from run to run; built anew when this script or init has changed.  The
# machine has no network and is only ever started with the images as snapshots.
#
#   root.img  /dev/vda      ext4, the host's root
#   empty.img /dev/vdc      nothing, and nobody's
#   scsi.img  /dev/sda      ext4, mounted by the host
#   lvm.img   /dev/sdb      the host makes a volume group of it, and mounts one
#                           volume, ext4
#   xfs.img   /dev/sdc      xfs, mounted by the host
#   btrfs.img /dev/sdd      btrfs, mounted by the host
#   nvme.img  /dev/nvme0n1  ext4, mounted by the host
#
# markers holds, for each that has a /LAB-MARKER, where its text lies on the disk.
set -euo pipefail
[ $# = 1 ] || [ $# = 2 ] || { echo "usage: tests/lab/machine.sh DIRECTORY [NEWER]" >&2; exit 64; }
here=$(dirname "$(realpath "$0")")
PATH=$PATH:/usr/sbin:/sbin
suite=bookworm
packages='linux-image-amd64 initramfs-tools docker.io containerd runc crun podman containernetworking-plugins conmon
	apparmor bubblewrap iproute2 kmod procps jq util-linux uidmap lvm2 xfsprogs btrfs-progs e2fsprogs openssh-client'
# Every disk and the program that reads it has its own text, so that no mix-up passes.
MARKER='escape-probe lab marker:'

mkdir -p "$1"
cd "$1"
newer=${2:+yes}
stamp=$(cat "$here/machine.sh" "$here/init" | sha256sum)
# One that has both kernels will do for whom one is enough.
case $(cat stamp 2> /dev/null) in "$stamp $newer"|"$stamp yes") exit 0;; esac
for tool in debootstrap qemu-system-x86_64 mke2fs; do
	command -v $tool > /dev/null || { echo "tests/lab: no $tool" >&2; exit 1; }
done
[ "$(id -u)" = 0 ] || { echo "tests/lab: must be root, to lay out a machine's root" >&2; exit 1; }
rm -f stamp
started=$SECONDS

inside() {	# COMMAND...: in the tree, with its packages' lists
	mount -t proc proc tree/proc
	trap 'umount tree/proc' EXIT
	DEBIAN_FRONTEND=noninteractive chroot tree "$@" >> build.log 2>&1 || { tail -5 build.log >&2; exit 1; }
	umount tree/proc
	trap - EXIT
}
install_packages() { inside apt-get install -y --no-install-recommends "$@"; }

# The tree is what takes long: only other packages make it anew.
tree=$(echo "$suite $packages" | sha256sum)
if [ "$(cat tree.stamp 2> /dev/null)" != "$tree" ]; then
	echo "  LAB   machine (from Debian packages; some minutes, once)"
	rm -rf tree tree.stamp newer.stamp
	for try in 1 2 3; do	# a mirror may stumble
		debootstrap --variant=minbase $suite tree > build.log 2>&1 && break
		[ $try != 3 ] || { tail -5 build.log >&2; exit 1; }
		rm -rf tree
	done
	cp /etc/resolv.conf /etc/hosts tree/etc/
	cp -r /etc/apt/apt.conf.d tree/etc/apt/
	sed "s/ $suite / $suite-backports /" tree/etc/apt/sources.list > tree/etc/apt/sources.list.d/backports.list
	printf '#!/bin/sh\nexit 101\n' > tree/usr/sbin/policy-rc.d	# start no service
	chmod +x tree/usr/sbin/policy-rc.d
	# It is thrown away anyway, and nobody reads in it.
	printf '%s\n' force-unsafe-io path-exclude=/usr/share/{doc,man,locale}/* > tree/etc/dpkg/dpkg.cfg.d/lab
	# What it takes to reach the root, and no more: an emulated processor unpacks slowly.
	mkdir -p tree/etc/initramfs-tools/conf.d
	echo MODULES=list > tree/etc/initramfs-tools/conf.d/lab
	printf '%s\n' virtio_pci virtio_blk ext4 > tree/etc/initramfs-tools/modules
	inside apt-get update
	# shellcheck disable=SC2086
	install_packages $packages
	chroot tree useradd -m -u 1000 lab
	cp tree/bin/sleep tree/usr/local/bin/lab-sleeper
	echo "$tree" > tree.stamp
fi
if [ "$newer" ] && [ ! -e newer.stamp ]; then
	install_packages -t $suite-backports linux-image-amd64
	touch newer.stamp
fi
[ ! -e newer.stamp ] || newer=yes
rm -f vmlinuz-* initrd-* dummy-*
for image in tree/boot/vmlinuz-*; do
	release=${image#tree/boot/vmlinuz-}
	kernel=$(cut -d. -f1,2 <<< "$release")
	cp "$image" "vmlinuz-$kernel"
	cp "tree/boot/initrd.img-$release" "initrd-$kernel"
	module=$(echo tree/lib/modules/"$release"/kernel/drivers/net/dummy.ko*)
	case $module in
	*.xz) xz -dc "$module" > "dummy-$kernel.ko";;
	*)    cp "$module" "dummy-$kernel.ko";;
	esac
done

# The host's files that tell who got there: readable by all, and by root alone.
install -m 755 "$here/init" tree/lab-init
mkdir -p tree/srv/{data,scsi,nvme,lvm,xfs,btrfs} tree/var/lib/{docker,containerd,containers/storage} \
	tree/home/lab/.local/share/containers/storage tree/var/lib/kubelet/{plugins_registry,device-plugins}
marker() {	# DISK: one that fills blocks of its own
	echo "$MARKER $1"
	head -c 16384 /dev/zero | tr '\0' '.'
}
marker root > tree/LAB-MARKER
for secret in etc root home/lab home/lab/.local/share/containers/storage var/lib/docker var/lib/containerd var/lib/containers/storage; do
	echo "$MARKER root" > tree/$secret/LAB-SECRET
done
chmod 600 tree/root/LAB-SECRET
chmod 710 tree/var/lib/docker	# as dockerd, containerd and podman make them
chmod 711 tree/var/lib/containerd
chmod 700 tree/var/lib/containers/storage
chown -R 1000:1000 tree/home/lab
chmod 600 tree/home/lab/.local/share/containers/storage/LAB-SECRET

# The tools of the tree make what this machine may have no tools for.
ln -sf /proc/self/mounts tree/etc/mtab
rm -rf tree/small
mount -t proc proc tree/proc
trap 'umount tree/proc' EXIT
image() {	# NAME SIZE COMMAND...: a file system of tree/small; COMMAND gets the file
	local name=$1 size=$2
	shift 2
	rm -rf tree/small "$name.img"
	mkdir -p tree/small/www
	marker "$name" > tree/small/LAB-MARKER
	truncate -s "$size" tree/image
	chroot tree "$@" /image > /dev/null
	mv tree/image "$name.img"
}
# mkfs.xfs copies what a list names: mode, owner, content.
cat > tree/proto <<END
/
0 0
d--755 0 0
www d--755 0 0
$
LAB-MARKER ---644 0 0 /small/LAB-MARKER
$
END
image scsi 32M mke2fs -q -t ext4 -d /small
image nvme 32M mke2fs -q -t ext4 -d /small
image btrfs 128M mkfs.btrfs -q -r /small
image xfs 320M mkfs.xfs -q -p /proto
umount tree/proc
trap - EXIT
rm -rf tree/small tree/proto
for disk in empty lvm; do
	rm -f $disk.img
	truncate -s 64M $disk.img
done
rm -f root.img
truncate -s 4G root.img
mke2fs -q -t ext4 -d tree root.img

for disk in root scsi nvme xfs btrfs; do
	echo "$disk $(LC_ALL=C grep -obUam1 "$MARKER $disk" $disk.img | head -1 | cut -d: -f1)"
done > markers
echo "  LAB   machine built in $((SECONDS - started)) s"
echo "$stamp $newer" > stamp
