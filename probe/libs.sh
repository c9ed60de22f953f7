#!/bin/sh
# libs.sh DIR [PREFIX] - libblkid and libcap for a static program that uses musl.
#
# Debian's own libblkid.a is made for glibc and does not link with musl, so
# both libraries are compiled here, with musl's headers, from Debian's source
# packages with Debian's patches.  With PREFIX (aarch64-linux-gnu-) they are for
# the machine of that compiler, and musl itself is fetched for it.  What is there afterwards:
#
#   DIR/lib/libblkid.a  libcap.a
#   DIR/include/blkid/blkid.h  sys/capability.h
#   DIR/kernel/  linux/ asm/ asm-generic/ mtd/  (/usr/include is glibc's)
#   DIR/libc/    musl's own headers
#   DIR/musl/    libc.a, crti.o, crtn.o
#   DIR/log      what the tools said
#   DIR/stamp    written last
#
# Needs the packages  musl-tools gcc libc6-dev make patch xz-utils,  not root.
# apt-get works here on lists of its own: the system's stay as they are.
# Takes a quarter of a minute; a second call returns at once.
#
# Exit status: 0 the libraries are there, 1 they cannot be made (one line says
# why), 64 wrong arguments.
set -eu

[ $# = 1 ] || [ $# = 2 ] || { echo "usage: libs.sh DIR [PREFIX]" >&2; exit 64; }
prefix=${2:-}
script=$(cd "$(dirname "$0")" && pwd)/${0##*/}
mkdir -p "$1"
dir=$(cd "$1" && pwd)
work=$dir/work

# Two builds may share DIR: the second one waits, then finds everything there.
exec 9> "$dir/lock"
flock 9

# Objects of one gcc's optimiser mean nothing to another.
recipe="$(cksum < "$script") $("${prefix}gcc" -dumpfullversion)"
if [ "$(cat "$dir/stamp" 2> /dev/null)" = "$recipe" ]; then
	touch "$dir/stamp"	# make compares times: newer than this script
	exit 0
fi

fail() { echo "libs.sh: $* (more in $dir/log)" >&2; exit 1; }

rm -rf "$work" "$dir/stamp"
mkdir -p "$work"
: > "$dir/log"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

for tool in "${prefix}gcc" gcc make patch xz apt-get; do
	command -v $tool > /dev/null || fail "$tool is missing"
done
# What was meant for our own program must not reach theirs.
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CC CFLAGS CPPFLAGS LDFLAGS LIBS

# The system's package sources, asked for source packages instead.  sed keeps
# every option of an entry; a repository without sources does no harm.
system_sources() {
	etc=$(apt-config shell etc Dir::Etc/d list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)
	eval "$etc"
	mkdir -p "$work/apt/parts" "$work/apt/lists/partial" "$work/apt/cache/archives/partial"
	# shellcheck disable=SC2154 # list and parts are apt-config's answer
	cat /dev/null "$list" "$parts"*.list 2> /dev/null |
		sed -n 's/^[[:space:]]*deb\(-src\)\{0,1\}[[:space:]]/deb-src /p' |
		sort -u > "$work/apt/sources.list"
	for file in "$parts"*.sources; do
		[ ! -r "$file" ] || sed 's/^Types:.*/Types: deb-src/' "$file" > "$work/apt/parts/${file##*/}"
	done
}

apt() {
	apt-get -q -o Dir::Etc::SourceList="$work/apt/sources.list" -o Dir::Etc::SourceParts="$work/apt/parts" \
		-o Dir::State::Lists="$work/apt/lists" -o Dir::Cache="$work/apt/cache" \
		-o APT::Sandbox::User="$(id -un)" "$@" >> "$dir/log" 2>&1
}

# Upstream's archive with Debian's patches, as dpkg-source makes it, but
# without dpkg-dev and its perl.  The patches touch configure.ac: with one time
# for all files make does not want to run autoconf.
unpack() {	# PACKAGE
	mkdir "$work/$1"
	tar -C "$work/$1" --strip-components=1 -xf "$work/$1"_*.orig.tar.*z &&
	tar -C "$work/$1" -xf "$work/$1"_*.debian.tar.*z || return
	sed 's/[[:space:]]*#.*//; /^$/d; s/ .*//' "$work/$1/debian/patches/series" | while read -r name; do
		patch -s -f -p1 -d "$work/$1" -i "debian/patches/$name" || exit
	done &&
	find "$work/$1" -type f -exec touch -r "$dir/lock" {} +
} >> "$dir/log" 2>&1

target=$("${prefix}gcc" -dumpmachine)
case $target in
x86_64-*) protect=-fcf-protection machine=amd64;;
aarch64-*) protect='' machine=arm64;;
*)        protect='' machine='';;
esac
small=-Oz	# gcc knows it since 12
echo | "${prefix}gcc" $small -x c -E - > /dev/null 2>&1 || small=-Os
flags="$small -fPIE -fstack-protector-strong $protect -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables -ffile-prefix-map=$work=."
cc="${prefix}gcc -nostdinc -isystem $dir/libc -isystem $("${prefix}gcc" -print-file-name=include) -isystem $dir/kernel"
jobs=$(nproc)

# musl of this machine is installed; that of another is fetched and unpacked.
fetch_musl() {
	other="-o APT::Architecture=$machine -o APT::Architectures=$machine -o Dir::State::Lists=$work/apt/other"
	mkdir -p "$work/apt/other/partial" "$work/musl" &&
	sed -i 's/^deb-src /deb /' "$work/apt/sources.list" &&
	find "$work/apt/parts" -name '*.sources' -exec sed -i 's/^Types: deb-src/Types: deb/' {} + &&
	apt $other update &&
	(cd "$work" && apt $other download musl-dev && dpkg-deb -x musl-dev_*.deb "$dir/fetched")
}

headers() {
	multiarch=$("${prefix}gcc" -print-multiarch)
	kernel=/usr/include asm=$multiarch/asm musl=/usr
	if [ -n "$prefix" ]; then
		fetch_musl || return
		kernel=/usr/$target/include asm=asm multiarch=$target musl=fetched/usr
	fi
	rm -rf "$dir/kernel" "$dir/libc" "$dir/musl"
	mkdir "$dir/kernel"
	for name in linux asm-generic mtd; do ln -s "$kernel/$name" "$dir/kernel/"; done
	ln -s "$kernel/$asm" "$dir/kernel/asm"
	ln -s "$musl/include/${multiarch%gnu}musl" "$dir/libc"
	ln -s "$musl/lib/${multiarch%gnu}musl" "$dir/musl"
	[ -e "$dir/kernel/asm/unistd.h" ] && [ -e "$dir/libc/stdio.h" ] && [ -e "$dir/musl/libc.a" ]
}

# Of libcap, what sets and names capabilities.  Before main() it would count the
# kernel's, by six system calls, for functions that nobody here calls.
build_libcap() {
	cd "$work/libcap2/libcap" &&
	sed -i -E 's/__attribute__\(\((con|de)structor \(300\)\)\)/__attribute__((unused))/' cap_*.c &&
	make CC="$cc" BUILD_CC=gcc BUILD_CFLAGS= USE_GPERF=no cap_names.h &&
	for file in cap_alloc.c cap_flag.c cap_proc.c cap_text.c; do echo $file; done |
		xargs -P "$jobs" -I FILE $cc -D_GNU_SOURCE -Iinclude/uapi -Iinclude $flags -flto -frandom-seed=FILE -c FILE &&
	"${prefix}gcc-ar" rcs libcap.a cap_*.o
} > "$work/libcap.log" 2>&1

# What libblkid shall know: what Linux mounts from a disk today or puts below a
# file system, and the tables that divide a disk.  Left out are RAIDs of a BIOS,
# whose disks the kernel shows as dm devices, formats of other systems, and
# tables of machines that run no containers.
formats='linuxraid bcache bluestore drbd lvm2 lvm1 snapcow verity_hash integrity luks vdo stratis bitlocker
vfat swsuspend swap xfs xfs_log ext4dev ext4 ext3 ext2 jbd reiser reiser4 jfs iso9660 zfs ntfs gfs2 ocfs2
squashfs squashfs3 btrfs nilfs2 exfat f2fs erofs dos_pt gpt_pt pmbr_pt'
sources='superblocks/superblocks.c superblocks/linux_raid.c superblocks/bcache.c superblocks/bluestore.c superblocks/drbd.c
superblocks/lvm.c superblocks/luks.c superblocks/vdo.c superblocks/stratis.c superblocks/bitlocker.c
superblocks/vfat.c superblocks/swap.c superblocks/xfs.c superblocks/ext.c superblocks/reiserfs.c superblocks/jfs.c
superblocks/iso9660.c superblocks/zfs.c superblocks/ntfs.c superblocks/gfs.c superblocks/ocfs.c
superblocks/squashfs.c superblocks/btrfs.c superblocks/nilfs.c superblocks/exfat.c superblocks/f2fs.c
superblocks/erofs.c partitions/partitions.c partitions/dos.c partitions/gpt.c ../../lib/blkdev.c
../../lib/encode.c'

# The probing by a descriptor and no more is compiled: the cache, the search
# below /dev and in sysfs, and what configure would find out for them stay away.
have='BYTESWAP_H DECL_DIRFD DIRFD ENDIAN_H ERRNO_H FSYNC LOFF_T MEMPCPY NANOSLEEP OPENAT POSIX_FADVISE STDINT_H
STDLIB_H STRNDUP STRNLEN SYS_STAT_H SYS_SYSMACROS_H SYS_TYPES_H UNISTD_H'

# shellcheck disable=SC2086 # lists of words
# Takes the rows of what is not compiled out of libblkid's tables.
keep_formats() {
	wanted=$(echo "$formats" | tr ' \n' '||')
	sed -i -E "/&[a-z0-9_]+_idinfo,?[[:space:]]*(\}|\/\*|$)/{/&($wanted)_idinfo/!d}" \
		superblocks/superblocks.c partitions/partitions.c partitions/dos.c
}

# A row for each magic number of a format: eight bytes for what one or two
# hold, in a hundred rows.  A number that does not fit does not compile.
narrow_tables() {
	sed -i -E '/^struct blkid_idmag$/,/^};/ {
		/^[[:space:]]*unsigned int[[:space:]]+len;/d
		s/^([[:space:]]*)long([[:space:]]+kboff;)/\1unsigned char len;\n\1int\2/
		s/^([[:space:]]*)unsigned int([[:space:]]+sboff;)/\1unsigned short\2/
		s/^([[:space:]]*)(int|long)([[:space:]]+(is_zoned|zonenum|kboff_inzone);)/\1signed char\3/
	}' blkidP.h
}

# Found before libblkid's own debug.h: its messages to a developer, and with
# them a third of the code, are compiled to nothing.
write_debug_h() {
	cat <<-'END'
	#include <string.h>
	#define UL_DEBUG_DECLARE_MASK(m) enum { m##_debug_mask = 0 }
	#define UL_DEBUG_MASK(m) m##_debug_mask
	#define __UL_DEBUG_FL_NOADDR 0
	#define __UL_DBG(l, p, m, x) do { } while (0)
	#define __UL_DBG_CALL(l, p, m, x) do { } while (0)
	END
}

# What probing refers to outside of what is compiled.  The only answer it needs
# is whether a disk is a whole one: superblocks at the end of the last partition
# are found on the whole disk as well (RAID 0.90, ZFS).
write_rest_c() {
	cat <<-'END'
	#include <stdio.h>
	#include <unistd.h>
	#include <sys/sysmacros.h>
	#include "blkidP.h"
	#include "sysfs.h"
	#define UNUSED __attribute__((unused))

	int blkid_devno_to_wholedisk(dev_t devno, char *name UNUSED, size_t size UNUSED, dev_t *ret)
	{
		char path[64];

		snprintf(path, sizeof path, "/sys/dev/block/%u:%u/partition", major(devno), minor(devno));
		*ret = access(path, F_OK) == 0 ? 0 : devno;
		return 0;
	}

	const struct blkid_chaindrv topology_drv = { .id = BLKID_CHAIN_TOPLGY, .name = "topology" };
	void blkid_init_debug(int mask UNUSED) { }
	char *blkid_devno_to_devname(dev_t devno UNUSED) { return NULL; }
	char *sysfs_chrdev_devno_to_devname(dev_t devno UNUSED, char *buf UNUSED, size_t size UNUSED) { return NULL; }
	int sysfs_devno_is_dm_private(dev_t devno UNUSED, char **uuid UNUSED) { return 0; }
	struct path_cxt *ul_new_sysfs_path(dev_t devno UNUSED, struct path_cxt *parent UNUSED, const char *prefix UNUSED) { return NULL; }
	void ul_unref_path(struct path_cxt *path UNUSED) { }
	int ul_path_read_string(struct path_cxt *path UNUSED, char **string UNUSED, const char *name UNUSED) { return -1; }
	int ul_path_read_u64(struct path_cxt *path UNUSED, uint64_t *number UNUSED, const char *name UNUSED) { return -1; }
	END
}

# Its checksums, by half bytes: two tables of 64 bytes, made when asked for, instead
# of two of 1,024.  The most that is summed is a partition table of 16 kB.
write_crc_c() {
	cat <<-'END'
	#include <stdint.h>
	#include "crc32.h"
	#include "crc32c.h"

	static uint32_t sum(uint32_t polynomial, uint32_t crc, const unsigned char *data, size_t size, size_t from, size_t to)
	{
		uint32_t table[16];

		for (uint32_t i = 0; i < 16; i++) {
			table[i] = i;
			for (int bit = 0; bit < 4; bit++)
				table[i] = table[i] >> 1 ^ (table[i] & 1 ? polynomial : 0);
		}
		for (size_t i = 0; i < size; i++) {
			crc ^= i >= from && i < to ? 0 : data[i];
			crc = crc >> 4 ^ table[crc & 15];
			crc = crc >> 4 ^ table[crc & 15];
		}
		return crc;
	}

	uint32_t ul_crc32_exclude_offset(uint32_t seed, const unsigned char *data, size_t size, size_t from, size_t left_out)
	{
		return sum(0xedb88320, seed, data, size, from, from + left_out);
	}

	uint32_t ul_crc32(uint32_t seed, const unsigned char *data, size_t size)
	{
		return sum(0xedb88320, seed, data, size, 0, 0);
	}

	uint32_t crc32c(uint32_t seed, const void *data, size_t size)
	{
		return sum(0x82f63b78, seed, data, size, 0, 0);
	}
	END
}

# Objects that gcc can optimise together with the program (-flto), and by a
# seed that is the same everywhere.
build_libblkid() {
	cd "$work/util-linux/libblkid/src" &&
	keep_formats &&
	narrow_tables &&
	cp blkid.h.in blkid.h &&	# what configure would fill in is a version, which we do not use
	mkdir ours &&
	for name in $have; do echo "#define HAVE_$name 1"; done > ours/config.h &&
	write_debug_h > ours/debug.h &&
	write_rest_c > ours/rest.c &&
	write_crc_c > ours/crc.c &&
	for file in probe.c ours/rest.c ours/crc.c $sources; do echo "$file"; done |
		xargs -P "$jobs" -I FILE $cc -include ours/config.h -D_GNU_SOURCE -Iours -I../../include -I. \
			$flags -flto -frandom-seed=FILE -Wall -Werror=overflow -c FILE &&
	"${prefix}gcc-ar" rcs ../../libblkid.a ./*.o
} > "$work/libblkid.log" 2>&1

system_sources
# One repository that does not answer is no reason to stop: the next line
# shows whether it was needed.
apt update || :
(cd "$work" && apt source --download-only libcap2 util-linux) ||
	fail "cannot fetch the source packages libcap2 and util-linux"
headers || fail "no headers of musl or the kernel for $target"
for package in libcap2 util-linux; do
	unpack $package || fail "cannot unpack the source package $package"
done

# libcap's make has one processor busy: libblkid is made on the other meanwhile.
(build_libcap) & libcap=$!
blkid_status=0 cap_status=0
(build_libblkid) || blkid_status=$?
wait $libcap || cap_status=$?
cat "$work/libcap.log" "$work/libblkid.log" >> "$dir/log"
[ $cap_status = 0 ] || fail "libcap does not compile"
[ $blkid_status = 0 ] || fail "libblkid does not compile"

mkdir -p "$dir/lib" "$dir/include/blkid" "$dir/include/sys"
cp "$work/libcap2/libcap/libcap.a" "$work/util-linux/libblkid.a" "$dir/lib/"
cp "$work/libcap2/libcap/include/sys/capability.h" "$dir/include/sys/"
cp "$work/util-linux/libblkid/src/blkid.h" "$dir/include/blkid/"
echo "$recipe" > "$dir/stamp"
