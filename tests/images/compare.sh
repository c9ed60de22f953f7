#!/bin/sh
# compare.sh SAY SAY - what the system's libblkid says of every image here, and
# what the static program's says, must be the same.
set -eu

images=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/images"
for file in "$images"/*.xz; do
	name=${file##*/}
	xz -dc "$file" > "$dir/images/${name%.xz}"	# with holes for zeroes
done
"$1" "$dir"/images/* > "$dir/one"
"$2" "$dir"/images/* > "$dir/other"
status=0
diff "$dir/one" "$dir/other" > "$dir/difference" || status=1
sed -n 's/^[<>]/  FAIL &/p' "$dir/difference"
all=$(wc -l < "$dir/one")
differ=$(grep -c '^<' "$dir/difference" || :)
echo "images: $((all - differ)) passed, $differ failed"
exit $status
