#!/bin/bash
# claims.sh PROGRAM - is what is said of this program true?  Runs the command in
# each row of the README's table of facts, at the top of the tree, and the gate
# of docker/sandboxes.md with a sandbox that is contained and one that is not.
set -uo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$program" "$work/escape-probe"
passed=0 failed=0

holds() {	# WHAT COMMAND
	if bash -c "$2" > "$work/said" 2>&1 < /dev/null; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAIL  %s\n      %s\n' "$1" "$2"
		tail -3 "$work/said"
	fi
}

rows=$(sed -n '/<!-- facts begin -->/,/<!-- facts end -->/{/^| /p}' README.md | wc -l)
while IFS='`' read -r claim command _; do
	# A bar within a cell has a backslash before it.
	command=${command//\\|/|}
	holds "${claim//|/}" "${command//build\//"$work"/}"
done < <(sed -n '/<!-- facts begin -->/,/<!-- facts end -->/{/^| .*`/p}' README.md)
holds 'each row below the heading has a command' "test $((passed + failed)) = $((rows - 1))"

gate=$(sed -n '/^```sh$/,/^```$/{/^```/!p}' docker/sandboxes.md)
sandbox() {	# CASE: the words of the page, with a captured container for a sandbox
	echo "sandbox-run() { shift; '$program' --root 'tests/cases/$1/root' \"\$@\"; }; $gate"
}
holds 'the gate opens for what is contained' "$(sandbox docker-default)"
holds 'the gate stops what is escapable' "($(sandbox docker-host-root)); test \$? = 1"
holds 'the gate stops on the host itself' "($(sandbox plain-host)); test \$? = 1"
for status in 2 64 70 77 126 127 124 137; do
	holds "the gate stops at status $status" "(sandbox-run() { return $status; }; $gate); test \$? = 1"
done

# What docker/kubernetes/README.md asks of a report, of captured ones.
asked() { sed -n "s/^ *$1/$1/p" docker/kubernetes/README.md; }
report() { echo "'$program' --root tests/cases/$1/root --format json > $work/report; cd $work"; }
holds 'a pod of the restricted level has it' "$(report kubernetes-pod); test \"\$($(asked jq))\" = '\"restricted\"'"
holds 'what keeps one from it is listed' "$(report docker-sys-admin); $(asked jq) | grep -q '\"name\": \"Capabilities\"'"
holds 'a report has one verdict' "$(report kubernetes-pod); test \"\$($(asked kubectl.logs | sed 's/.*| //') report)\" = \"\$(printf '\\t\"verdict\": \"contained\",')\""
echo "claims: $passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 20 ]
