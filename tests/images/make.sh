#!/bin/bash
# make.sh - makes the images of this directory anew: one of every format that
# may lie on a disk, with known label and UUID, and what is wrong with disks.
#
# Wants e2fsprogs xfsprogs btrfs-progs f2fs-tools dosfstools exfatprogs ntfs-3g
# squashfs-tools erofs-utils genisoimage util-linux fdisk cryptsetup-bin
# bcache-tools python3.  Needs no root and touches no device.  What says whose
# image it is lies at the start, so large images are cut short; keys and other
# noise are taken out.  (What is no larger than a floppy libblkid takes at its
# first find.)
set -euo pipefail
cd "$(dirname "$0")"
PATH=$PATH:/usr/sbin:/sbin
uuid=11111111-2222-4333-8444-555555555555
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/tree"
echo hello > "$dir/tree/hello"
touch -d @1700000000 "$dir/tree/hello" "$dir/tree"
export SOURCE_DATE_EPOCH=1700000000

image() { truncate -s "$2" "$dir/$1"; }			# NAME SIZE
keep() { truncate -s "$2" "$dir/$1"; }			# NAME SIZE: the rest is cut off
blank() {	# NAME FROM BYTES
	dd if=/dev/zero of="$dir/$1" bs=4096 seek=$(($2 / 4096)) count=$(($3 / 4096)) conv=notrunc status=none
}
bytes() { printf "$3" | dd of="$dir/$1" bs=1 seek=$(($2)) conv=notrunc status=none; }	# NAME AT ESCAPED

for type in ext2 ext3 ext4; do
	image $type 4M
	mke2fs -q -t $type -L label-$type -U $uuid -E hash_seed=$uuid "$dir/$type"
done
image xfs 300M;    mkfs.xfs -q -L label-xfs -m uuid=$uuid "$dir/xfs";         keep xfs 4M
image btrfs 110M;  mkfs.btrfs -q -L label-btrfs -U $uuid "$dir/btrfs" > /dev/null;        keep btrfs 4M
image f2fs 64M;    mkfs.f2fs -q -l label-f2fs -U $uuid "$dir/f2fs" > /dev/null; keep f2fs 4M
image vfat 4M;     mkfs.vfat -n LABELVFAT -i 11112222 "$dir/vfat" > /dev/null
image exfat 4M;    mkfs.exfat -L labelexfat "$dir/exfat" > /dev/null
image ntfs 4M;     mkntfs -q -F -Q -L label-ntfs "$dir/ntfs" > /dev/null 2>&1; bytes ntfs 72 '\x88\x77\x66\x55\x44\x33\x22\x11'
mksquashfs "$dir/tree" "$dir/squashfs" -quiet -no-progress -all-root > /dev/null
mkfs.erofs -T 1700000000 -U $uuid "$dir/erofs" "$dir/tree" > /dev/null 2>&1
genisoimage -quiet -V LABEL-ISO -o "$dir/iso9660" "$dir/tree"
image swap 4M;    mkswap -q -L label-swap -U $uuid "$dir/swap" > /dev/null
image gpt 4M
printf 'label: gpt\nlabel-id: %s\nfirst-lba: 34\nstart=40, size=32, uuid=%s, name=one\n' $uuid $uuid | sfdisk -q "$dir/gpt"
image dos 4M
printf 'label: dos\nlabel-id: 0x11112222\nstart=8, size=32, type=83\n' | sfdisk -q "$dir/dos"
for version in 1 2; do
	image luks$version 20M
	echo secret | cryptsetup -q luksFormat --type luks$version --uuid $uuid --pbkdf pbkdf2 --pbkdf-force-iterations 1000 \
		$([ $version = 1 ] || echo --label label-luks2) "$dir/luks$version" -
done
blank luks1 4096 $((2 << 20)); keep luks1 4M
blank luks2 32768 $((16 << 20)); keep luks2 4M
image bcache 4M;   make-bcache -B --cset-uuid $uuid "$dir/bcache" > /dev/null 2>&1 || true

# What only a kernel or a tool outside of this distribution makes.
python3 - "$dir" $uuid <<'PYTHON'
import struct, sys, uuid, zlib
directory, raw = sys.argv[1], uuid.UUID(sys.argv[2]).bytes

def write(name, size, parts):
    with open(f"{directory}/{name}", "wb") as file:
        file.truncate(size)
        for at, data in parts:
            file.seek(at)
            file.write(data)

# Linux RAID, metadata 1.2 (md(4)): its superblock lies at 4 KiB.
head = bytearray(512)
struct.pack_into("<IIII16s32sQIIQ", head, 0, 0xa92b4efc, 1, 0, 0, raw, b"host:label-md", 0, 1, 0, 100)
struct.pack_into("<QQQ", head, 0x80, 2048, 100, 8)
struct.pack_into("<I", head, 0xdc, 128)
total = sum(struct.unpack("<128I", head))
struct.pack_into("<I", head, 0xd8, (total & 0xffffffff) + (total >> 32) & 0xffffffff)
write("md", 4 << 20, [(4096, head)])

# LVM2: the label in the second sector, with a sum of its own.
label = bytearray(512)
struct.pack_into("<8sQII8s32s", label, 0, b"LABELONE", 1, 0, 32, b"LVM2 001", b"abcdefghijklmnopqrstuvwxyz012345")
sum_ = ~zlib.crc32(bytes(label[20:]), ~0xf597a6cf & 0xffffffff) & 0xffffffff
struct.pack_into("<I", label, 16, sum_)
write("lvm2", 4 << 20, [(512, label)])

# ZFS: rings of uberblocks in four labels; libblkid wants 64 MiB for it.
block = struct.pack("<QQQQQ", 0x00bab10c, 5000, 10, 1, 1700000000)
labels = [0, 256 << 10, (64 << 20) - (512 << 10), (64 << 20) - (256 << 10)]
write("zfs", 64 << 20, [(at + (128 << 10) + n * 1024, block) for at in labels for n in range(16)])
PYTHON

# What is wrong with disks.
for format in gpt xfs btrfs; do cp "$dir/$format" "$dir/damaged-$format"; done
bytes damaged-gpt 528 '\xde\xad\xbe\xef'
bytes damaged-xfs 40 '\xde\xad\xbe\xef'
bytes damaged-btrfs 65568 '\xde\xad\xbe\xef'
cp "$dir/ext4" "$dir/damaged-ext4";   bytes damaged-ext4 1080 '\0\0'
cp "$dir/ext4" "$dir/cut-ext4";       keep cut-ext4 1280
cp "$dir/luks2" "$dir/cut-luks2";     keep cut-luks2 100
cp "$dir/gpt" "$dir/cut-gpt";         keep cut-gpt 700
cp "$dir/btrfs" "$dir/cut-btrfs";     keep cut-btrfs 65600
cp "$dir/xfs" "$dir/two-xfs-btrfs"
dd if="$dir/btrfs" of="$dir/two-xfs-btrfs" bs=4096 skip=16 seek=16 count=1 conv=notrunc status=none
cp "$dir/ext4" "$dir/mbr-left-on-ext4";  dd if="$dir/gpt" of="$dir/mbr-left-on-ext4" bs=512 count=2 conv=notrunc status=none
image empty 0
image blank 4M

rm -f ./*.xz
for file in "$dir"/*; do
	[ ! -f "$file" ] || xz -9e -c "$file" > "./$(basename "$file").xz"
done
