#!/bin/sh
# demo.sh PROGRAM - the main job, shown: the report from inside a container with
# an engine's default options, and from one that was given too much.
#
# Uses docker or podman if one answers, else runc with a configuration that
# equals Docker's; where no container can be made, the program runs as it is.
# Leaves nothing behind.  Succeeds when the program printed its reports,
# whatever the verdicts.
set -u
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

program=$(realpath "${1:?usage: demo.sh PROGRAM}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/escape-probe.XXXXXX")
image=escape-probe-demo:$$
made_image=no

# Never where something is still mounted: it could be the host's root.
clean() {
	[ $made_image = no ] || docker image rm -f $image > /dev/null 2>&1
	grep -q " $work/" /proc/self/mountinfo || rm -rf --one-file-system "$work"
}
trap clean EXIT
trap 'exit 130' INT TERM HUP

# Colours are for a terminal: the container needs one too.
tty=''
[ ! -t 1 ] || tty=--tty

mkdir -p "$work/rootfs"
cp "$program" "$work/rootfs/escape-probe"
chmod 755 "$work" "$work/rootfs" "$work/rootfs/escape-probe"

too_much='-v /:/host --cap-add SYS_ADMIN'

heading() {	# TITLE COMMAND-LINE
	printf '\n===== %s\n      %s\n\n' "$1" "$2"
}

# The program's own exit statuses; anything else comes from the engine.
printed() { [ "$1" -le 3 ]; }

# One report: ENGINE_run with $options, under a heading.
report() {	# ENGINE TITLE
	heading "$1, $2$note" "$("$1_line")"
	"$1_run"
	printed $? || exit 70
}

# Both reports of an engine, and the end; it only returns where the engine
# cannot make a container.
show() {	# ENGINE
	options=''
	"$1_run" --quiet > /dev/null 2> "$work/why"
	if ! printed $?; then
		echo "$1 is here but makes no container: $(grep . "$work/why" | tail -1)"
		return
	fi
	report "$1" "default options"
	options=$too_much
	report "$1" "given too much: the host's root directory and CAP_SYS_ADMIN"
	exit 0
}

note=''

docker_line() { echo "docker run --rm${options:+ $options} escape-probe"; }
docker_run() {
	# shellcheck disable=SC2086 # words
	docker run --rm $tty $options $image "$@"
}

podman_line() { echo "podman run --rm${options:+ $options} escape-probe"; }
podman_run() {
	# shellcheck disable=SC2086 # words
	podman --root "$work/storage" --runroot "$work/run" --storage-driver vfs run --rm $tty $options --rootfs "$work/rootfs" /escape-probe "$@"
}

runc_line() { echo "tests/bundle.sh bundle${options:+ $options} && runc run --bundle bundle escape-probe"; }
runc_run() {
	args=''
	for word in "$@"; do args="$args --arg $word"; done
	# shellcheck disable=SC2086 # words
	sh "$here/bundle.sh" "$work" $tty $rootless $options $args || return
	runc --root "$work/runc" run --bundle "$work" "escape-probe-$$"
}

answers() { command -v "$1" > /dev/null && timeout 10 "$1" version > /dev/null 2>&1; }

if answers docker && tar -C "$work/rootfs" -c escape-probe |
		docker import -c 'ENTRYPOINT ["/escape-probe"]' - $image > /dev/null 2>&1; then
	made_image=yes
	show docker
fi
if answers podman; then show podman; fi
if command -v runc > /dev/null; then
	note="
      (no engine runs here; this equals what Docker gives, but for an AppArmor profile, and
      with a seccomp filter of our own that refuses the calls which Docker's does)"
	rootless=''
	[ "$(id -u)" = 0 ] || rootless=--rootless
	show runc
fi

heading "no container can be made here: the program as it runs on this system" "$program"
"$program"
printed $? || exit 70
