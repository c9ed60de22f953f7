# check.sh - what the check of every exercise is made of.  Sourced by NN-*/check,
# which is called with the Compose file to look at (compose.yaml).
#
# An exercise is solved when the need is still served and the container is
# contained; each condition prints a line, the last line is the answer.
cd "$(dirname "$0")" || exit 1
file=${1:-compose.yaml}
failed=0

# Docker's plugin, or the older program of its own; Podman's will do, too.
compose() {
	if docker compose version > /dev/null 2>&1; then docker compose -f "$file" "$@"; else docker-compose -f "$file" "$@"; fi
}

run() {	# SERVICE [ENTRYPOINT ARGUMENT...]: standard output only, Compose's own talk left out
	service=$1
	shift
	if [ $# = 0 ]; then
		compose run --rm -T "$service" 2> /dev/null < /dev/null
	else
		entry=$1
		shift
		compose run --rm -T --entrypoint "$entry" "$service" "$@" 2> /dev/null < /dev/null
	fi
}

said() {	# STATUS WHAT
	if [ "$1" = 0 ]; then echo "  ok    $2"; return; fi
	echo "  FAIL  $2"
	failed=$((failed + 1))
	return 1
}

# The service's own job ends well and prints a line that fits the pattern.
need() {	# WHAT SERVICE PATTERN
	output=$(run "$2") && echo "$output" | grep -Eq "$3"
	said $? "the need: $1" || echo "$output" | tail -5 | sed 's/^/        /'
}

contained() {	# SERVICE [OPTION...]
	container=$1
	shift
	output=$(run "$container" escape-probe "$@")
	status=$?
	said $status "escape-probe says contained" || echo "$output" | head -20 | sed 's/^/        /'
}

# The report with all details has a line that fits the pattern.
reports() {	# WHAT SERVICE PATTERN
	run "$2" escape-probe --verbose | grep -Eq "$3"
	said $? "$1"
}

solved() {
	compose down --volumes > /dev/null 2>&1
	if [ $failed = 0 ]; then echo "solved"; else echo "not solved yet"; fi
	exit $((failed > 0))
}
trap 'compose down --volumes > /dev/null 2>&1' INT TERM
