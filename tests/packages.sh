#!/bin/sh
# packages.sh PURPOSE... - sees to it that what a purpose needs is there.
#
#   build   compile the program
#   run     make a container: an engine that answers, else runc
#   test    everything that `make test` uses
#   analyze look for mistakes without running
#   arm64   compile the program for arm64 elsewhere, and run it
#   pack    link a program for arm64 at its smallest
#   lab     a virtual machine to try escapes in
#   exercises  the exercises of docker/lab
#
# Looks for the things, not for the packages, so that a docker or a clang from
# elsewhere is as good.  What is missing is installed when we are root and have
# apt-get; otherwise its names are printed and the exit status is 1.
set -eu
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

# Purpose | what must be there | Debian | Fedora | Alpine.  A word with a slash
# is a file (a pattern will do), any other a command; one of several suffices.
needs='
build | make                                                | make               | make               | make
build | gcc                                                 | gcc                | gcc                | gcc
build | /usr/lib/*/libc.a /usr/lib64/libc.a /usr/lib/libc.a | libc6-dev          | glibc-static       | musl-dev linux-headers
build | musl-gcc /etc/alpine-release /etc/fedora-release     | musl-tools         |                    |
build | patch                                               | patch              | patch              | patch
build | xz                                                  | xz-utils           | xz                 | xz
build | pkg-config pkgconf                                  | pkg-config         | pkgconf-pkg-config | pkgconf
build | /usr/include/sys/capability.h                       | libcap-dev         | libcap-devel       | libcap-dev
build | /usr/lib*/libcap.a /usr/lib/*/libcap.a              | libcap-dev         | libcap-static      | libcap-static
build | /usr/include/blkid/blkid.h                          | libblkid-dev       | libblkid-devel     | util-linux-dev
build | /usr/lib*/libblkid.a /usr/lib/*/libblkid.a          | libblkid-dev       |                    | util-linux-static
run   | runc                                                | runc               | runc               | runc
test  | clang                                               | clang              | clang              | clang
test  | /usr/lib*/clang/*/lib/*/libclang_rt.fuzzer* /usr/lib*/clang/*/lib/*/*/libclang_rt.fuzzer* /usr/lib/llvm*/lib/clang/*/lib/*/libclang_rt.fuzzer* | libclang-rt-dev | compiler-rt | compiler-rt
test  | /usr/include/cmocka.h                               | libcmocka-dev      | libcmocka-devel    | cmocka-dev
test  | python3                                             | python3            | python3            | python3
test  | /usr/lib/python3*/dist-packages/jsonschema /usr/lib*/python3*/site-packages/jsonschema /usr/local/lib/python3*/*-packages/jsonschema | python3-jsonschema | python3-jsonschema | py3-jsonschema
test  | /usr/lib/python3*/dist-packages/sarif_om               | python3-sarif-python-om |            |
test  | /usr/lib/python3*/dist-packages/prometheus_client      | python3-prometheus-client |          |
test  | /usr/lib/python3*/dist-packages/kubernetes /usr/lib*/python3*/site-packages/kubernetes | python3-kubernetes | python3-kubernetes | py3-kubernetes
test  | /usr/lib/python3*/dist-packages/yaml /usr/lib*/python3*/site-packages/yaml | python3-yaml | python3-pyyaml | py3-yaml
test  | jq                                                  | jq                 | jq                 | jq
test  | docker-compose /usr/libexec/docker/cli-plugins/docker-compose | docker-compose     | docker-compose     | docker-cli-compose
test  | /usr/lib/python3*/dist-packages/kubernetes /usr/lib/python3*/site-packages/kubernetes | python3-kubernetes | python3-kubernetes |
test  | strace                                              | strace             | strace             | strace
test  | mandoc                                              | mandoc             | mandoc             | mandoc
test  | zsh                                                 | zsh                | zsh                | zsh
test  | nm                                                  | binutils           | binutils           | binutils
test  | ps                                                  | procps             | procps-ng          | procps
test  | mke2fs                                              | e2fsprogs          | e2fsprogs          | e2fsprogs
test  | debugfs tune2fs                                     | e2fsprogs          | e2fsprogs          | e2fsprogs-extra
test  | mkfs.xfs                                            | xfsprogs           | xfsprogs           | xfsprogs
test  | mkfs.btrfs                                          | btrfs-progs        | btrfs-progs        | btrfs-progs
test  | mksquashfs                                          | squashfs-tools     | squashfs-tools     | squashfs-tools
test  | losetup                                             | mount              | util-linux-core    | losetup
test  | setpriv                                             | util-linux         | util-linux-core    | setpriv
test  | useradd                                             | passwd             | shadow-utils       | shadow
test  | newuidmap                                           | uidmap             | shadow-utils       | shadow-uidmap
test  | dockerd                                             | docker.io          | moby-engine        | docker
test  | docker                                              | docker.io          | docker-cli         | docker-cli
test  | runc                                                | runc               | runc               | runc
test  | systemd-nspawn                                      | systemd-container  | systemd-container  |
test  | crun                                                | crun               | crun               | crun
test  | podman                                              | podman             | podman             | podman
test  | conmon                                              | conmon             | conmon             | conmon
test  | buildah                                             | buildah            | buildah            | buildah
test  | bwrap                                               | bubblewrap         | bubblewrap         | bubblewrap
test  | runsc                                               | runsc              |                    |
analyze | cppcheck                                         | cppcheck           | cppcheck           | cppcheck
analyze | scan-build                                       | clang-tools        | clang-analyzer     | clang-analyzer
analyze | clang-tidy                                       | clang-tidy         | clang-tools-extra  | clang-extra-tools
arm64 | aarch64-linux-gnu-gcc                               | gcc-aarch64-linux-gnu |                 |
arm64 | /usr/aarch64-linux-gnu/include/asm                  | libc6-dev-arm64-cross |                 |
arm64 | qemu-aarch64-static                                 | qemu-user-static   |                    |
pack  | ld.lld                                              | lld                | lld                | lld
exercises | docker                                           | docker.io | docker-cli | docker-cli
exercises | dockerd                                          | docker.io | moby-engine | docker
exercises | docker-compose /usr/libexec/docker/cli-plugins/docker-compose /usr/local/lib/docker/cli-plugins/docker-compose /usr/lib/docker/cli-plugins/docker-compose | docker-compose | docker-compose | docker-cli-compose
exercises | busybox                                          | busybox-static | busybox | busybox-static
exercises | buildah                                          | buildah | buildah | buildah
exercises | strace                                           | strace | strace | strace
exercises | python3                                          | python3 | python3 | python3
lab   | debootstrap                                         | debootstrap        |                    |
lab   | qemu-system-x86_64                                  | qemu-system-x86    | qemu-system-x86    | qemu-system-x86_64
lab   | linux.uml                                           | user-mode-linux    |                    |
lab   | mke2fs                                              | e2fsprogs          | e2fsprogs          | e2fsprogs
lab   | xz                                                  | xz-utils           | xz                 | xz
lab   | secilc                                              | secilc             | secilc             | secilc
lab   | jq                                                  | jq                 | jq                 | jq
lab   | /usr/share/OVMF/OVMF_CODE_4M.fd                     | ovmf               |                    |
'

engine_answers() {
	for engine in docker podman; do
		command -v $engine > /dev/null && timeout 10 $engine info > /dev/null 2>&1 && return
	done
	return 1
}

present() {	# WORD...
	for word in "$@"; do
		case $word in
		*/*) [ -e "$word" ] && return;;		# a pattern has become the files it fits
		*)   command -v "$word" > /dev/null && return;;
		esac
	done
	return 1
}

debian='' fedora='' alpine=''
while IFS='|' read -r purpose things on_debian on_fedora on_alpine; do
	case " $* " in *" ${purpose%% *} "*) ;; *) continue;; esac
	# shellcheck disable=SC2086 # things are words and patterns
	if [ -z "$things" ] || present $things; then continue; fi
	# Whether an engine answers takes a moment to ask: only where it matters.
	if [ "${purpose%% *}" = run ] && engine_answers; then continue; fi
	debian="$debian $on_debian" fedora="$fedora $on_fedora" alpine="$alpine $on_alpine"
done <<END
$needs
END

once() {	# WORD...: each word one time
	list=''
	for word in "$@"; do
		case " $list " in *" $word "*) ;; *) list="$list${list:+ }$word";; esac
	done
	echo "$list"
}

# shellcheck disable=SC2086
debian=$(once $debian) fedora=$(once $fedora) alpine=$(once $alpine)
[ -n "$debian" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
	cat >&2 <<END
missing: $debian
  Debian, Ubuntu:  apt-get install --no-install-recommends $debian
  Fedora:          dnf install $fedora
  Alpine:          apk add $alpine
END
	case $debian in
	*libblkid-dev*) echo "Fedora's libblkid cannot be linked statically: docker build -f docker/Dockerfile -t escape-probe ." >&2;;
	esac
	exit 1
fi

echo "installing: $debian"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install() {
	# shellcheck disable=SC2086
	DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $debian > "$log" 2>&1
}
refresh() { apt-get update -q > "$log" 2>&1; }

# Lists that are empty or old know too little: fetch them, and try again.
set -- /var/lib/apt/lists/*_Packages*
if { [ -e "$1" ] && install; } || { refresh && install; }; then exit 0; fi
cat "$log" >&2
exit 1
