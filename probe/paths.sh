#!/bin/sh
# paths.sh OUT FAMILY.paths... FILE.needs - the texts of the escape paths, and
# of what people give too much for, made ready for the program.  Writes OUT/FAMILY.rows.inc, the rows of each family's table,
# and OUT/path_texts.inc: all texts in one, compressed, for judge/path_texts.c
# (English shrinks to less than a third).
#
# A family's file holds a paragraph for each path: lines "field: text", which
# go on behind a line break and blanks.  The fields stand in the order of
# `enum path_text` (include/paths.h), behind the id and the outcome; those in
# `optional` may be left out, and are empty then.
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
		needs++
		print text > texts
	} else if (name == "outcome") {
		print row (text == "information" ? "" : "HOST_") toupper(text) " }," > rows
	} else {
		print text > texts
	}
}
function skip() { print "" > texts; at = at % fields + 1 }
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
	need_fields = "need docker compose kubernetes note"
	optional["opened-by-kubernetes"] = optional["instead-kubernetes"] = 1
	texts = out "/path_texts"
	printf "" > texts
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
	print "enum { PATHS = " number ", NEEDS = " needs + 0 " };" > (out "/path_texts.size.inc")
}' "$@"

printf 'enum { PATH_TEXTS_SIZE = %d };\n' "$(wc -c < "$out/path_texts")" >> "$out/path_texts.size.inc"
# The ten bytes of gzip's header go, its eight at the end may stay.
gzip -9n < "$out/path_texts" | tail -c +11 | od -An -v -tu1 | sed 's/  *\([0-9][0-9]*\)/\1,/g' > "$out/path_texts.inc"
