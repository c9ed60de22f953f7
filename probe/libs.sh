#!/bin/sh
# libs.sh DIR - libblkid and libcap for a static program that uses musl.
#
# Debian's own libblkid.a is made for glibc and does not link with musl, so
# both libraries are compiled here, with musl-gcc, from Debian's source
# packages with Debian's patches.  What is there afterwards:
#
#   DIR/lib/libblkid.a  libcap.a
#   DIR/include/blkid/blkid.h  sys/capability.h
#   DIR/kernel/  linux/ asm/ asm-generic/ mtd/  (musl-gcc hides /usr/include)
#   DIR/libc/    musl's own headers, for a compiler other than musl-gcc
#   DIR/log      what the tools said
#   DIR/stamp    written last
#
# Needs the packages  musl-tools gcc libc6-dev make patch xz-utils,  not root.
# apt-get works here on lists of its own: the system's stay as they are.
# Takes half a minute; a second call returns at once.
#
# Exit status: 0 the libraries are there, 1 they cannot be made (one line says
# why), 64 wrong arguments.
set -eu

[ $# = 1 ] || { echo "usage: libs.sh DIR" >&2; exit 64; }
script=$(cd "$(dirname "$0")" && pwd)/${0##*/}
mkdir -p "$1"
dir=$(cd "$1" && pwd)
work=$dir/work

# Two builds may share DIR: the second one waits, then finds everything there.
exec 9> "$dir/lock"
flock 9

recipe=$(cksum < "$script")
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

for tool in musl-gcc gcc make patch xz apt-get; do
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

flags="-Os -fno-pie -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables -ffile-prefix-map=$work=."
cc="musl-gcc -isystem $dir/kernel"
jobs=$(nproc)

headers() {
	multiarch=$(gcc -print-multiarch)
	rm -rf "$dir/kernel" "$dir/libc"
	mkdir "$dir/kernel"
	ln -s /usr/include/linux /usr/include/asm-generic /usr/include/mtd "/usr/include/$multiarch/asm" "$dir/kernel/"
	ln -s "/usr/include/${multiarch%gnu}musl" "$dir/libc"
	[ -e "$dir/kernel/asm/unistd.h" ] && [ -e "$dir/libc/stdio.h" ]
}

build_libcap() {
	make -C "$work/libcap2/libcap" -j "$jobs" CC="$cc" BUILD_CC=gcc BUILD_CFLAGS= COPTS="$flags" USE_GPERF=no libcap.a
} > "$work/libcap.log" 2>&1

# Formats that libblkid need not know here: RAIDs of a BIOS, whose disks the
# kernel shows as dm devices, BeFS, and partition tables of machines that run
# no containers.  They are taken out of the tables, and the linker does the rest.
unwanted='adraid ddfraid iswraid lsiraid viaraid silraid nvraid pdcraid highpoint45x highpoint37x jmraid befs
atari_pt mac_pt sgi_pt sun_pt ultrix_pt'

leave_out() {
	for name in $unwanted; do
		sed -i "/^[[:space:]]*&${name}_idinfo,\{0,1\}$/d" "$work/util-linux/libblkid/src/superblocks/superblocks.c" \
			"$work/util-linux/libblkid/src/partitions/partitions.c" || return
	done
}

build_libblkid() {
	cd "$work/util-linux" &&
	leave_out &&
	./configure --quiet --disable-all-programs --enable-libblkid --disable-shared --enable-static \
		--disable-nls --disable-asciidoc --without-python --without-systemd --without-udev \
		--disable-dependency-tracking CC="$cc" CFLAGS="$flags" LDFLAGS=-static &&
	make -j "$jobs" libblkid.la
} > "$work/libblkid.log" 2>&1

system_sources
# One repository that does not answer is no reason to stop: the next line
# shows whether it was needed.
apt update || :
(cd "$work" && apt source --download-only libcap2 util-linux) ||
	fail "cannot fetch the source packages libcap2 and util-linux"
headers || fail "no headers of musl or the kernel for $(gcc -print-multiarch)"
for package in libcap2 util-linux; do
	unpack $package || fail "cannot unpack the source package $package"
done

# configure keeps one processor busy: libcap is made on the other meanwhile.
build_libcap & libcap=$!
blkid_status=0 cap_status=0
(build_libblkid) || blkid_status=$?
wait $libcap || cap_status=$?
cat "$work/libcap.log" "$work/libblkid.log" >> "$dir/log"
[ $cap_status = 0 ] || fail "libcap does not compile"
[ $blkid_status = 0 ] || fail "libblkid does not compile"

mkdir -p "$dir/lib" "$dir/include/blkid" "$dir/include/sys"
cp "$work/libcap2/libcap/libcap.a" "$work/util-linux/.libs/libblkid.a" "$dir/lib/"
cp "$work/libcap2/libcap/include/sys/capability.h" "$dir/include/sys/"
cp "$work/util-linux/libblkid/src/blkid.h" "$dir/include/blkid/"
echo "$recipe" > "$dir/stamp"
