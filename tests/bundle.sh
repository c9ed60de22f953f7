#!/bin/sh
# bundle.sh DIR [OPTION...] - writes DIR/config.json, so that an OCI runtime
# (runc, crun, runsc) can run DIR/rootfs/escape-probe with what `docker run`
# would give it for the same options.
#
# For machines with a runtime but no engine, and for options that an engine
# refuses.  The AppArmor profile is left out: it would have to be loaded first.
#   --cap-add X|ALL --cap-drop X|ALL   ALL: all that we have to give
#   -v SRC:DST[:ro|:nodev]  --device NODE[:NODE[:rwm]]  --device-cgroup-rule 'b 7:* rwm'
#   --user UID[:GID]  --read-only  --pids-limit N  --tty
#   --pid|--net|--ipc|--uts|--cgroupns host
#   --userns FIRST:COUNT   uid and gid 0.. of the container are FIRST.. of the host
#   --rootless             for an ordinary user: himself as root, no cgroup
#   --no-etc               without the binds of /etc/hosts, hostname and resolv.conf
#   --security-opt no-new-privileges | seccomp=unconfined | systempaths=unconfined
#   --arg WORD             one more argument for the program
set -euf

fail() { echo "bundle.sh: $*" >&2; exit 64; }

dir=${1:?bundle.sh: no directory given}
shift

# capabilities(7), in the order of their numbers
known_caps="CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP
LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE
SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME
SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG
WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE"

# What Docker and containerd give (mask a80425fb).
caps="CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP
NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE"

uid=0 gid=0 read_only=false no_new_privs=false tty=false
seccomp=default systempaths=default rootless=no etc=yes
mounts='' nodes='' rules='' pids='' args='' user_map=''
private="pid network ipc uts mount"
# On a pure cgroup v2 host engines unshare the cgroup namespace, on v1 they do not.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then private="$private cgroup"; fi

drop_word() {	# WORD LIST: the list without the word
	for word in $2; do [ "$word" = "$1" ] || printf '%s ' "$word"; done
}

has_word() { case " $(echo $2) " in *" $1 "*) return 0;; esac; return 1; }

# The bounding set of this shell: nobody can give away more.
own_caps() {
	mask=0x$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status)
	bit=0
	for cap in $known_caps; do
		[ $(( (mask >> bit) & 1 )) = 0 ] || printf '%s ' "$cap"
		bit=$((bit + 1))
	done
}

add_mount() {	# SRC DST MODE
	mounts="$mounts,
		{\"destination\": \"$2\", \"type\": \"bind\", \"source\": \"$1\", \"options\": [\"rbind\", \"$3\", \"rprivate\"]}"
}

volume() {	# SRC:DST[:ro]
	source=${1%%:*}; rest=${1#*:}
	case $rest in
	*:ro|*:nodev) add_mount "$source" "${rest%:*}" "${rest##*:}";;
	*)    add_mount "$source" "$rest" rw;;
	esac
}

add_rule() {	# TYPE MAJOR MINOR ACCESS; * means any
	rule="{\"allow\": true, \"type\": \"$1\", \"access\": \"$4\""
	[ "$2" = '*' ] || rule="$rule, \"major\": $2"
	[ "$3" = '*' ] || rule="$rule, \"minor\": $3"
	rules="$rules, $rule}"
}

device() {	# NODE[:NODE[:ACCESS]]
	node=${1%%:*} inside=$node access=rwm
	case $1 in
	*:*:*) access=${1##*:}; inside=${1#*:}; inside=${inside%:*};;
	*:*)   inside=${1#*:};;
	esac
	if [ -b "$node" ]; then type=b; elif [ -c "$node" ]; then type=c; else fail "not a device: $node"; fi
	major=$((0x$(stat -L -c %t "$node"))) minor=$((0x$(stat -L -c %T "$node")))
	mode=$((0$(stat -L -c %a "$node")))
	nodes="$nodes${nodes:+, }{\"path\": \"$inside\", \"type\": \"$type\", \"major\": $major, \"minor\": $minor, \
\"fileMode\": $mode, \"uid\": $(stat -L -c %u "$node"), \"gid\": $(stat -L -c %g "$node")}"
	add_rule "$type" "$major" "$minor" "$access"
}

cgroup_rule() {	# 'b 7:* rwm'
	set -- $1
	add_rule "$1" "${2%%:*}" "${2#*:}" "$3"
}

security() {
	case $1 in
	no-new-privileges)      no_new_privs=true;;
	seccomp=unconfined)     seccomp=none;;
	systempaths=unconfined) systempaths=none;;
	*) fail "unknown --security-opt: $1";;
	esac
}

while [ $# -gt 0 ]; do
	option=$1
	case $option in
	--read-only) read_only=true; shift; continue;;
	--rootless)  rootless=yes; user_map=yes; shift; continue;;
	--no-etc)    etc=no; shift; continue;;
	--tty)       tty=true; shift; continue;;
	esac
	[ $# -ge 2 ] || fail "unknown option, or one without its argument: $option"
	value=$2
	shift 2
	case $option=$value in
	--cap-add=ALL)    caps=$(own_caps);;
	--cap-drop=ALL)   caps='';;
	--cap-add=*)      caps="$(drop_word "$value" "$caps") $value";;
	--cap-drop=*)     caps=$(drop_word "$value" "$caps");;
	--user=*:*)       uid=${value%:*}; gid=${value#*:};;
	--user=*)         uid=$value;;
	--pids-limit=*)   pids=", \"pids\": {\"limit\": $value}";;
	--pid=host|--ipc=host|--uts=host) private=$(drop_word "${option#--}" "$private");;
	--net=host)       private=$(drop_word network "$private");;
	--cgroupns=host)  private=$(drop_word cgroup "$private");;
	--cgroupns=private) private="$(drop_word cgroup "$private") cgroup";;
	--userns=*)       user_map=$value;;
	--volume=*|-v=*)  volume "$value";;
	--device=*)       device "$value";;
	--device-cgroup-rule=*) cgroup_rule "$value";;
	--security-opt=*) security "$value";;
	--arg=*)          args="$args, \"$value\"";;
	*) fail "unknown option: $option $value";;
	esac
done

quoted() {	# WORD...: "WORD", "WORD"
	list=''
	for word in "$@"; do list="$list${list:+, }\"$word\""; done
	printf '%s' "$list"
}

cap_list=$(quoted $(for cap in $caps; do echo "CAP_$cap"; done))
# As after execve(2) of an ordinary user: the bounding set alone is left.
held=$cap_list
[ "$uid" = 0 ] || held=''

if [ $etc = yes ]; then
	[ -e "$dir/hosts" ] || echo '127.0.0.1 localhost' > "$dir/hosts"
	[ -e "$dir/hostname" ] || echo container > "$dir/hostname"
	[ -e "$dir/resolv.conf" ] || echo 'nameserver 127.0.0.1' > "$dir/resolv.conf"
	for file in hosts hostname resolv.conf; do add_mount "$dir/$file" "/etc/$file" rw; done
fi

# What Docker's own profile refuses for want of a capability, said the other
# way round: it lists what may run.  "CALL..." are refused unless one of the
# capabilities before the colon is given ("-": whatever is given).
seccomp_rules="
-: acct add_key get_mempolicy io_uring_enter io_uring_register io_uring_setup kexec_file_load kexec_load keyctl
-: mbind migrate_pages move_pages nfsservctl pivot_root request_key set_mempolicy swapoff swapon sysfs userfaultfd ustat
SYS_ADMIN: fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie mount mount_setattr move_mount open_tree
SYS_ADMIN: quotactl quotactl_fd setdomainname sethostname setns umount2 unshare
SYS_ADMIN BPF: bpf
SYS_ADMIN PERFMON: perf_event_open
SYS_ADMIN SYSLOG: syslog
DAC_READ_SEARCH: open_by_handle_at
SYS_BOOT: reboot
SYS_CHROOT: chroot
SYS_MODULE: delete_module finit_module init_module
SYS_PTRACE: kcmp pidfd_getfd process_madvise
SYS_RAWIO: ioperm iopl
SYS_TIME: clock_adjtime clock_settime settimeofday
SYS_TTY_CONFIG: vhangup"

refused_calls() {
	echo "$seccomp_rules" | while IFS=: read -r needs calls; do
		allowed=no
		for cap in $needs; do if has_word "$cap" "$caps"; then allowed=yes; fi; done
		[ $allowed = yes ] || printf '%s ' $calls
	done
}

# CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET: each by itself.
refused_clones() {
	comma=''
	for flag in 0x00020000 0x02000000 0x04000000 0x08000000 0x10000000 0x20000000 0x40000000; do
		printf '%s{"action": "SCMP_ACT_ERRNO", "names": ["clone"], "args": [
				{"index": 0, "value": %d, "valueTwo": %d, "op": "SCMP_CMP_MASKED_EQ"}]}' \
			"$comma" $((flag)) $((flag))
		comma=', '
	done
}

# Docker's profile names what else the kernel runs (its archMap); of an
# architecture that is not named every call is death.
case $(uname -m) in
x86_64)  archs='X86_64 X86 X32';;
aarch64) archs='AARCH64 ARM';;
*)       archs='';;
esac

seccomp_json=''
if [ $seccomp = default ]; then
	seccomp_json=",
		\"seccomp\": {\"defaultAction\": \"SCMP_ACT_ALLOW\",
			\"architectures\": [$(quoted $(for arch in $archs; do echo "SCMP_ARCH_$arch"; done))], \"syscalls\": [
			{\"action\": \"SCMP_ACT_ERRNO\", \"names\": [$(quoted $(refused_calls))]}"
	# The flags that make a new namespace, and clone3(2), whose flags no filter can see.
	has_word SYS_ADMIN "$caps" || seccomp_json="$seccomp_json,
			{\"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 38, \"names\": [\"clone3\"]},
			$(refused_clones)"
	seccomp_json="$seccomp_json]}"
fi

paths_json=''
[ $systempaths = none ] || paths_json=",
		\"maskedPaths\": [$(quoted /proc/asound /proc/acpi /proc/kcore /proc/keys /proc/latency_stats \
			/proc/timer_list /proc/timer_stats /proc/sched_debug /proc/scsi /sys/firmware)],
		\"readonlyPaths\": [$(quoted /proc/bus /proc/fs /proc/irq /proc/sys /proc/sysrq-trigger)]"

map_json='' pts=', "gid=5"'
cgroup_mount=',
		{"destination": "/sys/fs/cgroup", "type": "cgroup", "source": "cgroup",
		 "options": ["ro", "nosuid", "noexec", "nodev"]}'
resources_json=",
		\"resources\": {\"devices\": [{\"allow\": false, \"access\": \"rwm\"}$rules]$pids}"
if [ -n "$user_map" ]; then
	private="$private user"
	first_uid=${user_map%%:*} first_gid=${user_map%%:*} count=${user_map##*:}
	if [ $rootless = yes ]; then
		first_uid=$(id -u) first_gid=$(id -g) count=1
		pts='' cgroup_mount='' resources_json=''
	fi
	map_json=",
		\"uidMappings\": [{\"containerID\": 0, \"hostID\": $first_uid, \"size\": $count}],
		\"gidMappings\": [{\"containerID\": 0, \"hostID\": $first_gid, \"size\": $count}]"
fi

# runc names no host that is not the container's own.
namespaces='' hostname=''
for name in $private; do
	[ $name != uts ] || hostname=container
	namespaces="$namespaces${namespaces:+, }{\"type\": \"$name\"}"
done

cat > "$dir/config.json" <<END
{
	"ociVersion": "1.0.2",
	"hostname": "$hostname",
	"root": {"path": "rootfs", "readonly": $read_only},
	"process": {
		"terminal": $tty,
		"user": {"uid": $uid, "gid": $gid},
		"args": ["/escape-probe"$args],
		"env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=${TERM:-dumb}"],
		"cwd": "/",
		"noNewPrivileges": $no_new_privs,
		"capabilities": {
			"bounding": [$cap_list],
			"effective": [$held],
			"permitted": [$held]
		}
	},
	"mounts": [
		{"destination": "/proc", "type": "proc", "source": "proc", "options": ["nosuid", "noexec", "nodev"]},
		{"destination": "/dev", "type": "tmpfs", "source": "tmpfs",
		 "options": ["nosuid", "strictatime", "mode=755", "size=65536k"]},
		{"destination": "/dev/pts", "type": "devpts", "source": "devpts",
		 "options": ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620"$pts]},
		{"destination": "/dev/mqueue", "type": "mqueue", "source": "mqueue", "options": ["nosuid", "noexec", "nodev"]},
		{"destination": "/dev/shm", "type": "tmpfs", "source": "shm",
		 "options": ["nosuid", "noexec", "nodev", "mode=1777", "size=65536k"]},
		{"destination": "/sys", "type": "sysfs", "source": "sysfs", "options": ["nosuid", "noexec", "nodev", "ro"]}$cgroup_mount$mounts
	],
	"linux": {
		"namespaces": [$namespaces],
		"devices": [$nodes]$map_json$resources_json$paths_json$seccomp_json
	}
}
END
