#!/bin/bash
# preflight.sh PROGRAM [NAME...] - `exec` in real containers: a program started
# by it is what it would have been alone, a refused one is not started, and the
# start costs next to nothing.
#
# Needs root and gcc.  A line for each trial; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/preflight.sh PROGRAM [NAME...]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers of every kind" >&2; exit 1; }
export SHELL=$BASH	# script(1) runs by it what bash wrote; a bare environment has none
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:2}"
STARTS=${STARTS:-1000}

# ---- a container in which any program is the first: ENGINE_start OPTIONS... -- WORDS...

docker_start() {
	split "$@"
	docker run --rm --network none --hostname container "${options[@]}" --entrypoint "${arguments[0]}" $image "${arguments[@]:1}"
}

podman_start() {
	split "$@"
	podman_words "$DIR/podman" "$DIR/run"
	"${podman[@]}" run --rm --network none --hostname container "${podman_limits[@]}" "${options[@]}" --rootfs "$DIR/rootfs" "${arguments[@]}"
}

# bundle.sh writes /escape-probe as the first word; jq puts the others there.
runc_bundle() {
	split "$@"
	mkdir -p "$DIR/bundle"
	[ -e "$DIR/bundle/rootfs" ] || cp -r "$DIR/rootfs" "$DIR/bundle/rootfs"
	sh "$tests/bundle.sh" "$DIR/bundle" "${options[@]}" || return
	jq '.process.args = $ARGS.positional' "$DIR/bundle/config.json" --args -- "${arguments[@]}" > "$DIR/bundle/config.new" &&
		mv "$DIR/bundle/config.new" "$DIR/bundle/config.json"
}
runc_start() { runc_bundle "$@" && runc --root "$DIR/run/runc" run --bundle "$DIR/bundle" "probe-$$-$RANDOM"; }

# In the middle of a run the options of an engine end.
with() {	# ENGINE OPTIONS... -- WORDS...: through the preflight
	local engine=$1 before=()
	shift
	while [ "$1" != -- ]; do before+=("$1"); shift; done
	shift
	"${engine}_start" "${before[@]}" -- /escape-probe exec -- "$@"
}

# ---- the same bytes ----------------------------------------------------------------------------

# Podman hands out the environment in an order of its own each time; and the
# child of an engine's init has the next number that the engine's threads left.
ordered() {
	local pid
	pid=$(sed -n 's/^pid \([0-9]*\) parent 1 .*/\1/p' "$1")
	grep -v '^environment ' "$1" |
		sed -E "s/^(pid |.*status (Tgid|Pid|NStgid|NSpid|NSpgid):[[:blank:]])${pid:-none}\\b/\\1NUMBER/; s/ group ${pid:-none} / group NUMBER /"
	grep '^environment ' "$1" | sort
}

same() {	# NAME ENGINE OPTIONS...
	local name=$1 engine=$2 complaints=''
	shift 2
	needs "$engine" "$name" || return 0
	"${engine}_start" "$@" -- /inherit one two > "$DIR/alone" 2> "$DIR/alone.err" < /dev/null
	with "$engine" "$@" -- /inherit one two > "$DIR/started" 2> "$DIR/started.err" < /dev/null
	[ "$(wc -l < "$DIR/alone")" -gt 50 ] || complaints="      alone it said: $(head -3 "$DIR/alone.err")"
	complaints+=$(diff <(ordered "$DIR/alone") <(ordered "$DIR/started") | head -20)$(diff "$DIR/alone.err" "$DIR/started.err" | head -5)
	verdict "$name" "$complaints" "$(wc -l < "$DIR/alone") lines"
}

# The same with a terminal, which script(1) makes; engines want one of their own.
same_tty() {	# NAME ENGINE OPTIONS...
	local name=$1 engine=$2 complaints=''
	shift 2
	needs "$engine" "$name" || return 0
	script -qec "$(declare -p image DIR tests podman_limits 2> /dev/null); $(declare -f); $engine""_start $* -- /inherit" /dev/null \
		<&8 2>&1 | tr -d '\r' > "$DIR/alone"
	script -qec "$(declare -p image DIR tests podman_limits 2> /dev/null); $(declare -f); with $engine $* -- /inherit" /dev/null \
		<&8 2>&1 | tr -d '\r' > "$DIR/started"
	grep -q 'descriptor 0:.* terminal' "$DIR/alone" || complaints="      no terminal: $(head -3 "$DIR/alone")"
	complaints+=$(diff <(ordered "$DIR/alone") <(ordered "$DIR/started") | head -20)
	verdict "$name" "$complaints" "$(wc -l < "$DIR/alone") lines"
}

# ---- the same end ---------------------------------------------------------------------------------

ends() {	# NAME ENGINE OPTIONS... -- WORDS...: the same exit status, whatever it is
	local name=$1 engine=$2 alone started
	shift 2
	needs "$engine" "$name" || return 0
	"${engine}_start" "$@" > /dev/null 2>&1 < /dev/null
	alone=$?
	with "$engine" "$@" > /dev/null 2> "$DIR/words" < /dev/null
	started=$?
	verdict "$name" "$([ $alone = $started ] || echo "      $started, and alone $alone: $(head -1 "$DIR/words")")" "exit status $alone"
}

statuses() {	# NAME WANTED ENGINE OPTIONS... -- WORDS...: of the preflight itself
	local name=$1 want=$2 engine=$3 got
	shift 3
	needs "$engine" "$name" || return 0
	"${engine}_start" "$@" > "$DIR/out" 2> "$DIR/words" < /dev/null
	got=$?
	verdict "$name" "$([ $got = "$want" ] || echo "      exit status $got, not $want: $(head -1 "$DIR/words")")" "exit status $got"
}

# ---- what the file system holds ------------------------------------------------------------------------

engines_begin "$1"
trap engines_end EXIT
trap 'exit 130' INT TERM HUP
for tool in gcc jq; do
	[ -z "$(missing_command $tool)" ] || { echo "tests/live: no $tool" >&2; exit 1; }
done
gcc -std=c11 -D_GNU_SOURCE -O1 -static -o "$DIR/rootfs/inherit" "$tests/live/inherit.c" || exit 1
mkdir -p "$DIR/rootfs/bin"
cp "$DIR/rootfs/inherit" "$DIR/rootfs/bin/inherit"
echo 'no program' > "$DIR/rootfs/bin/data"
chmod 755 "$DIR/rootfs/bin/data"
cp "$DIR/rootfs/bin/data" "$DIR/rootfs/bin/locked"
chmod 644 "$DIR/rootfs/bin/locked"
printf '#!/no/such/interpreter\n' > "$DIR/rootfs/bin/dangling"
chmod 755 "$DIR/rootfs/bin/dangling"
docker_begin
if [ -z "$(docker_missing)" ]; then
	tar -C "$DIR/rootfs" -c . | docker import - $image > /dev/null 2>&1 && image_is_ours=yes
fi

# A keyboard on which nobody types: an end of file would be echoed.
mkfifo "$DIR/keys"
exec 8<> "$DIR/keys"

# ---- inherits the same --------------------------------------------------------------------------------------

same runc-same                runc
same runc-same-user           runc --user 1000:1000
same runc-same-hardened       runc --user 65534:65534 --cap-drop ALL --read-only --security-opt no-new-privileges
same runc-same-no-seccomp     runc --security-opt seccomp=unconfined
same docker-same              docker
same docker-same-init         docker --init
same docker-same-user         docker --user 1000:1000 --group-add 4321
same docker-same-hardened     docker --user 65534:65534 --cap-drop ALL --read-only --security-opt no-new-privileges
same docker-same-limits       docker --ulimit core=0:0 --ulimit nofile=77:78 -w /bin -e ONE=1 -e 'TWO=a b' --oom-score-adj 100
same docker-same-bind         docker -v "$DIR/log:/data"
same podman-same              podman
same podman-same-user         podman --user 1000:1000
podman_init_missing() { podman_missing; [ -x /usr/libexec/podman/catatonit ] || missing_command catatonit; }
podman_init_start() { podman_start --init "$@"; }
same podman-same-init         podman_init
same_tty docker-same-terminal docker -it
same_tty podman-same-terminal podman -it
same_tty runc-same-terminal   runc --tty

# Under a filter that kills who asks: the looking loses children, and the
# program must neither have them nor hear of them.
if needs docker same-after-deaths; then
	jq -n '{defaultAction: "SCMP_ACT_ALLOW", syscalls: [{names: ["mount", "statfs", "connect", "unshare", "open_by_handle_at"],
		action: "SCMP_ACT_KILL_PROCESS"}]}' > "$DIR/filter.json"
	docker_start --security-opt seccomp="$DIR/filter.json" -- /inherit > "$DIR/alone" 2> "$DIR/words" < /dev/null
	docker_start --security-opt seccomp="$DIR/filter.json" -- /escape-probe exec --warn-only -q -- /inherit \
		> "$DIR/started" 2>> "$DIR/words" < /dev/null
	verdict same-after-deaths "$(cat "$DIR/words")$(diff "$DIR/alone" "$DIR/started")$(grep -q '^children 10$' "$DIR/alone" || echo '      no children line')"
	docker_start --security-opt seccomp="$DIR/filter.json" -- /escape-probe exec -v -- /inherit > "$DIR/out" 2> "$DIR/words" < /dev/null
	status=$?
	verdict report-goes-to-stderr "$([ $status = 77 ] || [ $status = 0 ] || echo "      exit status $status"
		grep -q '^CANNOT TELL\|^CONTAINED' "$DIR/words" || echo '      no report'
		! grep -q '^Looked at' "$DIR/out" || echo '      a report on standard output')" "exit status $status"
fi

# Descriptors, signals and umask that a runtime does not give but a caller may.
if needs runc odd-inheritance; then
	# Without a container, so --allow: what matters here is what is handed on.
	odd() {
		(
			cd "$DIR/log"
			umask 027
			ulimit -c 17
			exec 5< /dev/null 6> "$DIR/words" 9<> "$DIR/out"
			exec setpriv --pdeathsig TERM env --ignore-signal=PIPE --ignore-signal=CHLD --ignore-signal=USR1 \
				--block-signal=USR2 --block-signal=CHLD --chdir="$DIR/log" "$@"
		) 2>&1 < /dev/null | sed '/^pid /d; /status \(Tgid\|Pid\|PPid\|NSpid\|SigQ\)/d'
	}
	odd "$DIR/rootfs/inherit" > "$DIR/alone"
	odd "$PROGRAM" exec --warn-only -q -- "$DIR/rootfs/inherit" > "$DIR/started"
	verdict odd-inheritance "$(grep -q 'SigIgn:.*1' "$DIR/alone" || echo '      nothing is ignored')$(diff "$DIR/alone" "$DIR/started")"
fi

# ---- ends the same -----------------------------------------------------------------------------------------------

for engine in docker podman runc; do
	for status in 0 1 77 255; do
		ends $engine-status-$status $engine -- /inherit status $status
	done
	# As the first process a signal of its own is not felt.
	for number in 6 11 15; do ends $engine-signal-$number $engine -- /inherit signal $number; done
done
for number in 6 9 11 15; do ends docker-init-signal-$number docker --init -- /inherit signal $number; done

# A core: the status says whether it was dumped, so no container is between.
if wanted core-dump; then
	complaints=''
	mkdir -p "$DIR/cores"
	for words in "" "$PROGRAM exec --warn-only -q --"; do
		# shellcheck disable=SC2086
		python3 - "$DIR/cores" $words "$DIR/rootfs/inherit" signal 6 <<-'END' >> "$DIR/core"
			import os, resource, sys
			pid = os.fork()
			if pid == 0:
			    os.chdir(sys.argv[1])
			    resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20))
			    os.execv(sys.argv[2], sys.argv[2:])
			status = os.waitpid(pid, 0)[1]
			print(os.WIFSIGNALED(status), os.WTERMSIG(status), os.WCOREDUMP(status))
		END
	done
	[ "$(sort -u "$DIR/core" | wc -l)" = 1 ] && [ "$(wc -l < "$DIR/core")" = 2 ] || complaints=$(cat "$DIR/core")
	verdict core-dump "$complaints" "$(head -1 "$DIR/core")"
fi

stops() {	# NAME ENGINE HOW OPTIONS...: docker stop, or Ctrl-C on its terminal
	local name=$1 engine=$2 how=$3 id complaints='' from words took codes=''
	shift 3
	needs "$engine" "$name" || return 0
	for words in /inherit "/escape-probe exec -- /inherit"; do
		# shellcheck disable=SC2086
		id=$("$engine" run -d --network none "$@" --entrypoint ${words%% *} $image $(echo "$words " | cut -s -d' ' -f2-) term 2> "$DIR/words")
		wait_until 10 sh -c "$engine logs $id 2>&1 | grep -q ready" || complaints+="      does not start: $(head -1 "$DIR/words")"$'\n'
		from=$EPOCHREALTIME
		if [ "$how" = stop ]; then
			$engine stop -t 8 "$id" > /dev/null
		else
			# Written to the terminal, as a key would be.
			timeout 10 script -qec "$engine attach $id" /dev/null < <(sleep 1; printf '\003'; sleep 2) > /dev/null 2>&1
		fi
		codes+="$($engine wait "$id") "
		took=$(awk -v from="$from" -v to="$EPOCHREALTIME" 'BEGIN { print (to - from > 7) }')
		[ "$took" = 0 ] || complaints+="      was not heard: $words"$'\n'
		$engine rm -f "$id" > /dev/null 2>&1
	done
	[ "$codes" = "7 7 " ] || complaints+="      exit statuses $codes"
	verdict "$name" "$complaints" "exit statuses $codes"
}
stops docker-stop      docker stop
stops docker-stop-init docker stop --init
stops docker-ctrl-c    docker key -it

# ---- the preflight's own ends ------------------------------------------------------------------------------------------

for engine in docker podman runc; do
	statuses $engine-found-by-path     0   $engine -- /escape-probe exec -- inherit
	statuses $engine-not-found         127 $engine -- /escape-probe exec -- no-such-program
	statuses $engine-not-executable    126 $engine -- /escape-probe exec -- /bin/locked
	statuses $engine-no-shell          126 $engine -- /escape-probe exec -- data
	statuses $engine-no-interpreter    127 $engine -- /escape-probe exec -- /bin/dangling
	statuses $engine-misspelt          64  $engine -- /escape-probe exec --alow host-network -- inherit
	statuses $engine-refused           77  $engine --cap-add SYS_ADMIN -- /escape-probe exec -- inherit
	statuses $engine-user              0   $engine --user 1000 -- /escape-probe exec -- inherit
	statuses $engine-refused-latent    77  $engine --cap-add SYS_ADMIN --user 1000 -- /escape-probe exec -- inherit
	statuses $engine-warned            0   $engine --cap-add SYS_ADMIN -- /escape-probe exec --warn-only -- inherit
	statuses $engine-contract-kept     0   $engine --cap-drop ALL --cap-add CHOWN --user 0 -- /escape-probe exec --expect-caps CHOWN --expect-seccomp -- inherit
	statuses $engine-contract-little   77  $engine --cap-drop ALL -- /escape-probe exec --expect-caps CHOWN -- inherit
	statuses $engine-contract-much     77  $engine -- /escape-probe exec --expect-caps CHOWN -- inherit
	statuses $engine-contract-device   77  $engine --device /dev/fuse -- /escape-probe exec --expect-devices none -- inherit
	statuses $engine-contract-devices  0   $engine --device /dev/fuse -- /escape-probe exec --expect-devices /dev/fuse -- inherit
	statuses $engine-contract-root     77  $engine -- /escape-probe exec --expect-user nonroot -- inherit
	statuses $engine-contract-hardened 0   $engine --user 65534:65534 --cap-drop ALL --read-only --security-opt no-new-privileges \
		-- /escape-probe exec --expect-user nonroot --expect-no-new-privs --expect-read-only-root --expect-seccomp --expect-caps none --expect-devices none -- inherit
	statuses $engine-drop              0   $engine -- /escape-probe exec --drop --expect-caps NET_BIND_SERVICE -- inherit
	statuses $engine-drop-user         0   $engine --user 1000 -- /escape-probe exec --drop --expect-caps none -- inherit
	statuses $engine-drop-admin        0   $engine --cap-add SYS_ADMIN -- /escape-probe exec --drop --expect-caps CHOWN -- inherit
done
statuses docker-environment        0  docker --cap-add SYS_ADMIN -e ESCAPE_PROBE_WARN_ONLY=1 -- /escape-probe exec -- inherit
statuses docker-environment-wrong  64 docker -e ESCAPE_PROBE_ALOW=host-network -- /escape-probe exec -- inherit
statuses docker-environment-locked 77 docker --cap-add SYS_ADMIN -e ESCAPE_PROBE_WARN_ONLY=1 -- /escape-probe exec --no-env -- inherit
statuses docker-socket             77 docker -v /dev/null:/unused -v "${SOCKET:-/none}:/var/run/docker.sock" -- /escape-probe exec -- inherit
statuses docker-socket-allowed     0  docker -v "${SOCKET:-/none}:/var/run/docker.sock" -- /escape-probe exec --allow docker-socket=ci -- inherit
statuses docker-socket-expired     77 docker -v "${SOCKET:-/none}:/var/run/docker.sock" -- /escape-probe exec --allow docker-socket --allow-until 2026-01-01 -- inherit

# Dropped means dropped.
if needs runc dropped; then
	runc_start --cap-add SYS_ADMIN -- /escape-probe exec --drop --expect-caps CHOWN,KILL -- inherit > "$DIR/out" 2> /dev/null < /dev/null
	verdict dropped "$(awk '/status Cap(Prm|Eff|Bnd)/ && $NF != "0000000000000021" || /status Cap(Inh|Amb)/ && $NF != "0000000000000000" ||
		/NoNewPrivs/ && $NF != 1' "$DIR/out"; grep -q CapBnd "$DIR/out" || echo '      did not start')"
fi

# ---- the words -------------------------------------------------------------------------------------------------------------

if needs runc kubelet; then
	echo 'what was said before, and is longer than nothing' > "$DIR/termination"
	chmod 666 "$DIR/termination"
	runc_start --user 1000 --cap-add SYS_ADMIN -v "$DIR/termination:/dev/termination-log" -- /escape-probe exec -- inherit \
		> "$DIR/out" 2> "$DIR/words" < /dev/null
	complaints=$(cmp "$DIR/words" "$DIR/termination" 2>&1)
	[ "$(wc -l < "$DIR/words")" = 1 ] || complaints+="      not one line"
	grep -q '^escape-probe: refused to start .inherit.: ' "$DIR/words" || complaints+="      says: $(head -1 "$DIR/words")"
	[ -s "$DIR/out" ] && complaints+="      something on standard output"
	verdict kubelet "$complaints"
	echo untouched > "$DIR/termination"
	runc_start -v "$DIR/termination:/dev/termination-log" -- /escape-probe exec -- inherit > /dev/null 2>&1 < /dev/null
	verdict kubelet-nothing-to-tell "$(grep -qx untouched "$DIR/termination" || cat "$DIR/termination")"
fi

# ---- the ways into another image -------------------------------------------------------------------------------------------

if needs docker dockerfile; then
	docker build -q -f "$tests/../docker/preflight/Dockerfile" --build-arg PROBE=$image --build-arg BASE=$image -t $image-web \
		"$tests/../docker/preflight" > "$DIR/words" 2>&1
	docker run --rm --network none $image-web inherit status 5 2>> "$DIR/words"
	status=$?
	docker image rm -f $image-web > /dev/null 2>&1
	verdict dockerfile "$([ $status = 5 ] || echo "      exit status $status, not 5: $(tail -1 "$DIR/words")")"
fi

# The init container of the Kubernetes example: another user writes, read-only root.
if needs runc copy; then
	mkdir -p "$DIR/shared"
	chmod 777 "$DIR/shared"
	runc_start --user 101:101 --read-only --cap-drop ALL -v "$DIR/shared:/preflight" -- /escape-probe copy /preflight/escape-probe 2> "$DIR/words"
	complaints=$(cmp "$DIR/shared/escape-probe" "$DIR/rootfs/escape-probe" 2>&1)$(cat "$DIR/words")
	runc_start --user 102 -v "$DIR/shared:/preflight:ro" -- /preflight/escape-probe exec -- inherit status 6 2> "$DIR/words"
	[ $? = 6 ] || complaints+=$(head -1 "$DIR/words")
	verdict copy "$complaints"
fi

# ---- many, and what it costs ---------------------------------------------------------------------------------------------------

# In one container: the first process starts the program again and again, while
# the processors are busy with something else.
cat > "$DIR/many.c" <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* many COUNT PROGRAM WORDS...: COUNT times, alone and through the preflight in
 * turns; says how many did not end with 0, what is left, and what it cost. */
int main(int argc, char **argv)
{
	char *through[64] = { "/escape-probe", "exec", "--" };
	int count = atoi(argv[1]), bad = 0;
	double *took[2] = { calloc((size_t)count, sizeof(double)), calloc((size_t)count, sizeof(double)) };
	long most[2] = { 0, 0 };

	for (int i = 2; i < argc; i++)
		through[i + 1] = argv[i];
	for (int i = 0; i < 2 * count; i++) {
		struct timespec from, to;
		struct rusage usage;
		char **words = i % 2 ? through : argv + 2;
		int status;

		clock_gettime(CLOCK_MONOTONIC, &from);
		pid_t child = fork();

		if (child == 0) {
			freopen("/dev/null", "w", stdout);
			execv(words[0], words);
			_exit(99);
		}
		wait4(child, &status, 0, &usage);
		clock_gettime(CLOCK_MONOTONIC, &to);
		bad += status != 0;
		took[i % 2][i / 2] = (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
		most[i % 2] = usage.ru_maxrss > most[i % 2] ? usage.ru_maxrss : most[i % 2];
	}
	int left = 0;

	while (waitpid(-1, NULL, WNOHANG) >= 0)
		left++;
	qsort(took[0], (size_t)count, sizeof(double), compare);
	qsort(took[1], (size_t)count, sizeof(double), compare);
	printf("%d bad, %d left, median %.2f ms alone and %.2f ms more, fastest tenth %.2f and %.2f, at most %ld and %ld KiB\n", bad, left,
	       took[0][count / 2], took[1][count / 2] - took[0][count / 2],
	       took[0][count / 10], took[1][count / 10] - took[0][count / 10], most[0], most[1]);
	return bad > 0 || left > 0;
}
END
gcc -std=c11 -D_GNU_SOURCE -O1 -w -static -o "$DIR/rootfs/many" "$DIR/many.c" || exit 1
rm -rf "$DIR/bundle"

if needs runc many-under-load; then
	for _ in 1 2; do start load sh -c 'while :; do :; done'; done
	said=$(runc_start -- /many "$STARTS" /inherit status 0 2>&1 < /dev/null)
	status=$?
	for pid in "${started[@]: -2}"; do kill "$pid"; done
	verdict many-under-load "$([ $status = 0 ] || echo "      $said")" "$said"
fi
if needs runc cost; then
	said=$(runc_start -- /many 100 /inherit status 0 2>&1 < /dev/null)
	# The bar is for a machine that is not busy: on one that is, only the
	# fastest runs tell what is the program's own.
	more=$(echo "$said" | sed -n 's/.*fastest tenth [0-9.]* and \([0-9.]*\),.*/\1/p')
	kib=$(echo "$said" | sed -n 's/.*at most [0-9]* and \([0-9]*\) KiB/\1/p')
	own=$(echo "$said" | sed -n 's/.*at most \([0-9]*\) and .*/\1/p')
	verdict cost "$(awk -v more="${more:-99}" -v kib="${kib:-9999}" -v own="${own:-0}" 'BEGIN {
		if (more > 5) print "      more than 5 ms: " more; if (kib - own > 1024) print "      more than 1 MiB: " kib - own }')" "$said"
fi

closing_line preflight
