#!/bin/sh
# validate.sh [FILE...] - do these JSON documents (or standard input) keep to
# report.schema.json?  Asks python3-jsonschema, as Debian has it.
set -eu
exec /usr/bin/python3 -c '
import json, sys
from jsonschema import Draft202012Validator

with open(sys.argv[1]) as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)

def unique(pairs):
    """A member given twice is valid to most parsers, and a mistake to us."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member is given twice: %s" % sorted(key for key, _ in pairs))
    return dict(pairs)

def constant(name):
    raise ValueError("%s is not JSON" % name)

bad = 0
for name in sys.argv[2:] or ["-"]:
    try:
        data = sys.stdin.buffer.read() if name == "-" else open(name, "rb").read()
        document = json.loads(data.decode("utf-8"), object_pairs_hook=unique, parse_constant=constant)
        for error in sorted(validator.iter_errors(document), key=lambda e: e.json_path):
            print("%s: %s: %s" % (name, error.json_path, error.message[:300]), file=sys.stderr)
            bad = 1
    except (OSError, ValueError) as error:
        print("%s: %s" % (name, error), file=sys.stderr)
        bad = 1
sys.exit(bad)
' "$(dirname "$0")/report.schema.json" "$@"
