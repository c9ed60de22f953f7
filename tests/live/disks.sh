#!/bin/bash
# disks.sh PROGRAM [NAME...] - are the three answers about a disk what really
# happens?  In each container below the program says whether a loop device can
# be read, written and mounted; then attempt.c tries it, in the same container.
#
# Needs root, docker and a C compiler.  A line for each; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/disks.sh PROGRAM [NAME...]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers" >&2; exit 1; }
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:2}"

engines_begin "$1"
trap engines_end EXIT
trap 'exit 130' INT TERM HUP
disk_begin
host_begin
nodes_begin
RO_DISK='' BLANK=''
extra_end() { for disk in "$RO_DISK" "$BLANK" "$MIRROR"; do [ -z "$disk" ] || losetup -d "$disk"; done; }
MIRROR=''
trap 'extra_end; engines_end' EXIT
if [ -n "$DISK" ]; then
	cp "$DIR/disk.img" "$DIR/ro.img"
	RO_DISK=$(losetup --read-only --find --show "$DIR/ro.img")
	truncate -s 4M "$DIR/blank.img" "$DIR/member.img"
	BLANK=$(losetup --find --show "$DIR/blank.img")
	xz -dc "$tests/images/md.xz" > "$DIR/member.img"
	MIRROR=$(losetup --find --show "$DIR/member.img")
fi
${CC:-gcc} -D_GNU_SOURCE -O1 -static -o "$DIR/rootfs/attempt" "$tests/live/attempt.c" || exit 1
docker_begin
image_has_attempt=no
[ -n "${docker_why:-}" ] || { tar -C "$DIR/rootfs" -c escape-probe attempt |
	docker import -c 'ENTRYPOINT ["/escape-probe"]' - $image > /dev/null 2>&1 && image_has_attempt=yes; }

number() { echo $((0x$(stat -L -c %t "$1"))):$((0x$(stat -L -c %T "$1"))); }

# What the program says: "read open", "write closed" ... of the device.
said() {	# NUMBER
	jq -r --arg number "$1" '[.devices.entries[] | select(.type == "block" and "\(.major):\(.minor)" == $number)]
		| if length == 0 then "none" else (.[0].disk
		| "read \(.read.status)", "write \(.write.status)", "mount \(.[.mount_by].status)") end' "$DIR/json"
}

# verify=--verify before it: without, the answer would be that it is not known.
check() {	# NAME DEVICE NODE OPTIONS...
	local name=$1 device=$2 node=$3 what claim real complaints=''
	shift 3
	wanted "$name" || return 0
	if [ $image_has_attempt = no ] || [ -z "$device" ]; then
		skip "$name" "${docker_why:-no loop device}"
		return
	fi
	local number
	number=$(number "$device")
	[ "$node" != - ] || node=''
	docker run --rm --network=none "$@" $image --format json ${verify-} > "$DIR/json" 2> "$DIR/words" < /dev/null
	docker run --rm --network=none --entrypoint /attempt "$@" $image "$number" ext4 $node > "$DIR/real" 2>> "$DIR/words" < /dev/null
	said "$number" > "$DIR/said"
	for what in read write mount; do
		claim=$(sed -n "s/^$what //p" "$DIR/said")
		if [ $what = mount ]; then real='mount|fsmount'; else real=$what; fi
		if grep -Eq "^($real) yes" "$DIR/real"; then real=open; else real=closed; fi
		[ "$claim" = $real ] || complaints+="      $what: said ${claim:-nothing}, is $real"$'\n'
	done
	if [ -z "$complaints" ] && [ "$(wc -l < "$DIR/real")" = 4 ]; then
		passed=$((passed + 1))
		echo "ok    $name:" $(tr '\n' ',' < "$DIR/said")
	else
		failed=$((failed + 1))
		printf 'FAIL  %s\n%s' "$name" "$complaints"
		sed 's/^/      tried: /' "$DIR/real"
		head -3 "$DIR/words"
	fi
}

SYS="--cap-add SYS_ADMIN"
R7="b 7:* r" RWM7="b 7:* rwm" RW7="b 7:* rw" M7="b 7:* m"

check nothing-given         "$DISK"      -
check given                 "$DISK"      "$DISK"      --device "$DISK"
check given-no-caps         "$DISK"      "$DISK"      --device "$DISK" --cap-drop ALL
check given-read            "$DISK"      "$DISK"      --device "$DISK:$DISK:r"
check given-write           "$DISK"      "$DISK"      --device "$DISK:$DISK:w"
check given-user            "$DISK"      "$DISK"      --device "$DISK" --user 1000
check given-group           "$HOST_DISK" /dev/disk    --device "$NODES/group:/dev/disk" --user 1000 --group-add 4321
check given-sys-admin       "$DISK"      "$DISK"      --device "$DISK" $SYS
check given-read-sys-admin  "$DISK"      "$DISK"      --device "$DISK:$DISK:r" $SYS
# A disk that cannot be read may be mounted by the host as something that leaves no trace.
verify=--verify \
check given-write-sys-admin "$DISK"      "$DISK"      --device "$DISK:$DISK:w" $SYS
check given-elsewhere       "$DISK"      /srv/d/x     --device "$DISK:/srv/d/x" --cap-drop MKNOD
check given-user-sys-admin  "$DISK"      "$DISK"      --device "$DISK" $SYS --user 1000
check blank-sys-admin       "$BLANK"     "$BLANK"     --device "$BLANK" $SYS
check member-sys-admin      "$MIRROR"    "$MIRROR"    --device "$MIRROR" $SYS
check read-only             "$RO_DISK"   "$RO_DISK"   --device "$RO_DISK"
check read-only-sys-admin   "$RO_DISK"   "$RO_DISK"   --device "$RO_DISK" $SYS
check rule                  "$DISK"      -            --device-cgroup-rule "$RWM7"
check rule-read             "$DISK"      -            --device-cgroup-rule "b 7:* rm"
check rule-no-mknod         "$DISK"      -            --device-cgroup-rule "$RWM7" --cap-drop MKNOD
check rule-no-making        "$DISK"      -            --device-cgroup-rule "$RW7"
check rule-making           "$DISK"      -            --device-cgroup-rule "$M7"
check rule-sys-admin        "$DISK"      -            --device-cgroup-rule "$RWM7" $SYS
# Without a node nobody has looked what lies on it.
verify=--verify \
check rule-devtmpfs         "$DISK"      -            --device-cgroup-rule "$RWM7" $SYS --cap-drop MKNOD
check live-sys-admin        "$HOST_DISK" -            $SYS
check live-sys-admin-user   "$HOST_DISK" -            $SYS --user 1000
check live-no-mknod         "$HOST_DISK" -            $SYS --cap-drop MKNOD
verify=--verify \
check not-live-sys-admin    "$DISK"      -            $SYS
verify=--verify \
check live-verified         "$HOST_DISK" -            $SYS
verify=--verify \
check given-verified        "$DISK"      "$DISK"      --device "$DISK" $SYS
verify=--verify \
check blank-verified        "$BLANK"     "$BLANK"     --device "$BLANK" $SYS
verify=--verify \
check member-verified       "$MIRROR"    "$MIRROR"    --device "$MIRROR" $SYS
check live-given            "$HOST_DISK" "$HOST_DISK" --device "$HOST_DISK" $SYS
check bound-directory       "$HOST_DISK" /nodes/group -v "$NODES:/nodes" --device-cgroup-rule "$RWM7" --cap-drop MKNOD
check bound-node            "$HOST_DISK" /x           -v "$NODES/group:/x" --device-cgroup-rule "$R7" --cap-drop MKNOD
check dev-bound             "$DISK"      "$DISK"      -v /dev:/dev
check dev-bound-rule        "$DISK"      "$DISK"      -v /dev:/dev --device-cgroup-rule "$R7"
check dev-elsewhere         "$DISK"      "/hostdev/${DISK##*/}" -v /dev:/hostdev --device-cgroup-rule "$RWM7" --cap-drop MKNOD

closing_line disks
