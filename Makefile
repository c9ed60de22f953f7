# escape-probe - one non-recursive Makefile; everything built lands below $(O).
#
#   make run        build the program and show its main job
#   make test       build and pass every test
#   make help       every target and what it does
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/sh

# What a packager may set.
CC         = gcc
# -Oz is even smaller than -Os, and known to gcc since 12.
ifeq ($(origin CFLAGS),undefined)
CFLAGS     := $(shell $(CC) -Oz -E -x c /dev/null > /dev/null 2>&1 && echo -Oz || echo -Os) -g
endif
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
DATADIR    ?= $(PREFIX)/share
MANDIR     ?= $(DATADIR)/man
PKG_CONFIG ?= pkg-config
VERSION    ?= 0.1.0

# What we always add, so that a packager's CFLAGS cannot drop it.
comma := ,
SAN  ?=
V    ?= 0
O    ?= build$(if $(SAN),/$(subst $(comma),-,$(SAN)))$(if $(filter-out gcc,$(CC)),/$(notdir $(CC)))

Q    := $(if $(filter 1,$(V)),,@)
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wundef -Wvla \
        -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wcast-qual $(if $(DEVELOPER),-Werror)
OWN_CPPFLAGS := -D_GNU_SOURCE -Iinclude -I$(O)/made -MMD -MP -DVERSION='"$(VERSION)"'
OWN_CFLAGS   := -std=c11 $(WARN) -ffile-prefix-map=$(CURDIR)=. -ffunction-sections -fdata-sections \
                $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
OWN_LDFLAGS  := $(if $(SAN),-fsanitize=$(SAN))
# The program links with musl: a third of the size of glibc.  Tests are dynamic
# and, as a sanitizer's run-time, need the system's own libc; where that is musl
# already (Alpine) there is nothing to choose.  probe/libs.sh makes libblkid and
# libcap for musl from Debian's sources; elsewhere, and with LIBC=glibc, the
# system's own static libraries are linked.
SYSTEM_MUSL   := $(findstring musl,$(shell $(CC) -dumpmachine 2> /dev/null))
LIBC          ?= $(if $(shell command -v apt-get),musl,glibc)
OWN_MUSL      := $(if $(SAN)$(SYSTEM_MUSL),,$(filter musl,$(LIBC)))
# The libraries take ten seconds: all variants below build/ share them.
MUSL_LIBS     ?= $(if $(filter command% environment%,$(origin O)),$(O),build)/musl/libs
# CC=aarch64-linux-gnu-gcc builds for that machine; its libraries lie below.
CROSS         := $(patsubst %gcc,%,$(filter %-gcc,$(notdir $(CC))))
MUSL_DIR      := $(MUSL_LIBS)$(addprefix /,$(CROSS:-=))
# musl's headers in the place of glibc's; linking is for gcc in any case.
MUSL_GCC      := $(if $(findstring clang,$(CC)),gcc,$(CC))
MUSL_CC       := $(CC) $(if $(findstring clang,$(CC)),-nostdlibinc -isystem $(MUSL_DIR)/libc,-nostdinc -isystem $(MUSL_DIR)/libc \
                 -isystem $(shell $(MUSL_GCC) -print-file-name=include)) -isystem $(MUSL_DIR)/kernel -isystem $(MUSL_DIR)/include
# The linking is done by gcc, so only its own objects can be optimised as a whole:
# in one part, as every further one costs, and without the steps that cost more than
# they save here, each measured: keeping a value in a register for a loop or across
# a call, copying code to know what is known in the copy, taking structs apart.
MUSL_SMALL    := -fno-move-loop-invariants -fno-tree-loop-im -fno-caller-saves -fno-tree-dominator-opts -fno-thread-jumps -fno-tree-sra
MUSL_LTO      := $(if $(findstring clang,$(CC)),,-flto=auto -flto-partition=one -ffunction-sections -fdata-sections $(MUSL_SMALL))
# It runs at any address, notices an overwritten stack, and marks where a jump
# may land; two thousand pointers in tables take a bit each, not 24 bytes (RELR),
# and are read-only once they are right (probe/musl/start.c).
MACHINE       := $(firstword $(subst -, ,$(shell $(CC) -dumpmachine 2> /dev/null)))
HARDEN        := -fPIE -fstack-protector-strong $(if $(filter x86_64,$(MACHINE)),-fcf-protection) \
                 $(if $(filter aarch64,$(MACHINE)),-mbranch-protection=standard)
MUSL_CFLAGS   := $(HARDEN) -fno-asynchronous-unwind-tables -fno-unwind-tables $(MUSL_LTO)
# GNU ld 2.40 packs no pointers for arm64, which makes 55 kB: LLVM's does, where there is one.
LLD           := $(if $(MUSL_LTO),$(if $(filter aarch64,$(MACHINE)),$(shell command -v ld.lld)))
MUSL_LINK     := -nostdlib -nostartfiles -static-pie -s \
                 -Wl,--gc-sections,--build-id=none,-z,relro,-z,now,-z,text,-z,noexecstack,-z,noseparate-code,-O2 \
                 $(if $(LLD),-B$(dir $(LLD)) -fuse-ld=lld -Wl$(comma)--pack-dyn-relocs=relr$(comma)--icf=all$(comma)--no-rosegment) \
                 $(if $(filter x86_64,$(MACHINE)),-Wl$(comma)-z$(comma)pack-relative-relocs)
LDLIBS_DYN    = $(shell $(PKG_CONFIG) --libs blkid libcap)
LDLIBS_STATIC = $(shell $(PKG_CONFIG) --static --libs blkid libcap)
# A sanitizer's run-time cannot be linked statically.
LINK_STATIC   = $(if $(SAN),,-static) -Wl,--gc-sections -Wl,--build-id=none $(if $(SAN),,-s)

# Sources are found, not listed: adding a file is adding a file.
SRC    := $(filter-out probe/musl/%,$(sort $(wildcard probe/*.c probe/*/*.c)))
OBJ    := $(SRC:%.c=$(O)/%.o)
LIBOBJ := $(filter-out $(O)/probe/main.o,$(OBJ))
MUSLOBJ := $(patsubst %.c,$(O)/musl/%.o,$(SRC) $(sort $(wildcard probe/musl/*.c)))
PURE_PREFLIGHT := $(addprefix $(O)/probe/preflight/,policy.o contract.o decide.o line.o)
PURE   := $(filter $(O)/probe/parse/% $(O)/probe/judge/% $(O)/probe/render/% $(PURE_PREFLIGHT) $(O)/probe/facts.o $(O)/probe/arena.o $(O)/probe/words.o $(O)/probe/syscalls.o,$(OBJ))
TEST   := $(patsubst %.c,$(O)/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZ   := $(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
REPLAY := $(FUZZ:%=$(O)/tests/fuzz/%)

all: $(O)/escape-probe  ## build the static program

$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(OWN_CPPFLAGS) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) -c -o $@ $<

# What is made from the kernel's headers.
$(O)/made/syscall_names.inc: probe/syscalls.sh
	@mkdir -p $(@D)
	@echo "  MADE  $@"
	$(Q)echo '#include <asm/unistd.h>' | $(CC) $(CPPFLAGS) -E -dM - | probe/syscalls.sh > $@

$(O)/made/seccomp_profiles.inc: probe/profiles.sh probe/judge/seccomp_profiles $(O)/made/syscall_names.inc
	@echo "  MADE  $@"
	$(Q)probe/profiles.sh $(O)/made/syscall_names.inc probe/judge/seccomp_profiles > $@

# The rows of the path table, and their texts.
PATHS     := $(sort $(wildcard probe/judge/*.paths))
NEEDS     := $(sort $(wildcard probe/judge/*.needs))
PATH_ROWS := $(PATHS:probe/judge/%.paths=$(O)/made/%.rows.inc)
$(O)/made/path_texts.inc: probe/paths.sh $(PATHS) $(NEEDS)
	@mkdir -p $(@D)
	@echo "  MADE  $@"
	$(Q)probe/paths.sh $(@D) $(PATHS) $(NEEDS)
$(PATH_ROWS): $(O)/made/path_texts.inc ;

MADE := $(O)/made/syscall_names.inc $(O)/made/seccomp_profiles.inc $(O)/made/path_texts.inc
$(foreach dir,$(O) $(O)/musl,$(dir)/probe/syscalls.o $(dir)/probe/judge/seccomp.o $(dir)/probe/judge/path_texts.o \
  $(PATHS:probe/%.paths=$(dir)/probe/%.o)): $(MADE)

# Another LIBC in the same tree links anew.
$(O)/libc: FORCE
	@mkdir -p $(@D)
	@echo '$(LIBC)' | cmp -s - $@ || echo '$(LIBC)' > $@

ifeq ($(OWN_MUSL),musl)
$(MUSL_DIR)/stamp: probe/libs.sh
	@echo "  LIBS  libblkid libcap (once)"
	$(Q)probe/libs.sh $(MUSL_DIR) $(CROSS)

# The names that the optimiser gives are random without a seed.
# Only the first time do objects wait for the headers of the libraries.
$(O)/musl/%.o: %.c | $(MUSL_DIR)/stamp
	@mkdir -p $(@D)
	@echo "  CC    $< (musl)"
	$(Q)$(MUSL_CC) $(OWN_CPPFLAGS) $(CPPFLAGS) $(OWN_CFLAGS) $(MUSL_CFLAGS) -frandom-seed=$< $(CFLAGS) -c -o $@ $<

# It runs before a stack can be protected, and is called by the kernel.
$(O)/musl/probe/musl/start.o: MUSL_CFLAGS += -fno-stack-protector
# What libc.a calls, the optimiser would take for unused; nothing here prints
# floating point, of which a function like printf(3) saves eight registers.
$(O)/musl/probe/musl/%.o: MUSL_CFLAGS += -fno-lto -mgeneral-regs-only

# The object that gcc makes of the whole program where it does not link it.
WHOLE      = $(if $(LLD),$@.whole.o)
MAKE_WHOLE = $(if $(LLD),$(MUSL_GCC) -r -nostdlib -fwhole-program -flinker-output=pie $(MUSL_CFLAGS) $(CFLAGS) -o $(WHOLE) \
             $(filter-out $(O)/musl/probe/musl/%,$(filter %.o,$^)) -L$(MUSL_DIR)/lib -lblkid -lcap &&)
LINK_MUSL  = $(MAKE_WHOLE) $(MUSL_GCC) $(MUSL_LINK) $(MUSL_CFLAGS) $(CFLAGS) $(LDFLAGS) -o $@ $(MUSL_DIR)/musl/crti.o \
             $(or $(WHOLE),$(filter-out $(O)/musl/probe/musl/%,$(filter %.o,$^))) $(filter $(O)/musl/probe/musl/%,$^) \
             -L$(MUSL_DIR)/lib -lblkid -lcap $(MUSL_DIR)/musl/libc.a -lgcc $(MUSL_DIR)/musl/crtn.o

$(O)/escape-probe: $(MUSLOBJ) $(MUSL_DIR)/stamp $(O)/libc
	@echo "  LD    $@ (musl)"
	$(Q)$(LINK_MUSL)

# What the tests link the same way, to look at the libraries in it: they print by
# more of stdio than the program does.
$(O)/musl/tests/%: $(O)/musl/tests/%.o $(filter-out $(addprefix $(O)/musl/probe/,main.o musl/stream.o),$(MUSLOBJ)) $(MUSL_DIR)/stamp
	@echo "  LD    $@ (musl)"
	$(Q)$(LINK_MUSL)

images: $(O)/tests/images/say $(O)/musl/tests/images/say
	@tests/images/compare.sh $^
else
images:

$(O)/escape-probe: $(OBJ) $(O)/libc
	@echo "  LD    $@"
	$(Q)$(CC) $(LINK_STATIC) $(OWN_LDFLAGS) $(LDFLAGS) -o $@ $(OBJ) $(if $(SAN),$(LDLIBS_DYN),$(LDLIBS_STATIC))
endif

$(O)/tests/unit/%: $(O)/tests/unit/%.o $(LIBOBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(OWN_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS_DYN) -lcmocka

$(O)/tests/images/say: $(O)/tests/images/say.o $(LIBOBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(OWN_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS_DYN)

$(O)/tests/fuzz/%: $(O)/tests/fuzz/%.o $(O)/tests/fuzz/replay.o $(LIBOBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(OWN_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS_DYN)

# The program with its own allocations, and those of the libraries, in our hands.
STARVE_WRAP := $(foreach f,main malloc calloc realloc arena_alloc arena_copy arena_join arena_printf arena_grow host_read_all,-Wl,--wrap=$(f))
$(O)/tests/live/starve: $(O)/tests/live/starve.o $(OBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(LINK_STATIC) $(OWN_LDFLAGS) $(LDFLAGS) $(STARVE_WRAP) -o $@ $^ $(LDLIBS_STATIC)

# FUZZ_FLAGS= for speed: what is wrong must then crash by itself, or by an assertion.
FUZZ_FLAGS ?= -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined
$(O)/fuzz/o/%.o: %.c | $(MADE)
	@mkdir -p $(@D)
	@echo "  CC    $< (fuzz)"
	$(Q)clang -g -std=c11 -D_GNU_SOURCE -Iinclude -I$(O)/made $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link -MMD -MP -c -o $@ $<

$(O)/fuzz/%: $(O)/fuzz/o/tests/fuzz/%.o $(LIBOBJ:$(O)/%=$(O)/fuzz/o/%)
	@echo "  LD    $@"
	$(Q)clang $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS_DYN)

# ---- what a user calls ---------------------------------------------------

# As many jobs as processors, unless make was told how many.
JOBS = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))

run:  ## build the program and show its main job, in real containers
	@sh tests/packages.sh build run $(if $(filter aarch64,$(MACHINE)),pack)
	@$(MAKE) $(JOBS) --no-print-directory all
	@sh tests/demo.sh $(O)/escape-probe

# Each part closes with a line "N passed, N failed"; see .ci/run.
test:  ## build and pass everything (LIVE=0: without the real containers)
	@sh tests/packages.sh build test $(if $(filter aarch64,$(MACHINE)),pack)
	@$(MAKE) $(JOBS) --no-print-directory all
	@$(MAKE) $(JOBS) --no-print-directory check
	@$(MAKE) $(JOBS) --no-print-directory reproducible analyze
	@$(MAKE) $(JOBS) --no-print-directory unit replay SAN=address,undefined
	@$(MAKE) $(JOBS) --no-print-directory all unit replay CC=clang CFLAGS='-O2 -g -D_FORTIFY_SOURCE=2'
	@$(MAKE) $(JOBS) --no-print-directory unit replay CC=clang SAN=address,undefined
	@$(MAKE) $(JOBS) --no-print-directory faults
	@$(MAKE) $(JOBS) --no-print-directory coverage
ifeq ($(LIVE),0)
	@echo "live: left out by hand (LIVE=0): 0 passed, 0 failed"
else
	@$(MAKE) $(JOBS) --no-print-directory live
endif

check: unit replay images hardened layers lists-check formats examples lint  ## unit tests and captured cases, in seconds

# ---- the parts -----------------------------------------------------------

unit: $(TEST) $(O)/escape-probe  ## run the unit tests and the captured cases
	@tests/unit/run.sh $(O)/escape-probe $(TEST)

replay: $(REPLAY)  ## feed every fuzz target its corpus
	@for f in $(FUZZ); do $(O)/tests/fuzz/$$f tests/fuzz/corpus/$${f#fuzz_} || exit 1; done

hardened: $(O)/escape-probe
	@$(if $(OWN_MUSL),tests/hardened.sh $<)

# -1 is what an anonymous mapping takes for a descriptor, which cppcheck does not know;
# it does not know registers as variables, nor where malloc(3) itself gets memory.
ANALYZE = -std=c11 $(filter-out -M%,$(OWN_CPPFLAGS))
# scan-build wants to compile what it looks at, for which true(1) will do; it has
# clang's analyzer for itself, so clang-tidy looks for all else (.clang-tidy).
analyze: | $(MADE)  ## gcc -fanalyzer, scan-build, cppcheck and clang-tidy over the program: no finding
	@sh tests/packages.sh analyze
	@echo '$(SRC)' | xargs -P "$$(nproc)" -n 1 gcc $(ANALYZE) -O1 -Wall -Wextra -Werror -fanalyzer -S -o /dev/null
	@cppcheck -q -j "$$(nproc)" --std=c11 --library=posix --enable=warning,performance --max-configs=1 --error-exitcode=1 \
		--suppress=missingInclude --suppress=invalidFunctionArg --suppress=constStatement:include/entry.h --suppress=memleak:probe/musl/memory.c $(filter-out -M%,$(OWN_CPPFLAGS)) -D__$(MACHINE)__ probe
	@scan-build --status-bugs --use-cc=true -disable-checker security.insecureAPI.DeprecatedOrUnsafeBufferHandling -enable-checker optin.portability \
		-o $(O)/scan-build sh -c 'echo "$$1" | xargs -P "$$(nproc)" -n 1 "$$CC" $(subst ','\'',$(ANALYZE)) -O1 -o /dev/null -c' - '$(SRC)' > $(O)/scan-build.log 2>&1 || \
		{ cat $(O)/scan-build.log; exit 1; }
	@echo '$(filter-out probe/musl/%,$(SRC))' | tr ' ' '\n' | \
		xargs -P "$$(nproc)" -I FILE clang-tidy --quiet FILE -- $(ANALYZE) 2> /dev/null
	@echo "analyze: 4 passed, 0 failed"

arm64:  ## the program for arm64, and the captured cases by it under qemu
	@sh tests/packages.sh build arm64 pack
	@$(MAKE) $(JOBS) --no-print-directory CC=aarch64-linux-gnu-gcc all
	@tests/arm64.sh build/aarch64-linux-gnu-gcc/escape-probe

reproducible: $(O)/escape-probe  ## build it in another directory: the bytes must be the same
	@$(if $(OWN_MUSL),tests/reproducible.sh $< CC='$(CC)' CFLAGS='$(CFLAGS)' VERSION='$(VERSION)')

layers: $(PURE)  ## parse/, judge/ and render/ may not reach the kernel
	@tests/check-layers.sh $^

lists-check: $(O)/escape-probe
	@tests/lists.sh $< probe/escape-probe.8 README.md

formats: $(O)/escape-probe  ## SARIF, JUnit and Prometheus of the captured cases, by parsers of others
	@tests/formats/check.py $<

lists: $(O)/escape-probe  ## renew the lists of paths in the README and the manual page
	@tests/lists.sh --write $< probe/escape-probe.8 README.md

examples: $(O)/escape-probe  ## the examples of docker/preflight, by Compose and by Kubernetes' models where they are installed
	@tests/examples.py $< docker/preflight

lint:
	@mandoc -Tlint -Wwarning probe/escape-probe.8 && echo "  OK    manual page"

bless: $(O)/escape-probe  ## take what the program says of the captured cases as right
	@for d in tests/cases/*/; do \
		$< --root $${d}root --verbose > $${d}expected.txt; echo $$? > $${d}exit; \
	done

faults: $(TEST) $(O)/escape-probe  ## plant faults, one a layer at least: the tests must notice
	@tests/faults/run.sh $(O)

# The judge's worth is in its rules: what no test would notice is not tested.
objects: $(OBJ) $(TEST:%=%.o)
program-objects: $(OBJ)

mutate:  ## change judge/ and parse/ in small steps: would the tests notice? (SAMPLE=N)
	@$(MAKE) $(JOBS) -s objects O=$(O)/mutate CFLAGS='-O1 -fPIC -w'
	@tests/mutate/run.py $(O)/mutate --sample $(or $(SAMPLE),0) --cflags '$(CC) $(OWN_CPPFLAGS) -std=c11 -O1 -fPIC -I$(O)/mutate/made' $(FILES)

# Without the tests that ask the kernel or read whole trees: what is taken here is taken everywhere.
PURE_TEST := $(filter-out $(addprefix $(O)/tests/unit/test_,collect_files collect_live host run images source disk_trees cases memory musl),$(TEST))
pure-unit: $(PURE_TEST)
	@tests/unit/run.sh - $(PURE_TEST)

coverage:  ## which branches of judge/ and parse/ no unit test takes
	@mkdir -p $(O)/coverage && find $(O)/coverage -name '*.gcda' -delete
	@$(MAKE) $(JOBS) -s pure-unit O=$(O)/coverage CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage > $(O)/coverage/log 2>&1 || { tail -40 $(O)/coverage/log; exit 1; }
	@tests/mutate/coverage.sh $(O)/coverage

live: $(O)/escape-probe $(O)/tests/live/starve  ## real containers, with the verdict and the open paths expected
	@s=0; for t in builders.sh run short.sh preflight.sh trouble.sh clock.sh trace.sh disks.sh verify.sh seccomp.py; do tests/live/$$t $< || s=1; done; \
		tests/live/inject.sh $< $(or $(INJECT_SECONDS),8) || s=1; tests/live/starve.sh $(word 2,$^) $(or $(INJECT_SECONDS),4) || s=1; exit $$s

inject: $(O)/escape-probe $(O)/tests/live/starve  ## every system call and every allocation of a run made to fail, in containers
	@s=0; tests/live/inject.sh $< || s=1; tests/live/starve.sh $(word 2,$^) || s=1; exit $$s

fuzz: $(FUZZ:%=$(O)/fuzz/%)  ## fuzz every parser and the judge for FUZZ_SECONDS (60) each
	@for f in $(FUZZ); do n=$${f#fuzz_}; mkdir -p $(O)/corpus/$$n; \
		$(O)/fuzz/$$f -max_total_time=$(or $(FUZZ_SECONDS),60) -verbosity=0 -artifact_prefix=$(O)/fuzz/ $(O)/corpus/$$n tests/fuzz/corpus/$$n || exit 1; done

# A fixture: it tries escapes for real, and only in the lab's machine.
$(O)/tests/lab/attempt: $(wildcard tests/lab/attempt/*.c) tests/lab/attempt/attempt.h
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -Os -static -o $@ $(filter %.c,$^)

# The machine is the same for every build; build/lab keeps it, and the results.
LAB = tests/lab/run $(O)/escape-probe $(O)/tests/lab/attempt build/lab
LAB_NEEDS = sh tests/packages.sh lab || { echo "lab: not run: packages are missing"; exit 69; }

lab: $(O)/escape-probe $(O)/tests/lab/attempt  ## try every escape in a virtual machine, compare (SCENARIO=name for one)
	@$(LAB_NEEDS)
	@$(LAB) $(SCENARIO)

lab-short: $(O)/escape-probe $(O)/tests/lab/attempt  ## the same with the scenarios that matter most
	@$(LAB_NEEDS)
	@$(LAB) short

.PHONY: lab-lsm live-trixie
live-trixie: $(O)/escape-probe  ## the profiles of the engines of Debian 13, fetched from the mirror
	@sh tests/packages.sh build test $(if $(filter aarch64,$(MACHINE)),pack)
	@tests/live/other-release.sh trixie build/trixie
	@tests/live/seccomp.py $< build/trixie

lab-lsm: $(O)/escape-probe  ## the lab's machine with AppArmor, then SELinux: profiles and domains of every kind
	@$(LAB_NEEDS)
	@tests/lab/lsm.sh $< build/lab

lab-shell: $(O)/escape-probe $(O)/tests/lab/attempt  ## the lab's machine with a shell in it
	@$(LAB_NEEDS)
	@LAB_SHELL=1 $(LAB)

$(O)/tests/bench/%: tests/bench/%.c | $(MUSL_DIR)/stamp
	@mkdir -p $(@D)
	@echo "  CC    $@ (musl)"
	$(Q)musl-gcc -static -no-pie -s -D_GNU_SOURCE $(WARN) -Os -o $@ $<

bench: $(O)/escape-probe $(O)/tests/bench/rounds $(O)/tests/bench/empty  ## time and memory, as ratios to an empty program and to PEERS="PATH..."
	@PEERS='$(PEERS)' RUNS='$(RUNS)' tests/bench/run $^

# ---- what is taught, and where the answer is used ------------------------------

.PHONY: lab-image lab-engine lab-exercises kubernetes completion dist builders claims
check: kubernetes completion claims

lab-image: $(O)/escape-probe  ## the image of the exercises, in the engine that answers
	@sh tests/packages.sh build exercises
	@docker/lab/image $<

lab-engine:  ## lend out the engines of the lab's machine, for the exercises
	@$(LAB_NEEDS)
	@tests/lab/machine.sh build/lab
	@echo "export DOCKER_HOST=tcp://127.0.0.1:23750   (23751: containers in a user namespace); ^C switches it off"
	@LAB_PORT=23750 tests/exercises/machine.sh build/lab

lab-exercises: $(O)/escape-probe  ## every exercise of docker/lab, as handed out and solved (EXERCISE=name for one)
	@sh tests/packages.sh build lab exercises || { echo "lab-exercises: not run: packages are missing"; exit 69; }
	@tests/lab/machine.sh build/lab
	@tests/exercises/run $< build/lab $(EXERCISE)

kubernetes:  ## the manifests of docker/kubernetes against the API's own description
	@tests/kubernetes/check.py docker/kubernetes

claims: $(O)/escape-probe  ## what the README and docker/sandboxes.md say of the program
	@tests/claims.sh $<
	@tests/exercises/walk.sh

builders: $(O)/escape-probe  ## the program in a RUN line: safe build steps and others
	@tests/live/builders.sh $<

# Made by asking the program: what cannot run here has to be given another PROGRAM.
$(O)/completion/%: $(O)/escape-probe probe/completion.sh
	@mkdir -p $(@D)
	@echo "  MADE  $@"
	$(Q)probe/completion.sh $< $* > $@

completion: $(O)/escape-probe $(O)/completion/bash $(O)/completion/zsh  ## completion for bash and zsh, and whether it completes
	@tests/completion.sh $<

install: $(O)/escape-probe $(O)/completion/bash $(O)/completion/zsh  ## program, manual page and completion below $(DESTDIR)$(PREFIX)
	install -D -m 755 $< $(DESTDIR)$(BINDIR)/escape-probe
	install -D -m 644 probe/escape-probe.8 $(DESTDIR)$(MANDIR)/man8/escape-probe.8
	install -D -m 644 $(O)/completion/bash $(DESTDIR)$(DATADIR)/bash-completion/completions/escape-probe
	install -D -m 644 $(O)/completion/zsh $(DESTDIR)$(DATADIR)/zsh/site-functions/_escape-probe

dist: $(O)/escape-probe  ## source archive, static program, checksums and bill of materials, in build/dist
	@probe/dist.sh $< $(VERSION) '$(if $(filter musl,$(OWN_MUSL)),$(MUSL_LIBS))' $(O)/dist
	@tests/dist.sh $(O)/dist

clean:  ## remove what was built
	rm -rf build $(O)

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: FORCE all run test check analyze arm64 bench unit replay images hardened reproducible layers lists-check lists formats lint bless faults live inject fuzz lab lab-short lab-shell install clean help objects mutate coverage pure-unit
.SECONDARY:
-include $(OBJ:.o=.d) $(MUSLOBJ:.o=.d) $(LIBOBJ:$(O)/%.o=$(O)/fuzz/o/%.d) $(FUZZ:%=$(O)/fuzz/o/tests/fuzz/%.d) $(TEST:=.d) $(REPLAY:=.d) $(wildcard $(O)/tests/images/*.d $(O)/musl/tests/images/*.d)
