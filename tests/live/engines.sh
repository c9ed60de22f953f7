# engines.sh - starting what runs containers, running one, stopping it all again.
#
# Sourced (by bash) by run, trouble.sh and capture.sh.  Everything lies below one
# temporary directory $DIR: sockets, data, images.  Whoever sources this calls
# engines_begin PROGRAM first; an exit, however it comes, ends what was started.
#
# Each engine NAME has a function NAME_run OPTIONS... -- ARGUMENTS..., which
# runs the program in a container, and NAME_missing, which prints why that
# cannot be done here (nothing: it can).

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
image=escape-probe-live-$$
started=() user='' loop='' image_is_ours=no

engines_begin() {	# PROGRAM
	PROGRAM=$(realpath "$1")
	[ -x "$PROGRAM" ] || { echo "not a program: $1" >&2; exit 64; }
	# A UNIX socket's path holds 107 bytes: a short name in a short place.
	DIR=$(mktemp -d /tmp/probe.XXXX)
	chmod 755 "$DIR"
	trap engines_end EXIT
	trap 'exit 130' INT TERM HUP
	# The directories are for bubblewrap, which cannot make them for a user.
	mkdir -p "$DIR/log" "$DIR/run" "$DIR/rootfs/proc" "$DIR/rootfs/dev"
	cp "$PROGRAM" "$DIR/rootfs/escape-probe"
	chmod 755 "$DIR/rootfs/escape-probe"
}

start() {	# NAME COMMAND...: in the background, its words in $DIR/log/NAME
	local name=$1
	shift
	setsid "$@" > "$DIR/log/$name" 2>&1 < /dev/null &
	started+=($!)
}

wait_until() {	# SECONDS COMMAND...
	local tenths=$(($1 * 10))
	shift
	until "$@" > /dev/null 2>&1; do
		((tenths-- > 0)) || return 1
		sleep 0.1
	done
}

gone() { ! kill -0 "$1"; }

stop() {	# PID
	kill "$1" 2> /dev/null || return 0
	wait_until 10 gone "$1" || kill -KILL "$1" 2> /dev/null || true
	wait "$1" 2> /dev/null || true
}

engines_end() {
	local pid
	set +e
	trap - EXIT INT TERM HUP
	trap '' INT TERM HUP
	if [ $image_is_ours = yes ]; then
		docker image rm -f $image > /dev/null 2>&1
		docker volume rm -f $image > /dev/null 2>&1
	fi
	# The last one started goes first: dockerd stops its containerd itself.
	for ((i = ${#started[@]} - 1; i >= 0; i--)); do stop "${started[i]}"; done
	user_end
	[ -z "$loop" ] || { umount "$DIR/disk" 2> /dev/null; losetup -d "$loop"; }
	# What an engine left mounted, the deepest first.
	awk -v dir="$DIR/" 'index($5, dir) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
		while read -r point; do umount -l "$point" 2> /dev/null; done
	# Never where something is still mounted: it could be the host's root.
	if grep -q " $DIR/" /proc/self/mountinfo; then
		echo "left behind, for mounts below it: $DIR" >&2
	else
		rm -rf --one-file-system "$DIR"
	fi
}

missing_command() {	# NAME...
	local name
	for name in "$@"; do
		command -v "$name" > /dev/null || { echo "no $name"; return; }
	done
}

# The kernel refuses user namespaces to whoever was entered by chroot(2).
userns_missing() {
	if [ -z "${userns_why+set}" ]; then
		userns_why=$(unshare --user true 2>&1)
		[ -z "$userns_why" ] || userns_why="no user namespace can be made here"
	fi
	[ -z "$userns_why" ] || echo "$userns_why"
}

# ---- docker: the engine that answers, else one of our own -----------------

docker_answers() { timeout 10 docker version; }

# In the shell that ends it again, so never in a subshell.
docker_begin() {
	docker_why=$(missing_command docker dockerd)
	[ -z "$docker_why" ] || return 0
	SOCKET=/var/run/docker.sock
	case ${DOCKER_HOST:-} in
	unix://*) SOCKET=${DOCKER_HOST#unix://};;
	?*) SOCKET='';;		# elsewhere: our directories cannot be bound there
	esac
	if [ -z "$SOCKET" ] || ! docker_answers > /dev/null 2>&1; then
		SOCKET=$DIR/run/docker.sock
		export DOCKER_HOST=unix://$SOCKET
		# The data root ends like the usual one, so that it is known by its name.
		start dockerd dockerd --iptables=false --bridge=none --data-root "$DIR/var/lib/docker" \
			--exec-root "$DIR/run/docker" --host "$DOCKER_HOST" --pidfile "$DIR/run/docker.pid"
		wait_until 20 docker_answers || { docker_why="dockerd does not start: $(tail -1 "$DIR/log/dockerd")"; return; }
	fi
	DATA_ROOT=$(docker info --format '{{.DockerRootDir}}')
	CONTAINERD_SOCKET=$DIR/run/docker/containerd/containerd.sock
	[ -S "$CONTAINERD_SOCKET" ] || CONTAINERD_SOCKET=/run/containerd/containerd.sock
	tar -C "$DIR/rootfs" -c escape-probe |
		docker import -c 'ENTRYPOINT ["/escape-probe"]' - $image > /dev/null 2>&1 && image_is_ours=yes
}

docker_missing() { echo "${docker_why-no engine was started}"; }

split() {	# OPTIONS... -- ARGUMENTS...: fills the arrays options and arguments
	options=() arguments=()
	while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
	shift
	arguments=("$@")
}

network() {	# without a bridge there is only no network, unless the host's is asked for
	case " ${options[*]} " in *" --net host "*) ;; *) echo --network=none;; esac
}

docker_run() {
	split "$@"
	docker run --rm $(network) "${options[@]}" $image "${arguments[@]}"
}

# ---- docker beside a daemon of the host that listens for that run only ------

engine_head='HTTP/1.0 200 OK|Api-Version: 1.41|Server: Docker/20.10.24 (linux)'

docker_beside() {	# ADDRESS HEAD OPTIONS... -- ARGUMENTS...
	local status stub
	"$tests/live/stub.py" "$1" "$2" > "$DIR/log/stub" 2>&1 < /dev/null &
	stub=$!
	shift 2
	sleep 0.3
	docker_run "$@"
	status=$?
	kill $stub 2> /dev/null
	wait $stub 2> /dev/null
	return $status
}
docker_tcp_run() { docker_beside 127.0.0.1:2375 "$engine_head" "$@"; }
docker_tcp_missing() {
	docker_missing
	! (: < /dev/tcp/127.0.0.1/2375) 2> /dev/null || echo "somebody listens at port 2375"
}
docker_cluster_run() { docker_beside 127.0.0.1:10255 '' "$@"; }
docker_cluster_missing() {
	docker_missing
	! (: < /dev/tcp/127.0.0.1/10255) 2> /dev/null || echo "somebody listens at port 10255"
}
docker_shim_run() { docker_beside "@/containerd-shim/probe/$$.sock@" '' "$@"; }
docker_shim_missing() { docker_missing; }

# ---- runc, crun, gVisor: a bundle written from the same options ------------

bundle_run() {	# RUNTIME-AND-ITS-OPTIONS... :: OPTIONS... -- ARGUMENTS...
	local runtime=() words=() word
	while [ "$1" != :: ]; do runtime+=("$1"); shift; done
	shift
	split "$@"
	for word in "${arguments[@]}"; do words+=(--arg "$word"); done
	local bundle=${BUNDLE:-$DIR/bundle}
	mkdir -p "$bundle"
	if ! [ -e "$bundle/rootfs" ]; then
		cp -r "$DIR/rootfs" "$bundle/rootfs"
		# With a user namespace it is not the host's root who makes the mount points.
		chmod 777 "$bundle/rootfs"
	fi
	sh "$tests/bundle.sh" "$bundle" "${options[@]}" "${words[@]}" || return
	"${runtime[@]}" --bundle "$bundle" "probe-$$-$RANDOM"
}

# --preserve-fd PATH hands over a descriptor: of the directory, or of the file
# open for writing.  In a subshell, so that the descriptors end with it.
runc_run() (
	fd=3
	while [ "$1" = --preserve-fd ]; do
		if [ -d "$2" ]; then eval "exec $fd< \"\$2\""; else eval "exec $fd<> \"\$2\""; fi
		fd=$((fd + 1))
		shift 2
	done
	bundle_run runc --root "$DIR/run/runc" run --preserve-fds $((fd - 3)) :: "$@"
)
runc_missing() { missing_command runc; }

# The same with a root and host files of a tmpfs: nothing of a disk is mounted.
runc_tmpfs_run() {
	if ! [ -e "$DIR/tmpfs/rootfs" ]; then
		mkdir -p "$DIR/tmpfs"
		mount -t tmpfs tmpfs "$DIR/tmpfs"
	fi
	BUNDLE=$DIR/tmpfs runc_run "$@"
}
runc_tmpfs_missing() { runc_missing; }

crun_run() { bundle_run crun --root "$DIR/run/crun" run :: "$@"; }
crun_missing() {
	if [ -z "${crun_why+set}" ]; then
		crun_why=$(missing_command crun)
		# crun refuses some cgroup layouts altogether; its own words are the reason.
		[ -n "$crun_why" ] || crun_why=$(crun_run -- --version 2>&1 > /dev/null | tail -1)
	fi
	echo "$crun_why"
}

gvisor_run() {
	split "$@"
	# This runsc (2022) does not know the newest capabilities.
	case " ${options[*]} " in
	*" ALL "*) options+=(--cap-drop PERFMON --cap-drop BPF --cap-drop CHECKPOINT_RESTORE);;
	esac
	bundle_run runsc --platform=ptrace --network=none --ignore-cgroups --root "$DIR/run/runsc" run \
		:: "${options[@]}" -- "${arguments[@]}"
}
gvisor_missing() { missing_command runsc; userns_missing; }

# ---- podman ---------------------------------------------------------------

# The limits are named because the usual ones need CAP_SYS_RESOURCE.
podman_limits=(--ulimit nofile=1024:1024 --ulimit nproc=1024:1024)

podman_words() {	# HOME RUN: fills the array podman
	podman=(podman --runtime runc --cgroup-manager=cgroupfs --events-backend=none --storage-driver vfs
		--root "$1/storage" --runroot "$2/storage" --tmpdir "$2/podman")
}

podman_run() {
	split "$@"
	podman_words "$DIR/podman" "$DIR/run"
	"${podman[@]}" run --rm $(network) "${podman_limits[@]}" "${options[@]}" \
		--rootfs "$DIR/rootfs" /escape-probe "${arguments[@]}"
}
podman_missing() { missing_command podman conmon runc; }

podman_socket_start() {
	PODMAN_SOCKET=$DIR/run/podman.sock
	[ -z "$(podman_missing)" ] || return 0
	podman_words "$DIR/podman" "$DIR/run"
	start podman "${podman[@]}" system service --time=0 "unix://$PODMAN_SOCKET"
	wait_until 10 test -S "$PODMAN_SOCKET"
}

# ---- as an ordinary user ----------------------------------------------------

user_begin() {
	user=escape-probe-$$
	useradd --no-create-home --home-dir "$DIR/user" --shell /bin/sh $user || { user=''; return; }
	# Where useradd has not done it: ids for the containers of this user.
	grep -q "^$user:" /etc/subuid 2> /dev/null ||
		usermod --add-subuids 4000000-4065535 --add-subgids 4000000-4065535 $user
	USER_ID=$(id -u $user) USER_GROUP=$(id -g $user)
	mkdir -p "$DIR/user/run" "$DIR/user/bundle"
	cp -r "$DIR/rootfs" "$DIR/user/rootfs"
	cp -r "$DIR/rootfs" "$DIR/user/bundle/rootfs"
	cp "$tests/bundle.sh" "$DIR/user/"
	chown -R $user: "$DIR/user"
	# Its first run talks about the machine; let that be said now.
	[ -n "$(podman_missing)" ] || as_user podman unshare true > "$DIR/log/podman-user" 2>&1 || true
	# Somebody at work on the host who is not root: what a shared pid namespace reaches.
	start at-work setpriv --reuid $user --regid "$USER_GROUP" --clear-groups sleep 3600
}

user_end() {
	local pid
	[ -n "$user" ] || return 0
	for pid in $(ps -o pid= -u $user); do kill "$pid" 2> /dev/null; done
	for _ in 1 2 3 4 5; do
		userdel $user 2> /dev/null && return
		sleep 0.2
		for pid in $(ps -o pid= -u $user); do kill -KILL "$pid" 2> /dev/null; done
	done
	echo "left behind: the user $user" >&2
}

# The tree may lie where only root can go (/root): neither its directory nor its
# files are the user's to read.
as_user() {
	setpriv --reuid $user --regid "$USER_GROUP" --clear-groups \
		env -C "$DIR/user" -i PATH="$PATH" HOME="$DIR/user" XDG_RUNTIME_DIR="$DIR/user/run" "$@"
}

user_missing() {
	missing_command useradd setpriv ps
	[ -n "$user" ] || echo "no user could be made"
}

podman_rootless_run() {
	split "$@"
	podman_words "$DIR/user" "$DIR/user/run"
	as_user "${podman[@]}" run --rm $(network) "${podman_limits[@]}" "${options[@]}" \
		--rootfs "$DIR/user/rootfs" /escape-probe "${arguments[@]}"
}
podman_rootless_missing() { podman_missing; missing_command newuidmap; user_missing; userns_missing; }

runc_rootless_run() {
	local word words=()
	split "$@"
	for word in "${arguments[@]}"; do words+=(--arg "$word"); done
	as_user sh "$DIR/user/bundle.sh" "$DIR/user/bundle" --rootless "${options[@]}" "${words[@]}" || return
	as_user runc --root "$DIR/user/run/runc" run --bundle "$DIR/user/bundle" "probe-$$-$RANDOM"
}
runc_rootless_missing() { runc_missing; user_missing; userns_missing; }

bwrap_run() {
	split "$@"
	bwrap --unshare-all --bind "$DIR/rootfs" / --proc /proc --dev /dev "${options[@]}" /escape-probe "${arguments[@]}"
}
bwrap_missing() { missing_command bwrap; userns_missing; }

# With a terminal that controls the session, as somebody at work has it.
bwrap_terminal_run() {
	split "$@"
	local words
	words=$(printf '%q ' bwrap --unshare-all --bind "$DIR/rootfs" / --proc /proc --dev /dev "${options[@]}" \
		/escape-probe "${arguments[@]}")
	script -qefc "$words > $DIR/terminal 2>&1" /dev/null > /dev/null
	local status=$?
	cat "$DIR/terminal"
	return $status
}
bwrap_terminal_missing() { bwrap_missing; missing_command script; }

bwrap_user_run() {
	split "$@"
	as_user bwrap --unshare-all --bind "$DIR/rootfs" / --proc /proc --dev /dev "${options[@]}" /escape-probe "${arguments[@]}"
}
bwrap_user_missing() { bwrap_missing; user_missing; }

# ---- chroot alone: the options are chroot(8)'s ---------------------------------

chroot_run() {
	split "$@"
	if ! [ -e "$DIR/chroot" ]; then
		cp -r "$DIR/rootfs" "$DIR/chroot"
		mkdir -p "$DIR/chroot/proc"
		mount -t proc proc "$DIR/chroot/proc"
	fi
	chroot "${options[@]}" "$DIR/chroot" /escape-probe "${arguments[@]}"
}
chroot_missing() { :; }

# ---- no container at all -----------------------------------------------------

host_run() { split "$@"; "$DIR/rootfs/escape-probe" "${arguments[@]}"; }
host_missing() { :; }

# ---- what the scenarios hand in ----------------------------------------------

disk_begin() {	# a disk of our own: an image file with ext4 on a loop device
	DISK=''
	[ -z "$(missing_command mke2fs losetup)" ] || return 0
	truncate -s 4M "$DIR/disk.img"
	mke2fs -q -t ext4 -L probe-disk "$DIR/disk.img"
	loop=$(losetup --find --show "$DIR/disk.img") || { loop=''; return 0; }
	DISK=$loop
}

mount_tree() {	# NAME: $DIR/NAME.tree as an ext4 of its own on $DIR/NAME
	mkdir -p "$DIR/$1"
	truncate -s 8M "$DIR/$1.img"
	mke2fs -q -t ext4 -d "$DIR/$1.tree" "$DIR/$1.img" &&
		mount -o loop,strictatime "$DIR/$1.img" "$DIR/$1"	# which gives the loop device back, too
}

# $HOST is a file system with what a host's root has.  Its /etc, bound into a
# container, looks there just like the machine's own, which it spares; and it
# does so in a chroot, too, where our own /etc is some /srv/chroot/etc.
# $DATA_DISK is one with nothing but data.  $HOST_DISK is the block device of $HOST.
host_begin() {
	HOST='' DATA_DISK='' HOST_DISK=''
	[ -z "$(missing_command mke2fs mount)" ] || return 0
	local tree=$DIR/host.tree
	mkdir -p "$tree"/{bin,boot,dev,etc/ssh,home/somebody,lib,proc,root,run,sbin,srv,sys,tmp,usr/bin,var/lib/{docker,kubelet/plugins_registry},var/log}
	echo 'root:x:0:0:root:/root:/bin/sh' > "$tree/etc/passwd"
	echo 'root:*:19000:0:99999:7:::' > "$tree/etc/shadow"
	echo host > "$tree/etc/hostname"
	chmod 640 "$tree/etc/shadow"
	chmod 700 "$tree/root"
	mkdir -p "$DIR/data-disk.tree/2026"
	echo 1,2 > "$DIR/data-disk.tree/2026/table.csv"
	if mount_tree host && mount_tree data-disk; then
		HOST=$DIR/host DATA_DISK=$DIR/data-disk
		HOST_DISK=$(awk -v point="$HOST" '$5 == point { print $(NF - 1) }' /proc/self/mountinfo)
	fi
}

# Nodes of our own, for what no engine makes: in $NODES `group` is that of
# $HOST_DISK and belongs to the group 4321, `ghost` is of a disk that does
# not exist.
nodes_begin() {
	NODES=$DIR/nodes
	mkdir -p "$NODES"
	mknod -m 600 "$NODES/ghost" b 8 240
	[ -z "$HOST_DISK" ] || mknod -m 660 "$NODES/group" b $((0x$(stat -c %t "$HOST_DISK"))) $((0x$(stat -c %T "$HOST_DISK")))
	[ -z "$HOST_DISK" ] || chgrp 4321 "$NODES/group"
	# Of devices that need not be there: nobody opens them.
	mknod -m 600 "$NODES/watchdog" c 10 130
	mknod -m 600 "$NODES/sound" c 116 2
	mknod -m 600 "$NODES/card" c 226 128
}

# Whether we live where the kernel's first process does: in the initial mount
# namespace (its number is fixed since Linux 6.17; kernel threads live in it)
# and not in a chroot, from which no user namespace can be made.
on_host() {
	local own
	own=$(readlink /proc/self/ns/mnt)
	[ -z "$(userns_missing)" ] && { [ "$own" = 'mnt:[4026531832]' ] || [ "$own" = "$(readlink /proc/2/ns/mnt)" ]; }
}

dead_socket() {	# PATH: a socket nobody listens to
	python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$1"
}

stub_socket() {	# NAME [HEAD]: $DIR/stub/NAME, a daemon that is none (stub.py)
	mkdir -p "$DIR/stub/${1%/*}"
	start "stub-${1//\//-}" "$tests/live/stub.py" "$DIR/stub/$1" "${@:2}"
	wait_until 5 test -S "$DIR/stub/$1"
}

silent_socket() {	# PATH: a socket that takes connections and never answers
	start "silent-${1##*/}" python3 -c '
import socket, sys, time
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen(16)
time.sleep(3600)' "$1"
	wait_until 5 test -S "$1"
}
