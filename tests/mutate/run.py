#!/usr/bin/env python3
"""run.py BUILD [--sample N] [--seed N] [--jobs N] [FILE...] - would the tests notice?

Changes judge/ and parse/ one small step at a time (an operator, a constant, a
state, a barrier left out), and wants a unit test red for each.  BUILD holds a
build of the tests with -fPIC; every mutant costs one object and the tests up to
the first red one.  A mutant whose object is the same as the original's, byte
for byte, is no mutant.  Survivors are printed, unless tests/mutate/survivors
says why no test can tell them apart.  Fails below 95 %.
"""
import argparse, collections, concurrent.futures, functools, glob, os, random, re, shutil, subprocess, sys, tempfile, time

WANTED = 95.0
# These ask the kernel and read trees, or know nothing of the judge and the parsers.
OTHERS = ("test_collect", "test_host.", "test_run.", "test_images", "test_source", "test_disk_trees", "test_cases",
          "test_musl", "test_arena", "test_options.")
DEADLINE = 20       # seconds for a test, and ten times what it took: a mutant that loops is found out

# (what is found, what it becomes); applied to code only, one place at a time.
STEPS = [(re.compile(a), b) for a, b in [
    (r"==", "!="), (r"!=", "=="), (r"&&", "||"), (r"\|\|", "&&"),
    (r"(?<![<>=!-])<(?![<=])", "<="), (r"(?<![<>=-])>(?![>=])", ">="),
    (r"<=", "<"), (r">=", ">"),
    (r"\bYES\b", "NO"), (r"\bNO\b", "YES"), (r"\bUNKNOWN\b", "NO"), (r"\bUNKNOWN\b", "YES"),
    (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r"\bBARRIER_STANDING\b", "BARRIER_ABSENT"), (r"\bBARRIER_ABSENT\b", "BARRIER_STANDING"),
    (r"\bBARRIER_IS_UNKNOWN\b", "BARRIER_ABSENT"), (r"\bBARRIER_IS_UNKNOWN\b", "BARRIER_STANDING"),
    (r"\bPATH_OPEN\b", "PATH_CLOSED"), (r"\bPATH_CLOSED\b", "PATH_OPEN"), (r"\bPATH_UNKNOWN\b", "PATH_CLOSED"),
    (r"(?<=[ (\[])(\d+)(?=[ );,\]])", lambda m: str(int(m.group(1)) + 1)),
    (r" \+ ", " - "), (r" - ", " + "), (r"\+\+", "--"),
    (r"(?<=[(! ])!(?=[a-z(*])", ""), (r"\bcontinue;", ";"), (r"\bbreak;", ";"),
    (r"\| ", "& "), (r" & ", " | "),
]]
# A statement that adds a barrier or a way, left out.
DROPPED = re.compile(r"^\t+((?:barrier|finding|way)_\w+\(.*?\);)$", re.S | re.M)


def code_only(text):
    """The text with comments, strings and preprocessor lines blanked, same length."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|^#[^\n]*(?:\\\n[^\n]*)*', blank, text, flags=re.S | re.M)


@functools.cache
def text_of(path):
    """As it was when it was first asked for: somebody may be at work on it."""
    return open(path).read()


def mutants_of(path):
    text = text_of(path)
    code = code_only(text)
    for step, becomes in STEPS:
        for match in step.finditer(code):
            new = becomes(match) if callable(becomes) else becomes
            yield path, match.start(), match.end(), new
    for match in DROPPED.finditer(code):
        yield path, match.start(1), match.end(1), ";"


def describe(path, text, start, end, new):
    line = text.count("\n", 0, start) + 1
    old = re.sub(r"\s+", " ", text[start:end])
    source = text.splitlines()[line - 1].strip()
    return f"{path}:{line}: '{old[:60]}' -> '{new}' in: {source}"


def signature(path, text, start, end, new):
    """Without the line's number, which changes with every edit."""
    line = text.count("\n", 0, start)
    return f"{path}: {re.sub(chr(92) + 's+', ' ', text[start:end])[:60]} -> {new}: {text.splitlines()[line].strip()}"


class Bench:
    """One copy of the build, in which one mutant at a time is tried.

    The mutant's object is a library of its own that is loaded before the one
    of all objects, so that its functions and tables are taken; nothing is
    linked anew."""

    found_by = collections.Counter()    # (file, test): how many mutants
    took = {}                           # test: seconds, without any change

    def __init__(self, build, flags, libs):
        self.dir = tempfile.mkdtemp(prefix="mutate.")
        self.flags, self.originals = flags, {}
        objects = sorted(glob.glob(f"{build}/probe/*.o") + glob.glob(f"{build}/probe/*/*.o"))
        objects = [o for o in objects if not o.endswith("/probe/main.o")]
        self.program = os.path.join(self.dir, "escape-probe")
        subprocess.run(["gcc", "-shared", "-o", os.path.join(self.dir, "libprobe.so")] + objects + libs, check=True)
        shared = ["-L" + self.dir, "-lprobe"] + libs
        subprocess.run(["gcc", "-o", self.program, f"{build}/probe/main.o"] + shared, check=True)
        self.tests = []
        for made in sorted(glob.glob(f"{build}/tests/unit/test_*.o")):
            test = os.path.join(self.dir, os.path.basename(made)[:-2])
            if not os.path.basename(made).startswith(OTHERS):
                subprocess.run(["gcc", "-o", test, made] + shared + ["-lcmocka"], check=True)
                self.tests.append(os.path.basename(test))

    def red(self, path, mutant=None):
        """The first test that fails, or None."""
        environment = dict(os.environ, LD_LIBRARY_PATH=self.dir, PROBE=self.program, CMOCKA_MESSAGE_OUTPUT="TAP")
        if mutant:
            environment["LD_PRELOAD"] = mutant
        for test in self.order(path):
            began = time.monotonic()
            try:
                if subprocess.run([os.path.join(self.dir, test)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  timeout=DEADLINE + 10 * self.took.get(test, 10)).returncode:
                    return test
            except subprocess.TimeoutExpired:
                return "the deadline"
            if not mutant:
                self.took[test] = time.monotonic() - began
        return None

    def compile(self, path, text):
        """The object's bytes, or None.  One name for all, or they would differ."""
        source, made = os.path.join(self.dir, os.path.basename(path)), os.path.join(self.dir, "mutant.o")
        with open(source, "w") as out:
            out.write(text)
        if subprocess.run(self.flags + ["-I" + os.path.dirname(path), "-w", "-c", "-o", made, source], stderr=subprocess.DEVNULL).returncode:
            return None
        return open(made, "rb").read()

    def link(self):
        library = os.path.join(self.dir, "mutant.so")
        subprocess.run(["gcc", "-shared", "-o", library, os.path.join(self.dir, "mutant.o")], check=True)
        return library

    def try_one(self, path, start, end, new):
        text = text_of(path)
        if path not in self.originals:
            self.originals[path] = self.compile(path, text)
        made = self.compile(path, text[:start] + new + text[end:])
        if not made:
            return "does not compile"
        if made == self.originals[path]:
            return "the same"
        test = self.red(path, self.link())
        if not test:
            return "survived"
        self.found_by[path, test] += 1
        return "found by " + test

    def order(self, path):
        """What is quick and found many in this file goes first, or else the test of the same name."""
        name = os.path.basename(path)[:-2]
        return sorted(self.tests, key=lambda t: (self.took.get(t, 1) / (self.found_by[path, t] + (1 if name in t else 0.01)), t))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--cflags", default="")
    parser.add_argument("files", nargs="*")
    options = parser.parse_intermixed_args()     # the options stand before the files
    files = options.files or sorted(glob.glob("probe/judge/*.c") + glob.glob("probe/parse/*.c"))
    all_mutants = [m for f in files for m in mutants_of(f)]
    if options.sample and options.sample < len(all_mutants):
        all_mutants = random.Random(options.seed).sample(all_mutants, options.sample)
    argued = {}
    for line in open("tests/mutate/survivors") if os.path.exists("tests/mutate/survivors") else []:
        if "\t" in line and not line.startswith("#"):
            known, why = line.rstrip("\n").rsplit("\t", 1)
            argued[known] = why
    libs = subprocess.run(["pkg-config", "--libs", "blkid", "libcap"], capture_output=True, text=True).stdout.split()
    flags = options.cflags.split()
    benches = [Bench(options.build, flags, libs) for _ in range(options.jobs)]
    free = list(benches)
    found = survived = explained = none = 0

    def work(mutant):
        bench = free.pop()
        try:
            return mutant, bench.try_one(*mutant)
        finally:
            free.append(bench)

    # or every mutant would seem to be found
    if red := benches[0].red(files[0]):
        sys.exit(f"mutate: {red} is red without any change")
    benches[0].compile(files[0], text_of(files[0]))
    if red := benches[0].red(files[0], benches[0].link()):
        sys.exit(f"mutate: {red} is red with {files[0]} loaded before, though unchanged")
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for done, (mutant, result) in enumerate(pool.map(work, all_mutants)):
            if result.startswith("found"):
                found += 1
            elif result != "survived":
                none += 1
            else:
                text = text_of(mutant[0])
                why = argued.get(signature(mutant[0], text, *mutant[1:]))
                if why:
                    explained += 1
                else:
                    survived += 1
                    print("  SURVIVED ", describe(mutant[0], text, *mutant[1:]), flush=True)
            if done % 100 == 99:
                print(f"  ... {done + 1} of {len(all_mutants)}: {found} found, {survived} survived", flush=True)
    for bench in benches:
        shutil.rmtree(bench.dir)
    real = found + survived + explained
    score = 100.0 * found / (found + survived) if found + survived else 0.0
    print(f"mutants: {real} in all, {found} found, {explained} argued to be the same, {survived} survived, {none} were none: {score:.1f} %")
    return 0 if score >= WANTED and found else 1


sys.exit(main())
