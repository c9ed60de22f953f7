#!/bin/bash
# builders.sh PROGRAM - the probe in a RUN line: does it tell a safe build step from
# one that could reach the host, with the builders that Debian carries?
#
# Prints a line for each; the build has to go on exactly where the step is contained.
set -uo pipefail
[ $# = 1 ] || { echo "usage: tests/live/builders.sh PROGRAM" >&2; exit 64; }
. "$(dirname "$0")/engines.sh"
engines_begin "$1"
docker_begin
passed=0 failed=0 skipped=0
mkdir "$DIR/context"
cp "$PROGRAM" "$DIR/context/escape-probe"
# docker/build.md shows this very file.
sed -n "/^\`\`\`dockerfile/,/^\`\`\`/{/^\`\`\`/!p;/^\`\`\`$/q}" "$tests/../docker/build.md" > "$DIR/context/Dockerfile"
# The line that only warns, in the place of the one that stops.
{ grep -v '^RUN' "$DIR/context/Dockerfile"; grep '^RUN.*warn-only' "$tests/../docker/build.md"; } > "$DIR/context/Dockerfile.warn"
storage=(--storage-driver vfs --root "$DIR/build/storage" --runroot "$DIR/build/run")
small=(--ulimit nofile=1024:1024 --ulimit nproc=1024:1024)

# Debian's own client has BuildKit built in; others want a plug-in, and may have it.
buildkit_client() {
	for client in docker /usr/bin/docker; do
		if DOCKER_BUILDKIT=1 $client build --help 2>&1 | grep -q -- --progress; then echo $client; return; fi
	done
}

classic()  { DOCKER_BUILDKIT=0 docker build --network none --no-cache "$@" "$DIR/context"; }
classic_missing() { docker_missing; }
buildkit() { DOCKER_BUILDKIT=1 "$(buildkit_client)" build --network none --no-cache --progress plain "$@" "$DIR/context"; }
buildkit_missing() { docker_missing; [ -n "$(buildkit_client)" ] || echo "no client with BuildKit"; }
buildah_oci() { buildah "${storage[@]}" bud --runtime runc --isolation oci --network none "${small[@]}" --no-cache "$@" "$DIR/context"; }
buildah_oci_missing() { missing_command buildah runc; }
buildah_chroot() { buildah "${storage[@]}" bud --isolation chroot "${small[@]}" --no-cache "$@" "$DIR/context"; }
buildah_chroot_missing() { missing_command buildah; }
# One in a container, which can hand on no more than it was given itself.
inner() {	# OPTION...
	docker run --rm --network none -v "$DIR/context:/context:ro" "$@" "$image-builder" \
		buildah --storage-driver vfs bud --isolation chroot --no-cache --security-opt seccomp=unconfined --cap-add ALL /context
}
inner_missing() {
	[ -z "$(docker_missing)" ] || { docker_missing; return; }
	missing_command buildah busybox
	"$tests/../docker/lab/image" "$PROGRAM" "$image-builder" > /dev/null 2> "$DIR/log/inner" || tail -1 "$DIR/log/inner"
}
podman_build() { podman --cgroup-manager=cgroupfs --events-backend=none "${storage[@]}" build --runtime runc --network none "${small[@]}" --no-cache "$@" "$DIR/context"; }
podman_build_missing() { missing_command podman runc; }

step() {	# NAME BUILDER contained|escapable|warned|told OPTION...
	local name=$1 builder=$2 want=$3 why got
	shift 3
	why=$("${builder}_missing" | head -1)
	if [ -n "$why" ]; then
		skipped=$((skipped + 1))
		printf 'skip  %-34s not run: %s\n' "$name" "$why"
		return
	fi
	if "$builder" "$@" > "$DIR/said" 2>&1; then got=contained; else got=failed; fi
	# Only the probe's own word counts: a builder that fails for another reason is no answer.
	if grep -q 'ESCAPABLE: ' "$DIR/said"; then got=$got-escapable; fi
	if grep -q "escape-probe: starting '.*escapable: open: " "$DIR/said"; then got=$got-warned; fi
	if grep -q 'CONTAINED: ' "$DIR/said"; then got=$got-contained; fi
	if grep -q 'CANNOT TELL: ' "$DIR/said"; then got=$got-undecided; fi
	case $want:$got in
	contained:contained-contained|escapable:failed-escapable|warned:contained-warned|told:contained-contained|told:failed-escapable|told:failed-undecided)
		passed=$((passed + 1)); printf 'ok    %-34s %s\n' "$name" "$want";;
	*)	failed=$((failed + 1)); printf 'FAIL  %-34s %s, wanted %s\n' "$name" "$got" "$want"; tail -5 "$DIR/said";;
	esac
}

step docker-classic          classic        contained
step docker-buildkit         buildkit       contained
step buildah                 buildah_oci    contained
step buildah-sys-admin       buildah_oci    escapable --cap-add SYS_ADMIN
# What BuildKit's documents show of a step with --security=insecure: every capability
# and no filter.  The devices it adds are not needed for the answer.
step buildah-all-capabilities buildah_oci    escapable --cap-add ALL --security-opt seccomp=unconfined
step buildah-warn-only        buildah_oci    warned --cap-add SYS_ADMIN --file "$DIR/context/Dockerfile.warn"
step buildah-no-seccomp      buildah_oci    contained --security-opt seccomp=unconfined
step buildah-socket          buildah_oci    escapable --volume "${SOCKET:-/var/run/docker.sock}:/var/run/docker.sock"
# No container but a changed root, in the host's namespaces: what runs on the host
# decides what is open there.  It has to be told, and the step to end by it.
step buildah-chroot-isolation buildah_chroot told
step inner-sys-admin          inner          escapable --cap-add SYS_ADMIN --security-opt seccomp=unconfined
step podman                  podman_build         contained
step podman-sys-admin        podman_build         escapable --cap-add SYS_ADMIN
echo "builders: $passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] && [ $passed -gt 0 ]
