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
CFLAGS     ?= -Os -g
PREFIX     ?= /usr/local
BINDIR     ?= $(PREFIX)/bin
MANDIR     ?= $(PREFIX)/share/man
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
OWN_CPPFLAGS := -D_GNU_SOURCE -Iinclude -MMD -MP -DVERSION='"$(VERSION)"'
OWN_CFLAGS   := -std=c11 $(WARN) -ffile-prefix-map=$(CURDIR)=. -ffunction-sections -fdata-sections \
                $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
OWN_LDFLAGS  := $(if $(SAN),-fsanitize=$(SAN))
LDLIBS_DYN    = $(shell $(PKG_CONFIG) --libs blkid libcap)
LDLIBS_STATIC = $(shell $(PKG_CONFIG) --static --libs blkid libcap)
# A sanitizer's run-time cannot be linked statically.
LINK_STATIC   = $(if $(SAN),,-static) -Wl,--gc-sections -Wl,--build-id=none $(if $(SAN),,-s)

# Sources are found, not listed: adding a file is adding a file.
SRC    := $(sort $(wildcard probe/*.c probe/*/*.c))
OBJ    := $(SRC:%.c=$(O)/%.o)
LIBOBJ := $(filter-out $(O)/probe/main.o,$(OBJ))
PURE   := $(filter $(O)/probe/parse/% $(O)/probe/judge/% $(O)/probe/render/% $(O)/probe/facts.o $(O)/probe/arena.o,$(OBJ))
TEST   := $(patsubst %.c,$(O)/%,$(sort $(wildcard tests/unit/test_*.c)))
FUZZ   := $(patsubst tests/fuzz/%.c,$(O)/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))

all: $(O)/escape-probe  ## build the static program

$(O)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(OWN_CPPFLAGS) $(CPPFLAGS) $(OWN_CFLAGS) $(CFLAGS) -c -o $@ $<

$(O)/escape-probe: $(OBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(LINK_STATIC) $(OWN_LDFLAGS) $(LDFLAGS) -o $@ $^ $(if $(SAN),$(LDLIBS_DYN),$(LDLIBS_STATIC))

$(O)/tests/unit/%: $(O)/tests/unit/%.o $(LIBOBJ)
	@echo "  LD    $@"
	$(Q)$(CC) $(OWN_LDFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS_DYN) -lcmocka

unit: $(TEST) $(O)/escape-probe  ## run the unit tests
	@for t in $(TEST); do echo "  TEST  $$t"; PROBE=$(O)/escape-probe $$t || exit 1; done

install: $(O)/escape-probe  ## install below $(DESTDIR)$(PREFIX)
	install -D -m 755 $< $(DESTDIR)$(BINDIR)/escape-probe
	install -D -m 644 probe/escape-probe.8 $(DESTDIR)$(MANDIR)/man8/escape-probe.8

clean:  ## remove what was built
	rm -rf $(O)

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

.PHONY: all unit install clean help
.SECONDARY:
-include $(OBJ:.o=.d) $(TEST:=.d)
