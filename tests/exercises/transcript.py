#!/usr/bin/python3
"""transcript.py PAGE... - does what a page shows really happen?

Runs every command of the page's console blocks, in its directory, and looks for
the lines that the page shows below it: in that order, with others in between
(what came as output and what as an error have no order between them).
"..." stands for any text.  A page without a command proves nothing and fails.
"""
import os
import re
import subprocess
import sys

# What Compose says of its own doings.
TALK = re.compile(r"^\s*(Creating|Recreating|Starting|Stopping|Removing|Network|Container|Volume|\[\+\]|Attaching)\b.*")


def blocks(page):
    inside, command, shown = False, None, []
    for line in open(page, encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("```"):
            if command:
                yield command, shown
            inside, command, shown = line == "```console", None, []
        elif inside and line.startswith("$ "):
            if command:
                yield command, shown
            command, shown = line[2:], []
        elif inside and command and not shown and command.endswith("\\"):
            command = command[:-1] + line.strip()
        elif inside and command and line.strip():
            shown.append(line)


def fits(shown, said):
    if shown.strip().isdigit():     # a status, a count: 0 is not in 10
        return shown.strip() == said.strip()
    pattern = ".*".join(re.escape(part) for part in shown.strip().split("..."))
    return re.search(pattern, said) is not None


def lines(stream):
    said = stream.decode("utf-8", "replace").replace("\r", "").split("\n")
    return [line for line in said if not TALK.match(line)]


def first_missing(shown, streams):
    """The first line that neither stream goes on with."""
    rest = [list(stream) for stream in streams]
    for line in shown:
        if line.strip() == "...":
            continue
        for said in rest:
            at = next((number for number, one in enumerate(said) if fits(line, one)), None)
            if at is not None:
                del said[:at + 1]
                break
        else:
            return line
    return None


def check(page):
    passed = failed = 0
    for command, shown in blocks(page):
        done = subprocess.run(["sh", "-c", command], cwd=os.path.dirname(page), stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
        streams = lines(done.stdout), lines(done.stderr)
        missing = first_missing(shown, streams)
        if missing is None:
            passed += 1
        else:
            failed += 1
            print("  FAIL  $ %s\n        not said: %s" % (command, missing))
            print("\n".join("        | " + line for stream in streams for line in stream[:20]))
    return passed, failed


total = bad = 0
for name in sys.argv[1:]:
    good, wrong = check(os.path.abspath(name))
    total, bad = total + good, bad + wrong
    if good + wrong == 0:
        bad += 1
        print("  FAIL  %s: no command" % name)
print("  page  %d commands as shown, %d not" % (total, bad))
sys.exit(bad > 0 or total == 0)
