#!/usr/bin/python3
"""trace.py TRACE [verify|few] [SOCKET...] - is every system call of this trace on the list below?

TRACE is what `strace -f -s 256` wrote of one run.  A call that is not listed,
whose arguments do not fit, or that did what it must not do, is named, and the
exit status is 1.  With "verify" the few calls that --verify adds are allowed,
in their order: no superblock without the options that keep the disk unwritten.
With "few" more than two processes beside the first are too many.  A SOCKET was
bound in by itself, and may be connected to whatever its name.  This is the
written allow-list behind "harmless".
"""
import re
import sys

# Files that are opened for writing, without O_TRUNC, and closed again with
# nothing written: no open of these has an effect (probe/collect/kernel_file_state.c).
WRITE_ASKED = re.compile(
    r'"[^"]*/(version|rcu_expedited|core_pattern|modprobe|register|sysrq-trigger|uevent_helper|release_agent|devices\.allow)"')
NODE = r'"/dev/\.escape-probe-\d+"'

# What only reads, whatever its arguments.
READS = set("""
access brk capget clock_gettime clock_getres close exit exit_group faccessat faccessat2 fadvise64 fstat fstatfs
futex getcwd getdents64 getegid geteuid getgid getgroups getpid getppid getpriority getrandom getresgid getresuid
gettid getuid lseek lsm_list_modules lstat madvise mprotect munmap name_to_handle_at nanosleep newfstatat poll
ppoll pread64 prlimit64 read readlink readlinkat recvfrom restart_syscall rseq rt_sigprocmask rt_sigreturn
rt_sigtimedwait set_robust_list set_tid_address stat statfs statx syscall_0x1cd sysinfo uname wait4 arch_prctl
execve fork vfork clone clone3 rt_sigaction getsockopt sched_getaffinity clock_nanosleep getcpu pipe pipe2
""".split())

# Survey and questions: they may be asked, and must be refused by whoever
# answers; those that may succeed change nothing with these very arguments.
REFUSED = set("""
mount umount2 fsopen fsconfig fsmount open_tree move_mount mount_setattr pivot_root chroot setns init_module
finit_module bpf perf_event_open fanotify_init ptrace process_vm_readv process_vm_writev pidfd_getfd kexec_load
kexec_file_load reboot ioperm swapon keyctl io_uring_setup userfaultfd open_by_handle_at unshare mknodat syslog
settimeofday iopl sethostname
""".split())
MAY_SUCCEED = [
    ("settimeofday", r"NULL, NULL"),        # sets nothing
    ("iopl", r"3"),                         # of the disposable child alone
    ("syslog", r"(10|0xa|SYSLOG_ACTION_SIZE_BUFFER)[ /].*"),
    ("open_by_handle_at", r".*O_PATH.*"),   # the very handle that name_to_handle_at(2) gave
    ("unshare", r"CLONE_NEWUSER"),          # by the child that looks, which ends with that
    ("mknodat", r"AT_FDCWD, " + NODE + r", S_IFBLK\|0600, .*"),
    ("mknod", NODE + r", S_IFBLK\|0600, .*"),
    ("bpf", r"BPF_PROG_GET_NEXT_ID, .*"),
]

# What is known for a socket of an engine, or of a daemon of the host, by its
# name: nothing else is connected to.  (An abstract one shows as @"...".)
CANDIDATE = re.compile(
    r"/(docker(\.[^/]*)?|podman|crio|cri-dockerd|dockershim|buildkitd|nri|kubelet)\.sock|/containerd\.sock(\.ttrpc)?|"
    r"/system_bus_socket|/systemd/private|/user/[^/]+/(bus|systemd/private)|/(lxd|incus)/unix\.socket|/snapd\.socket|"
    r"/libvirt-sock|/virt[^/]*d-sock|/daemon-socket/socket|/containerd-shim/.*|/\.X11-unix/X[^/]*|/wayland-[^/]*|/pipewire-[^/]*|"
    r"/pulse/native|/keyring/[^/]*|/S\.[^/]*|/ssh-[^/]*/agent\.[^/]*|/ssh-auth\.sock|/openssh_agent|/tmp/dbus-[^/]*|/udev/control|"
    r"/multipathd\.socket|/storage/multipathd|/lvmpolld\.socket|/cockpit/.*")
UNIX = re.compile(r'\d+, \{sa_family=AF_UNIX, sun_path=@?"([^"]*)"\}, \d+')

# Others, by their arguments.
ARGUMENTS = {
    "fcntl": r"\d+, (F_GETFL|F_GETFD|F_SETFD, FD_CLOEXEC|F_DUPFD_CLOEXEC.*)",
    "mmap": r"(?!.*\b(MAP_SHARED)\b(?!\|MAP_ANONYMOUS)).*",
    "prctl": r"(PR_GET_\w+|PR_CAPBSET_READ|PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET|PR_SET_PDEATHSIG|PR_SET_NO_NEW_PRIVS|"
             r"PR_SET_SECCOMP|PR_SET_DUMPABLE)\b.*",
    "seccomp": r"SECCOMP_SET_MODE_FILTER, .*",
    "sched_setaffinity": r"0, .*",          # of the disposable child alone
    "landlock_create_ruleset": r"NULL, 0, (0x1|LANDLOCK_CREATE_RULESET_VERSION).*|\{.*EXECUTE.*\}, 8, 0",
    "landlock_restrict_self": r"\d+, 0",    # of the child that looks, at its end
    "socket": r"AF_UNIX, SOCK_(STREAM|SEQPACKET)\|SOCK_CLOEXEC\|SOCK_NONBLOCK, 0|AF_INET, SOCK_DGRAM\|SOCK_CLOEXEC, (0|IPPROTO_IP)|AF_INET, 0xe .*|"
              r"AF_INET, SOCK_STREAM\|SOCK_CLOEXEC\|SOCK_NONBLOCK, (0|IPPROTO_IP)",
    # No packet leaves the machine: the loopback address, and four ports that are connected to and hung up.
    "connect": r'\d+, \{sa_family=AF_INET, sin_port=htons\((2375|2379|10250|10255)\), sin_addr=inet_addr\("127\.0\.0\.1"\)\}, 16',
    "sendto": r'\d+, "GET /_ping HTTP/1\.[01]\\r\\n.*',
    "unlink": NODE,
    "unlinkat": r"AT_FDCWD, " + NODE + r", 0",
    "write": r"[12], .*|-1, NULL, 0",       # the report; is the filter in force
    "writev": r"[12], .*",
    # TIOCSTI: what is to be typed is looked for at NULL
    "ioctl": r"\d+, TIOCSTI, NULL|\d+, (TCGETS|TIOCGWINSZ|BLKGETSIZE64|BLKGETSIZE|BLKSSZGET|BLKROGET|BLKIOMIN|BLKIOOPT|BLKALIGNOFF|"
             r"BLKPBSZGET|BLKDISCARD\w*GET|CDROM_GET_CAPABILITY|BLKGETZONESZ|BLKGETDISKSEQ|0x[0-9a-f]+|HDIO_GETGEO|"
             r"NS_GET_\w+|FDGETDRVTYP|SECCOMP_IOCTL_NOTIF_\w+|_IOC\(.*)\b.*",
    "kill": r"\d+, SIGKILL",                # a child of ours that stands still
}

# What must have been said of a file system before it is asked for.
VERIFY_OPTIONS = {
    "ext4": {"ro", "noload", "errors", "noblock_validity", "no_prefetch_block_bitmaps"},
    "xfs": {"ro", "norecovery"}, "btrfs": {"ro", "rescue"}, "devtmpfs": set(),
}
CREATE = re.compile(r"(\d+), (FSCONFIG_CMD_CREATE(_EXCL)?|0x8\b.*), NULL, NULL, 0")


class Verify:
    """The contexts of --verify: type and options, by process and descriptor."""

    def __init__(self):
        self.contexts = {}

    def allows(self, pid, name, arguments, result):
        if name == "fsopen" and re.fullmatch(r'"\w+", FSOPEN_CLOEXEC', arguments):
            self.contexts[pid, result] = (arguments.split('"')[1], set())
            return True
        context = self.contexts.get((pid, arguments.split(",")[0]))
        if name == "fsconfig" and context:
            option = re.fullmatch(r'\d+, FSCONFIG_SET_(?:STRING, "(\w+)", "[^"]*"|FLAG, "(\w+)", NULL), 0', arguments)
            if option:
                context[1].add(option.group(1) or option.group(2))
                return True
            return bool(CREATE.fullmatch(arguments)) and VERIFY_OPTIONS.get(context[0], {"ro"}) <= context[1]
        if name == "fsmount" and context:
            return context[0] == "devtmpfs" or "MOUNT_ATTR_RDONLY" in arguments
        return name == "fchdir"     # into the devtmpfs, of the disposable child


# The survey: its children make every system call there is, below a filter
# that refuses them (ENOSYS; a second one: an errno that nobody uses).  Whatever
# else answers must be the filter of the container, and these are their own.
SURVEY_REFUSED = re.compile(r"-1 (ENOSYS|EPERM)\b|-1 .*\b3999\b|\?")
SURVEY_OWN = {
    "rt_sigaction": r"SIGSYS, .*", "rt_sigprocmask": r".*", "prctl": r"PR_SET_PDEATHSIG, SIGKILL.*", "close": r"\d+",
    "exit_group": r"0", "getpid": r"", "gettid": r"", "set_robust_list": r".*", "write": r"-1, .*", "rseq": r".*",
}

LINE = re.compile(r"^(?:\[pid\s+)?(\d+)?\]?\s*(\w+)\((.*?)\)?\s+= (.*)$")


def complaint(name, arguments, result, given=()):
    if name in READS:
        return None
    unix = UNIX.fullmatch(arguments) if name == "connect" else None
    if unix:
        place = unix.group(1).replace("\\0", "")
        return None if place in given or re.search("(" + CANDIDATE.pattern + ")$", place) else "is no socket of an engine"
    if name in ("open", "openat", "openat2"):
        if re.search(r"O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE", arguments):
            return "creates or cuts"
        if re.search(r"O_WRONLY|O_RDWR", arguments) and not WRITE_ASKED.search(arguments):
            return "opens for writing"
        return None
    if name in REFUSED:
        succeeded = not result.startswith(("-1", "?"))
        if succeeded and not any(name == n and re.fullmatch(a, arguments) for n, a in MAY_SUCCEED):
            return "was carried out"
        return None
    if name in ARGUMENTS:
        return None if re.fullmatch(ARGUMENTS[name], arguments) else "has other arguments than allowed"
    return "is not on the list"


def joined(lines):
    """The two halves of calls that strace wrote apart."""
    begun = {}
    for line in lines:
        pid = line.split(" ", 1)[0]
        half = re.match(r"^(\d+ +)?(.*) <unfinished \.\.\.>$", line)
        if half:
            begun[pid] = half.group(2)
            continue
        rest = re.match(r"^(\d+ +)?<\.\.\. (\w+) resumed>(.*)$", line)
        if rest:
            if rest.group(2) == "execve":
                # A thread that executes takes the number of its process.
                pid = next((p for p, text in begun.items() if text.startswith("execve(")), pid)
            yield (rest.group(1) or "") + begun.pop(pid, "") + rest.group(3)
        else:
            yield line


def entries(path):
    """[process, call, arguments, result] of every call of the program's own.
    What the engine's first process does before is not ours, nor what others do
    that were there before.  The result of a call that a filter answered with
    SIGSYS (strace shows its number) is "?"."""
    inside, last, calls, others = False, {}, [], set()
    with open(path, errors="replace") as trace:
        for line in joined(line.rstrip("\n") for line in trace):
            match = LINE.match(line)
            pid = line.split(" ", 1)[0]
            if pid in others and inside:
                continue
            if not inside:
                others.add(pid)
            if match and match.group(2) == "execve":
                ours = re.match(r'"([^"]*/)?escape-probe"', match.group(3))
                if inside and not ours and match.group(4).startswith("0"):
                    break                   # `exec`: from here on it is another program
                if ours and match.group(4).startswith("0"):
                    inside = True
                    others.discard(pid)
            elif match and inside:
                calls.append(list(match.groups()))
                last[match.group(1)] = calls[-1]
            elif inside and re.match(r"\d+ +(--- SIGSYS |\+\+\+ killed by SIGSYS)", line):
                last[line.split(" ", 1)[0]][3] = "?"
    return calls


def survey_children(calls):
    """The processes that one below the survey's filter has made.  fork(2) says
    a number of the container, strace one of ours: they go by their order."""
    filtered, parents, processes = set(), [], []
    for pid, name, arguments, result in calls:
        if pid not in processes:
            processes.append(pid)
        if name == "seccomp" and "SET_MODE_FILTER" in arguments and not result.startswith("-"):
            filtered.add(pid)
        if name in ("fork", "vfork", "clone", "clone3") and result.isdigit():
            parents.append(pid in filtered)
    return {child for filtering, child in zip(parents, processes[1:]) if filtering}


def main():
    bad = surveyed = 0
    calls = entries(sys.argv[1])
    survey = survey_children(calls)
    verify = Verify() if "verify" in sys.argv[2:3] else None
    filtered = set()        # one may ask below the filter by itself, too
    made = set()            # children, by the numbers that the program knows
    for pid, name, arguments, result in calls:
        if name == "seccomp" and "SET_MODE_FILTER" in arguments and result == "0":
            filtered.add(pid)
        if name in ("fork", "vfork", "clone", "clone3"):
            made.add(result)
        if pid in filtered and SURVEY_REFUSED.match(result):
            surveyed += 1
            why = None
        elif pid in survey:
            own = name in SURVEY_OWN and re.fullmatch(SURVEY_OWN[name], arguments)
            why = None if own or SURVEY_REFUSED.match(result) else "was surveyed, and carried out"
            surveyed += 1
        else:
            why = complaint(name, arguments, result, sys.argv[2:])
            if name == "kill" and arguments.split(",")[0] not in made:
                why = "is no child of its own"
            if why and verify and verify.allows(pid, name, arguments, result):
                why = None
        if why:
            bad += 1
            print(f"  {name}({arguments}) = {result}: {why}")
    processes = len({pid for pid, *_ in calls})
    if "few" in sys.argv[2:3] and processes > 3:
        print(f"  {processes} processes, not 3 at most")
        return 1
    if len(calls) < 50:
        print(f"  only {len(calls)} calls were traced: that proves nothing")
        return 1
    print(f"  {len(calls)} calls of {processes} processes, {surveyed} of the survey, {bad} not allowed")
    return 1 if bad else 0


sys.exit(main())
