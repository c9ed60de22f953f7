#!/bin/sh
# paths.sh OUT FAMILY.paths... FILE.needs - the texts of the escape paths, and
# of what people give too much for, made ready for the program.  Writes OUT/FAMILY.rows.inc, the rows of each family's table,
# and OUT/path_texts.inc: all texts in one, compressed, for judge/path_texts.c
# (English shrinks to less than a third).
#
# A family's file holds a paragraph for each path: lines "field: text", which
# go on behind a line break and blanks, in the order of `path_fields`; those
# in `optional` may be left out, and are empty then.
#
# Packed is the first field of all paths, then the second of all, in the order
# of `enum path_text` (include/paths.h): like stands beside like, as gzip wants it.
set -eu
export LC_ALL=C
out=$1
shift

awk -v out="$out" '
function fail(why) { print FILENAME ":" FNR ": " why > "/dev/stderr"; failed = 1; exit 1 }
function field(name, text) {
	while (name != order[at] && order[at] in optional)
		skip()
	if (name != order[at])
		fail("\"" name "\" where \"" order[at] "\" belongs")
	if (text == "")
		fail("\"" name "\" is empty")
	at = at % fields + 1
	if (name == "path") {
		row = "{ .id = \"" text "\", .number = " number++ ", "
		gsub(/-/, "_", text)
		row = row ".judge = judge_" text ", .outcome = OUTCOME_"
	} else if (name == "need") {
		need[needs++, name] = text
	} else if (name == "outcome") {
		print row (text == "information" ? "" : "HOST_") toupper(text) " }," > rows
	} else if (needs) {
		need[needs - 1, name] = text
	} else {
		path[number - 1, name] = text
	}
}
function skip() { at = at % fields + 1 }
function flush() {
	if (name != "")
		field(name, text)
	name = ""
}
function finish() {
	flush()
	while (order[at] in optional)
		skip()
	if (at != 1)
		fail("\"" order[at] "\" is missing")
}
BEGIN {
	path_fields = "path outcome title gives why opened-by instead reference default asked controls opened-by-kubernetes instead-kubernetes"
	packed_fields = "reference controls default asked title gives why opened-by opened-by-kubernetes instead instead-kubernetes"
	need_fields = "need docker compose kubernetes note"
	optional["opened-by-kubernetes"] = optional["instead-kubernetes"] = 1
	texts = out "/path_texts"
}
FNR == 1 {
	if (NR > 1)
		finish()
	at = 1
	fields = split(FILENAME ~ /\.needs$/ ? need_fields : path_fields, order, " ")
	family = FILENAME
	sub(/.*\//, "", family)
	sub(/\.paths$/, "", family)
	rows = out "/" family ".rows.inc"
	if (FILENAME ~ /\.paths$/)
		printf "" > rows
}
/^#/ { next }
/^ / && name != "" { sub(/^ +/, " "); text = text $0; next }
{ flush() }
/^$/ { finish(); next }
!/^[a-z-]+: / { fail("neither a field nor the rest of one") }
{ name = $1; sub(/:$/, "", name); text = $0; sub(/^[a-z-]+: */, "", text) }
END {
	if (failed)
		exit 1
	finish()
	if (!number)
		fail("no path")
	fields = split(packed_fields, order, " ")
	for (i = 1; i <= fields; i++)
		for (j = 0; j < number; j++)
			print path[j, order[i]] > texts
	fields = split(need_fields, order, " ")
	for (j = 0; j < needs; j++)
		for (i = 1; i <= fields; i++)
			print need[j, order[i]] > texts
	print "enum { PATHS = " number ", NEEDS = " needs + 0 " };" > (out "/path_texts.size.inc")
}' "$@"

printf 'enum { PATH_TEXTS_SIZE = %d };\n' "$(wc -c < "$out/path_texts")" >> "$out/path_texts.size.inc"
# The ten bytes of gzip's header go, its eight at the end may stay.
gzip -9n < "$out/path_texts" | tail -c +11 | od -An -v -tu1 | sed 's/  *\([0-9][0-9]*\)/\1,/g' > "$out/path_texts.inc"
