#!/bin/bash
# verify.sh PROGRAM [NAME...] - does --verify leave every byte as it was?  File
# systems of many kinds - clean, with a dirty journal, with orphans, damaged -
# lie on loop devices that a container with CAP_SYS_ADMIN is given; what
# --verify says of each is compared, and the image before and after.  Then the
# same while it is killed half-way.
#
# Needs root, runc, strace and the tools that make the file systems.  A line
# for each trial; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/verify.sh PROGRAM [NAME...]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers" >&2; exit 1; }
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:2}"
device=''

engines_begin "$1"
detach() { [ -z "$device" ] || losetup -d "$device"; device=''; }
trap 'detach; engines_end' EXIT
cd "$DIR" || exit 1
mkdir tree point
mkdir tree/usr
echo secret > tree/etc

ok() { passed=$((passed + 1)); printf 'ok    %s: %s\n' "$1" "$2"; }
bad() { failed=$((failed + 1)); printf 'FAIL  %s: %s\n' "$1" "$2"; }

# What the kernel still holds back is written before the bytes are compared.
sum() { blockdev --flushbufs "$device"; sha256sum < "$1"; }

# In one word; what it said in full lies in json and words.
said() {
	jq -r --arg minor "${device#/dev/loop}" '[.devices.entries[] | select(.major == 7 and "\(.minor)" == $minor)][0].verification
		| if . == null then "not-asked" elif .answer.state != "answered" then "not-done" elif .attached then "attached"
		elif .answer.errno == null then "mounted \(.names | sort | join(" "))" else "refused" end' json
}

try() {	# NAME IMAGE ANSWER
	local name=$1 image=$2 expected=$3 before answer
	wanted "$name" || return 0
	[ -s "$image" ] || { skip "$name" "no such image could be made"; return; }
	device=$(losetup --find --show "$image") || { skip "$name" "no loop device"; return; }
	before=$(sum "$image")
	runc_run --device "$device" --cap-add SYS_ADMIN -- --verify --format json > json 2> words < /dev/null
	answer=$(said)
	if [ "$before" != "$(sum "$image")" ]; then
		bad "$name" "the image was changed ($answer)"
	elif [[ $answer != $expected ]]; then
		bad "$name" "said $answer, not $expected"
		jq -c '.devices.entries[] | select(.major == 7) | .verification | select(. != null)' json
		head -3 words
	elif [ "$answer" != not-asked ] && ! grep -q "b 7:${device#/dev/loop})" words; then
		bad "$name" "it was not said beforehand"
	else
		ok "$name" "$answer, and not a byte changed"
	fi
	detach
}

# ---- the images -----------------------------------------------------------------

# Mounts a copy of IMAGE, runs the rest as a command there, and takes a second
# copy while it is mounted: what a machine leaves that loses its power.
dirty() {	# NEW IMAGE COMMAND...
	local new=$1 image=$2 loop
	shift 2
	cp --sparse=always "$image" work && mount -o loop work point || return
	loop=$(findmnt -no SOURCE point)
	( cd point && "$@" )
	sync -f point
	blockdev --flushbufs "$loop"
	cp --sparse=always work "$new"
	umount point
	rm -f work
}

synced() {	# writes a file and has it in the journal alone
	python3 -c 'import os
fd = os.open("new", os.O_CREAT | os.O_WRONLY)
os.write(fd, b"x" * 5000)
os.fsync(fd)'
}

orphan() { exec 3> gone; echo gone >&3; rm gone; sync -f .; cp --sparse=always ../work ../orphaned; }
poke() { printf "$3" | dd of="$1" bs=1 seek=$(($2)) conv=notrunc status=none; }	# IMAGE AT ESCAPED
copy() { cp --sparse=always "$1" "$2"; }

ext4_images() {
	truncate -s 16M ext4
	mke2fs -q -t ext4 -b 4096 -O metadata_csum,64bit,^orphan_file,^metadata_csum_seed -d tree ext4 || return
	dirty ext4-dirty ext4 synced
	dirty work2 ext4 orphan
	rm -f work2
	local inodes block
	inodes=$(($(debugfs -R 'imap <2>' ext4 2> /dev/null | sed -n 's/.*block \([0-9]*\),.*/\1/p') * 4096))
	block=$(($(debugfs -R 'blocks <2>' ext4 2> /dev/null) * 4096))
	copy ext4 ext4-root-damaged && poke ext4-root-damaged $((inodes + 256 + 8)) '\x55'
	copy ext4 ext4-journal-damaged && poke ext4-journal-damaged $((inodes + 7 * 256 + 8)) '\x55'
	copy ext4 ext4-names-damaged && poke ext4-names-damaged $((block + 40)) '\x55'
	copy ext4 ext4-descriptor-damaged && poke ext4-descriptor-damaged $((4096 + 8)) '\x01\x02\x03\x04'
	copy ext4 ext4-bitmap-damaged && poke ext4-bitmap-damaged \
		$(($(dumpe2fs ext4 2> /dev/null | awk '/Block bitmap at/ { print $4; exit }') * 4096 + 20)) '\x55\x55'
	copy ext4 ext4-panic && tune2fs -e panic ext4-panic > /dev/null
	copy ext4 ext4-errors && debugfs -w -R 'ssv state 2' ext4-errors > /dev/null 2>&1
	copy ext4 ext4-options && tune2fs -E mount_opts=discard ext4-options > /dev/null
	copy ext4 ext4-many && mkdir -p many && ( cd many && seq -f 'a-rather-long-name-of-a-file-%05.0f' 300 | xargs touch ) &&
		mke2fs -q -F -t ext4 -b 4096 -O metadata_csum -d many ext4-many
	truncate -s 16M ext4-mmp ext4-plain ext3 ext2 ext4-small ext4-orphan-file
	mke2fs -q -t ext4 -O mmp,metadata_csum -d tree ext4-mmp
	mke2fs -q -t ext4 -O ^metadata_csum -d tree ext4-plain
	mke2fs -q -t ext3 -d tree ext3
	mke2fs -q -t ext2 -d tree ext2
	mke2fs -q -t ext4 -b 1024 -I 128 -O metadata_csum,^64bit -d tree ext4-small 2> /dev/null
	mke2fs -q -t ext4 -O metadata_csum,orphan_file -d tree ext4-orphan-file 2> /dev/null || : > ext4-orphan-file
}

xfs_images() {
	truncate -s 300M xfs
	mkfs.xfs -q xfs > /dev/null 2>&1 || return
	mount -o loop xfs point && cp -r tree/. point && umount point
	dirty xfs-dirty xfs synced
	copy xfs xfs-damaged
	# inode 128: the root's, in its fields
	poke xfs-damaged $((128 * 512 + 60)) '\x55\x55'
}

btrfs_images() {
	truncate -s 128M btrfs btrfs-one btrfs-two
	mkfs.btrfs -q -r tree btrfs > /dev/null 2>&1 || return
	dirty btrfs-dirty btrfs synced
	local copies
	# The second of two copies of the root of all trees.
	copies=$(btrfs inspect-internal dump-super btrfs | awk '$1 == "root" { print $2 }')
	copies=$(btrfs-map-logical -l "$copies" btrfs 2> /dev/null | awk '{ print $6 }' | sort -u)
	copy btrfs btrfs-damaged
	[ "$(wc -w <<< "$copies")" -lt 2 ] || poke btrfs-damaged $(($(head -1 <<< "$copies") + 200)) '\x55\x55'
	mkfs.btrfs -q -d single -m single btrfs-one btrfs-two > /dev/null 2>&1
}

for kind in ext4 xfs btrfs; do
	[ -n "$(missing_command mkfs.$kind)" ] || ${kind}_images
done
command -v mksquashfs > /dev/null && mksquashfs tree squashfs -quiet -no-progress > /dev/null
command -v mkfs.erofs > /dev/null && mkfs.erofs erofs tree > /dev/null 2>&1
command -v mkfs.vfat > /dev/null && truncate -s 4M vfat && mkfs.vfat vfat > /dev/null
truncate -s 4M blank

# ---- what is said, and that nothing is written -----------------------------------------

try ext4                    ext4                    'mounted etc lost+found usr'
try ext4-dirty              ext4-dirty              'mounted *'
try ext4-orphans            orphaned                not-done
try ext4-root-damaged       ext4-root-damaged       not-done
try ext4-journal-damaged    ext4-journal-damaged    not-done
try ext4-names-damaged      ext4-names-damaged      not-done
try ext4-descriptor-damaged ext4-descriptor-damaged not-done
try ext4-bitmap-damaged     ext4-bitmap-damaged     'mounted *'
try ext4-panic              ext4-panic              'mounted *'
try ext4-errors             ext4-errors             not-done
try ext4-options            ext4-options            not-done
try ext4-many               ext4-many               not-done
try ext4-mmp                ext4-mmp                not-done
try ext4-without-checksums  ext4-plain              not-done
try ext4-small              ext4-small              'mounted *'
try ext4-orphan-file        ext4-orphan-file        not-done
try ext3                    ext3                    not-done
try ext2                    ext2                    not-done
try xfs                     xfs                     'mounted etc usr'
try xfs-dirty               xfs-dirty               'mounted *'
try xfs-damaged             xfs-damaged             refused
try btrfs                   btrfs                   'mounted etc usr'
try btrfs-dirty             btrfs-dirty             'mounted etc*usr'
try btrfs-damaged           btrfs-damaged           'mounted etc usr'
try btrfs-on-two            btrfs-one               not-done
try squashfs                squashfs                'mounted etc usr'
try erofs                   erofs                   'mounted etc usr'
try vfat                    vfat                    not-done
try blank                   blank                   not-asked

# ---- mounted by somebody else ---------------------------------------------------------------

live() {	# NAME IMAGE ANSWER: the bytes may change, by those who have it mounted
	wanted "$1" || return 0
	[ -s "$2" ] || { skip "$1" "no such image could be made"; return; }
	copy "$2" mounted
	device=$(losetup --find --show mounted) && mount "$device" point || { skip "$1" "cannot be mounted here"; detach; return; }
	runc_run --device "$device" --cap-add SYS_ADMIN -- --verify --format json > json 2> words < /dev/null
	if [[ $(said) == "$3" ]] && touch point/still-writable; then ok "$1" "$3"; else bad "$1" "said $(said), not $3"; fi
	umount point
	detach
}
live ext4-live  ext4  attached
live xfs-live   xfs   attached
live btrfs-live btrfs attached

# ---- killed half-way ---------------------------------------------------------------------------

# strace holds the program up where the trial wants it; then its first process
# is killed, and with it the container.
killed() {	# NAME IMAGE HELD-UP SEEN-BEFORE
	local name=$1 image=$2 id=verify-$$-$RANDOM bundle=$DIR/bundle before tracer
	wanted "$name" || return 0
	[ -s "$image" ] || { skip "$name" "no such image could be made"; return; }
	[ -z "$(missing_command strace)" ] || { skip "$name" "no strace"; return; }
	device=$(losetup --find --show "$image")
	before=$(sum "$image")
	sh "$tests/bundle.sh" "$bundle" --device "$device" --cap-add SYS_ADMIN --arg --verify --arg --format --arg json
	if ! runc --root "$DIR/run/runc" create --bundle "$bundle" --pid-file pid $id > out 2>&1 < /dev/null; then
		skip "$name" "$(tail -1 out)"
		detach
		return
	fi
	: > attached
	: > trace
	strace -f -o trace -e trace=fsopen,fsconfig,fsmount -e "inject=$3" -p "$(cat pid)" 2> attached &
	tracer=$!
	wait_until 5 grep -q attached attached
	runc --root "$DIR/run/runc" start $id
	local seen=1 turns=1000	# of some 10 ms; the hold-up is longer than several
	while ((seen != 0 && turns-- > 0)) && kill -0 $tracer 2> /dev/null; do
		grep -q "$4" trace
		seen=$?
		[ $seen = 0 ] || sleep 0.005
	done
	kill -KILL "$(cat pid)" 2> /dev/null
	wait $tracer 2> /dev/null
	runc --root "$DIR/run/runc" delete --force $id > /dev/null 2>&1
	if [ $seen != 0 ]; then
		bad "$name" "it never came so far"
	elif [ "$before" != "$(sum "$image")" ]; then
		bad "$name" "the image was changed"
	elif [ -e "/sys/fs/${image%%-*}/${device#/dev/}" ]; then
		bad "$name" "it is still mounted"
	else
		ok "$name" "not a byte changed, and nothing is left mounted"
	fi
	detach
}

source_line='"source", "/dev/loop'
created='\(CREATE_EXCL\|0x8\).*) = 0'
for image in ext4-dirty xfs-dirty btrfs-dirty; do
	killed killed-before-$image   $image fsconfig:delay_enter=60000 "$source_line"
	killed killed-creating-$image $image fsconfig:delay_exit=60000  'FSCONFIG_SET_FLAG, "ro"'
	killed killed-created-$image  $image fsmount:delay_enter=150000 "$created"
	killed killed-mounted-$image  $image fsmount:delay_exit=150000  "$created"
done

cd /
closing_line verify
