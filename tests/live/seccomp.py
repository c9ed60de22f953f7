#!/usr/bin/python3
"""seccomp.py PROGRAM [TREE] - is the survey true?

Runs the program in real containers (runc, and docker, containerd, podman and
systemd-nspawn with their own profiles) below filters whose definition is at
hand, evaluates that definition for every system call and every argument asked,
and compares call by call.  A container with a filter can be worse: filters that
kill, trap, never answer, refuse seccomp(2) itself or fork(2) are among them.
And: how many layers of Landlock.

With TREE, where the packages of another release lie (other-release.sh), it is
that release's engines that are tried, and they alone.

Needs root, runc and libseccomp, which says the numbers.  A line for each
filter; the last one counts.
"""
import array
import ctypes
import errno
import glob
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LIBSECCOMP = ctypes.CDLL("libseccomp.so.2")
SCMP_ARCH = {"SCMP_ARCH_X86_64": 0xC000003E, "SCMP_ARCH_X86": 0x40000003}
CALLS = 480
EVERYTHING = ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]

NEW = {"CLONE_NEWUSER": 0x10000000, "CLONE_NEWNS": 0x20000, "CLONE_NEWPID": 0x20000000, "CLONE_NEWNET": 0x40000000,
       "CLONE_NEWIPC": 0x8000000, "CLONE_NEWUTS": 0x4000000, "CLONE_NEWCGROUP": 0x2000000, "CLONE_NEWTIME": 0x80}
ARGUMENTS = {f"{call}({flag})": (call, [value]) for call in ("clone", "unshare") for flag, value in NEW.items()
             if (call, flag) != ("clone", "CLONE_NEWTIME")}
ARGUMENTS |= {f"socket({name})": ("socket", args) for name, args in {
    "AF_VSOCK": [40, 1], "AF_ALG": [38, 5], "AF_PACKET": [17, 3], "AF_NETLINK": [16, 3],
    "AF_NETLINK, NETLINK_AUDIT": [16, 3, 9]}.items()}
ARGUMENTS |= {f"personality({name})": ("personality", [value]) for name, value in {
    "PER_LINUX32": 8, "UNAME26": 0x20000, "UNAME26|PER_LINUX32": 0x20008, "0xffffffff": 0xffffffff,
    "ADDR_NO_RANDOMIZE": 0x40000, "READ_IMPLIES_EXEC": 0x400000}.items()}
I386 = {"getpid()": ("getpid", []), "mount()": ("mount", []), "unshare(CLONE_NEWUSER)": ("unshare", [0x10000000]),
        "keyctl()": ("keyctl", []), "socketcall(SYS_SOCKET)": ("socketcall", [1])}


def number(name, arch="SCMP_ARCH_X86_64"):
    if name.startswith("number-"):
        return int(name[7:])
    return LIBSECCOMP.seccomp_syscall_resolve_name_arch(SCMP_ARCH[arch], name.encode())


def name_of(nr):
    resolve = LIBSECCOMP.seccomp_syscall_resolve_num_arch
    resolve.restype = ctypes.c_char_p
    name = resolve(SCMP_ARCH["SCMP_ARCH_X86_64"], nr)
    return name and name.decode()


def rule(names, action, *args, ret=None):
    row = {"names": names.split(), "action": f"SCMP_ACT_{action}"}
    if args:
        row["args"] = [dict(zip(("index", "op", "value", "valueTwo"), a)) for a in args]
    if ret is not None:
        row["errnoRet"] = ret
    return row


def profile(default, *rules, ret=None, archs=("SCMP_ARCH_X86_64",), **more):
    row = {"defaultAction": f"SCMP_ACT_{default}", "architectures": list(archs), "syscalls": list(rules), **more}
    if ret is not None:
        row["defaultErrnoRet"] = ret
    return row


# ---- a profile's meaning ----------------------------------------------------

COMPARE = {
    "SCMP_CMP_NE": lambda x, a: x != a["value"], "SCMP_CMP_LT": lambda x, a: x < a["value"],
    "SCMP_CMP_LE": lambda x, a: x <= a["value"], "SCMP_CMP_EQ": lambda x, a: x == a["value"],
    "SCMP_CMP_GE": lambda x, a: x >= a["value"], "SCMP_CMP_GT": lambda x, a: x > a["value"],
    "SCMP_CMP_MASKED_EQ": lambda x, a: x & a["value"] == a.get("valueTwo", 0),
}


def answer_of(action, ret):
    kind = action[len("SCMP_ACT_"):]
    if kind == "ERRNO":
        ret = errno.EPERM if ret is None else ret
        return ("errno", errno.errorcode.get(ret, ret) if ret else None)
    # A call handed to a tracer that is not there cannot be told from one that
    # runs without carrying it out; calls[].plain has the ENOSYS.
    return ({"ALLOW": "runs", "LOG": "runs", "TRACE": "runs", "TRAP": "trap", "KILL": "kill", "KILL_THREAD": "kill",
             "KILL_PROCESS": "kill", "NOTIFY": "no-answer"}[kind], None)


def matches(row, args):
    args = (args + [0] * 6)[:6]
    return all(COMPARE[a["op"]](args[a["index"]], a) for a in row.get("args") or [])


def evaluate(definition, name, args, arch="SCMP_ARCH_X86_64", nr=None):
    """What the filter made of this definition answers, as (answer, errno)."""
    default = (definition["defaultAction"], definition.get("defaultErrnoRet"))
    if arch not in definition["architectures"]:
        return ("kill", None)           # libseccomp, of an architecture that is not in the filter
    # runc: numbers above every one that is named are newer than the profile
    known = [number(n, arch) for row in definition["syscalls"] for n in row["names"]]
    if default[0] not in ("SCMP_ACT_ALLOW", "SCMP_ACT_LOG", "SCMP_ACT_TRACE") and (nr or number(name, arch)) > max(known):
        return ("errno", "ENOSYS")
    rows = [row for row in definition["syscalls"] if name in row["names"]]
    # Without arguments counts before any with.
    for row in sorted(rows, key=lambda row: len(row.get("args") or []) > 0):
        if matches(row, args):
            return answer_of(row["action"], row.get("errnoRet"))
    return answer_of(*default)


# ---- what the program said ------------------------------------------------------

def said(groups):
    return {call: (group["answer"], group["errno"]) for group in groups for call in group["calls"]}


def differences(definition, document):
    seccomp, bad = document["seccomp"], []
    if not seccomp["surveyed"]:
        return [f"not surveyed: {seccomp['reason']}"]
    calls, arguments = said(seccomp["calls"]), said(seccomp["arguments"])
    if len(calls) != CALLS:
        bad.append(f"{len(calls)} calls, not {CALLS}")
    notify = any(row["action"] == "SCMP_ACT_NOTIFY" for row in definition["syscalls"])

    def compare(name, got, want):
        # Where somebody listens already, ENOSYS is not told from running.
        if notify and want in (("runs", None), ("errno", "ENOSYS")):
            want = ("unknown", "ENOSYS")
        if got != want:
            bad.append(f"{name}: said {got}, is {want}")

    for name, got in calls.items():
        if name in ("335", "336", "uretprobe", "uprobe"):
            continue            # they pass every filter
        nr = int(name) if name.isdigit() else number(name)
        if name.isdigit():
            name = name_of(nr) or name
        compare(name, got, evaluate(definition, name, [], nr=nr))
    for name, (call, args) in ARGUMENTS.items():
        compare(name, arguments.pop(name), evaluate(definition, call, args))
    for name, (call, args) in I386.items():
        got = arguments.pop("i386 " + name)
        if got[0] != "absent":
            compare("i386 " + name, got, evaluate(definition, call, args, "SCMP_ARCH_X86"))
    bad += [f"{name}: unexpected" for name, got in arguments.items() if not name.startswith("x32 ")]
    return bad


# ---- containers -------------------------------------------------------------------

def runc(directory, definition):
    bundle = os.path.join(directory, "bundle")
    subprocess.run(["sh", TESTS + "/bundle.sh", bundle, "--arg", "--format", "--arg", "json"], check=True)
    config = os.path.join(bundle, "config.json")
    with open(config) as file:
        spec = json.load(file)
    spec["linux"]["seccomp"] = definition
    with open(config, "w") as file:
        json.dump(spec, file)
    return ["runc", "--root", directory + "/runc", "run", "--bundle", bundle, f"seccomp-{os.getpid()}-{time.monotonic_ns()}"]


def output(command, is_whole):
    """Of the program in a container.  A client may lose the end of it on a busy machine, or all, and is started anew."""
    for _ in range(3):
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20)
        if is_whole(done.stdout) or done.stderr:
            break
    return done


def run(command):
    done = output(command, lambda text: text.rstrip().endswith("}"))
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise RuntimeError((done.stderr or done.stdout)[-300:]) from None


def hold_listener(path):
    """Takes the descriptors that the runtime sends, and never reads one."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(8)
    held = []

    def serve():
        while True:
            client, _ = server.accept()
            _, ancillary, _, _ = client.recvmsg(65536, socket.CMSG_SPACE(64))
            for _, _, data in ancillary:
                held.append(array.array("i", data[:len(data) - len(data) % 4]))

    threading.Thread(target=serve, daemon=True).start()


GO = "ALLOW"
DENIED = "mount umount2 setns bpf keyctl add_key ptrace kexec_load init_module reboot userfaultfd getsid vhangup umask sethostname"
# What runc and the program cannot do without.
NEEDED = """read write open openat openat2 close fstat newfstatat stat lstat lseek mmap munmap mprotect brk exit exit_group
execve arch_prctl set_tid_address set_robust_list rseq prlimit64 getrandom rt_sigaction rt_sigprocmask rt_sigreturn
rt_sigtimedwait readlink readlinkat uname getpid futex capget capset prctl fchdir chdir getdents64 statfs fstatfs setgid
setuid setgroups getcwd faccessat faccessat2 fcntl epoll_ctl epoll_pwait epoll_create1 pipe pipe2 eventfd2 madvise
sigaltstack dup3 fork clone wait4 getppid tgkill gettid nanosleep clock_gettime getuid geteuid kill poll ioctl seccomp
writev getgid getegid sched_getaffinity sched_setaffinity access pread64 statx"""
USER = 0x10000000

# What a current Docker (29) denies, whatever the kernel, and what each capability allows
# of it.  20.10's and 26's are asked of the engines themselves.
CURRENT = {
    None: """_sysctl add_key afs_syscall create_module get_kernel_syms getpmsg io_uring_enter io_uring_register
        io_uring_setup kexec_file_load kexec_load keyctl migrate_pages move_pages nfsservctl pivot_root putpmsg query_module
        request_key security swapoff swapon sysfs tuxcall uselib userfaultfd ustat vserver""",
    "DAC_READ_SEARCH": "open_by_handle_at",
    "SYS_ADMIN": """fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie mount mount_setattr move_mount open_tree
        quotactl quotactl_fd setdomainname sethostname setns umount2 unshare bpf perf_event_open syslog
        lsm_get_self_attr lsm_list_modules lsm_set_self_attr""",
    "SYS_BOOT": "reboot", "SYS_CHROOT": "chroot", "SYS_MODULE": "delete_module finit_module init_module",
    "SYS_NICE": "get_mempolicy mbind set_mempolicy set_mempolicy_home_node", "SYS_PACCT": "acct",
    "SYS_PTRACE": "kcmp pidfd_getfd process_madvise", "SYS_RAWIO": "ioperm iopl", "SYS_TIME": "clock_settime settimeofday",
    "SYS_TTY_CONFIG": "vhangup",
}
SOCKETS = [*range(13, 19), 21, 22, 24, *range(26, 34), 35, 36, 39, *range(41, 46)]      # and all below 12


def call_names():
    names = (name_of(nr) for nr in range(CALLS))
    return {name for name in names if name}


def docker_current(*caps):
    denied = {name for cap, names in CURRENT.items() if cap not in caps for name in names.split()}
    allowed = call_names() - denied - {"clone", "clone3", "socket", "personality"}
    rows = [rule(" ".join(sorted(allowed)) + " socketcall", GO), rule("socket", GO, (0, "SCMP_CMP_LT", 12))]
    rows += [rule("socket", GO, (0, "SCMP_CMP_EQ", family)) for family in SOCKETS]
    rows += [rule("personality", GO, (0, "SCMP_CMP_EQ", value)) for value in (0, 8, 0x20000, 0x20008, 0xffffffff)]
    if "SYS_ADMIN" in caps:
        rows.append(rule("clone clone3", GO))
    else:
        rows += [rule("clone", GO, (0, "SCMP_CMP_MASKED_EQ", 0x7E020000, 0)), rule("clone3", "ERRNO", ret=38)]
    return profile("ERRNO", *rows, ret=1, archs=EVERYTHING)


def profiles(listener):
    listening = {"listenerPath": listener}
    return {
        **{" ".join(["docker-current", *caps]): docker_current(*caps)
           for caps in ((), ("SYS_CHROOT",), ("SYS_ADMIN",), ("SYS_PTRACE", "SYS_NICE"))},
        "errno": profile(GO, rule(DENIED, "ERRNO")),
        "errno-of-every-kind": profile(GO, rule("mount", "ERRNO", ret=0), rule("setns bpf", "ERRNO", ret=38),
            rule("keyctl", "ERRNO", ret=13), rule("ptrace", "ERRNO", ret=22), rule("umask", "ERRNO", ret=125)),
        "errno-by-default": profile("ERRNO", rule(NEEDED, GO)),
        "enosys-by-default": profile("ERRNO", rule(NEEDED, GO), rule("mount bpf", "ERRNO", ret=1), ret=38),
        "kill-thread": profile(GO, rule(DENIED, "KILL_THREAD")),
        "kill-process": profile(GO, rule(DENIED, "KILL_PROCESS"), archs=EVERYTHING),
        "trap": profile(GO, rule(DENIED, "TRAP")),
        "trace": profile(GO, rule("mount setns bpf", "TRACE"), rule("keyctl", "ERRNO")),
        "mknod-refused": profile(GO, rule("mknod mknodat", "ERRNO")),
        "mknodat-refused": profile(GO, rule("mknodat", "ERRNO")),
        "log": profile("LOG", rule(DENIED, "ERRNO"), archs=EVERYTHING),
        "notify": profile(GO, rule("mount setns keyctl", "NOTIFY"), rule("bpf", "ERRNO"), **listening),
        "arguments-equal": profile("ERRNO", rule(NEEDED.replace(" clone", ""), GO),
            rule("clone", GO, (0, "SCMP_CMP_MASKED_EQ", 0x7E020000, 0)),
            rule("clone unshare", "ERRNO", (0, "SCMP_CMP_EQ", USER), ret=38),
            rule("personality", GO, (0, "SCMP_CMP_EQ", 0)), rule("personality", GO, (0, "SCMP_CMP_EQ", 8)),
            rule("socket", GO, (0, "SCMP_CMP_NE", 40)), rule("socketcall", "TRAP"), archs=EVERYTHING),
        "arguments-ordered": profile(GO, rule("personality", "ERRNO", (0, "SCMP_CMP_GT", 0x20000)),
            rule("socket", "TRAP", (0, "SCMP_CMP_GE", 38)), rule("unshare", "KILL_PROCESS", (0, "SCMP_CMP_LT", 0x20000)),
            rule("keyctl", "ERRNO", (0, "SCMP_CMP_LE", 0), ret=13),
            rule("clone", "ERRNO", (0, "SCMP_CMP_MASKED_EQ", USER, USER), ret=38)),
    }


# ---- the engines' own profiles ---------------------------------------------------
#
# What an engine asks of its runtime is its profile, made for the capabilities of
# the container: a runtime of ours keeps that, and hands it on to runc.

RUNTIME = """#!/bin/sh
for word in "$@"; do
	[ "$before" != --bundle ] || cp "$word/config.json" DIRECTORY/asked
	before=$word
done
exec runc "$@"
"""

# All that widen a profile, and one that does not.
CAPABILITIES = """SYS_ADMIN DAC_READ_SEARCH SYS_BOOT SYS_MODULE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_TIME SYS_TTY_CONFIG SYS_NICE
SYSLOG BPF PERFMON NET_ADMIN""".split()


def in_tree(tree, command):
    """With the programs and libraries of another release in the place of ours."""
    if not tree:
        return command
    script = 'mount --make-rprivate / && mount --bind "$0" /usr && exec "$@"'
    return ["unshare", "--mount", "sh", "-c", script, tree + "/usr", *command]


def end_daemon(daemon):
    daemon.terminate()
    try:
        daemon.wait(20)
    except subprocess.TimeoutExpired:
        daemon.kill()


class Docker:
    def __init__(self, directory, tree):
        self.name = "docker"
        self.directory = directory
        self.host = f"unix://{directory}/docker.sock"
        with open(directory + "/docker.log", "w") as log:
            self.daemon = subprocess.Popen(in_tree(tree, [
                "dockerd", "--iptables=false", "--ip6tables=false", "--bridge=none", "--data-root", directory + "/data",
                "--exec-root", directory + "/exec", "--host", self.host, "--pidfile", directory + "/docker.pid",
                "--add-runtime", f"recorder={directory}/runtime", "--default-runtime", "recorder"]),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def client(self, *words, **more):
        return subprocess.run(["docker", "--host", self.host, *words], capture_output=True, timeout=20, **more)

    def begin(self, program):
        for _ in range(150):
            done = self.client("version", "--format", "{{.Server.Version}}")
            if done.returncode == 0:
                break
            if self.daemon.poll() is not None:
                raise RuntimeError("dockerd does not start")
            time.sleep(0.1)
        self.name += " " + done.stdout.decode().strip()
        image = subprocess.run(["tar", "-C", os.path.dirname(program), "-c", os.path.basename(program)], capture_output=True, check=True)
        self.client("import", "-", "probe", input=image.stdout).check_returncode()

    def command(self, options):
        return ["docker", "--host", self.host, "run", "--rm", "--network=none", *options, "probe", "/escape-probe", "--format", "json"]

    def end(self):
        end_daemon(self.daemon)


class Podman:
    def __init__(self, directory, tree):
        self.name = "podman"
        self.directory, self.tree = directory, tree

    def begin(self, program):
        done = subprocess.run(in_tree(self.tree, ["podman", "--version"]), capture_output=True, timeout=20)
        self.name += " " + done.stdout.decode().strip().split(" ")[-1]

    def command(self, options):
        limits = ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"]
        return in_tree(self.tree, [
            "podman", "--runtime", self.directory + "/runtime", "--cgroup-manager=cgroupfs", "--events-backend=none",
            "--storage-driver", "vfs", "--root", self.directory + "/storage", "--runroot", self.directory + "/run",
            "--tmpdir", self.directory + "/tmp", "run", "--rm", "--network=none", *limits, *options,
            "--rootfs", self.directory + "/rootfs", "/escape-probe", "--format", "json"])

    def end(self):
        pass


class Containerd:
    """Its profile is what Kubernetes' RuntimeDefault is where containerd runs the pods."""

    def __init__(self, directory, tree):
        self.name = "containerd"
        self.directory, self.tree = directory, tree
        self.count = 0
        with open(directory + "/config.toml", "w") as file:
            file.write(f'''version = 2
root = "{directory}/root"
state = "{directory}/state"
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
address = "{directory}/sock"
[ttrpc]
address = "{directory}/sock.ttrpc"
''')
        with open(directory + "/containerd.log", "w") as log:
            self.daemon = subprocess.Popen(in_tree(tree, ["containerd", "--config", directory + "/config.toml"]),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

    def ctr(self, *words):
        return in_tree(self.tree, ["ctr", "--address", self.directory + "/sock", *words])     # which has the profile

    def begin(self, program):
        for _ in range(150):
            done = subprocess.run(self.ctr("version"), capture_output=True, text=True, timeout=20)
            if done.returncode == 0:
                break
            if self.daemon.poll() is not None:
                raise RuntimeError("containerd does not start")
            time.sleep(0.1)
        self.name += " " + done.stdout.split("Version:")[-1].split()[0]

    def command(self, options):
        self.count += 1
        # it has no "ALL"; of what it gives, the profile looks at this one alone
        words = [f"CAP_{'SYS_CHROOT' if word == 'ALL' else word}" if before.startswith("--cap-") else word
                 for before, word in zip(["", *options], options)]
        seccomp = [] if "seccomp=unconfined" in words else ["--seccomp"]
        words = [word for word in words if word not in ("--security-opt", "seccomp=unconfined")]
        return self.ctr("run", "--rm", "--rootfs", "--runc-binary", self.directory + "/runtime", *seccomp, *words,
                        self.directory + "/rootfs", f"trial-{self.count}", "/escape-probe", "--format", "json")

    def end(self):
        end_daemon(self.daemon)


# systemd-nspawn makes its filter itself, from systemd's groups of system calls, of which it
# leaves some out: what is asked about is known, EPERM, what systemd does not know ENOSYS.
NSPAWN = """@aio @basic-io @chown @default @file-system @io-event @ipc @mount @network-io @process @resources @setuid @signal
@sync @timer brk cachestat capget capset copy_file_range fadvise64 flock get_mempolicy getcpu getpriority getrandom ioctl
ioprio_get kcmp madvise mincore mprotect mremap name_to_handle_at personality readahead remap_file_pages sched_get_priority_max
sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval sched_yield
seccomp sendfile setdomainname setfsgid setfsuid sethostname setpgid setsid splice sysinfo tee umask uname userfaultfd vmsplice"""
# What is kept unless it is dropped, then what is added.
NSPAWN_CAPS = {"SYS_BOOT": "reboot", "SYS_PTRACE": "ptrace process_vm_readv process_vm_writev", "SYS_TTY_CONFIG": "vhangup"}
NSPAWN_MORE = {"SYS_TIME": "@clock", "SYS_MODULE": "@module", "SYS_RAWIO": "@raw-io", "IPC_LOCK": "@memlock", "SYS_PACCT": "acct",
               "SYSLOG": "syslog"}


def systemd_groups(tree):
    groups = {}
    for line in subprocess.run(in_tree(tree, ["systemd-analyze", "--no-pager", "syscall-filter"]), capture_output=True, text=True,
                               check=True).stdout.splitlines():
        if line.startswith("@"):
            name = line.strip()
            groups[name] = []
        elif line.startswith(" ") and not line.strip().startswith("#"):
            groups[name].append(line.strip())
        elif not line.startswith(" "):
            name = None         # what the kernel has besides
            groups[name] = []
    return groups


def members(groups, words):
    return {call for word in words for call in (members(groups, groups[word]) if word.startswith("@") else [word])}


def nspawn_trial(directory, groups, tree, change, cap):
    """`change` is "" for what it does unasked, or "capability", or "drop-capability".  mlock(2), which
    CAP_IPC_LOCK allows, is of no use in an escape: the short report does not ask about it."""
    caps = {**NSPAWN_CAPS, **(NSPAWN_MORE if change == "capability" else {})}
    kept = [c for c in caps if c in NSPAWN_CAPS and (change, c) != ("drop-capability", cap) or (change, c) == ("capability", cap)]
    known = members(groups, ["@known"])
    allowed = members(groups, NSPAWN.split() + " ".join(caps[c] for c in kept).split()) & known
    definition = profile("ERRNO", rule(" ".join(allowed - {"socket"}), GO), rule(" ".join(known - allowed), "ERRNO", ret=1),
        rule("socket", "ERRNO", (0, "SCMP_CMP_EQ", 16), (2, "SCMP_CMP_EQ", 9), ret=errno.EAFNOSUPPORT),
        rule("socket", GO, (0, "SCMP_CMP_NE", 16)), rule("socket", GO, (2, "SCMP_CMP_NE", 9)), ret=38, archs=EVERYTHING)
    words = f"systemd-nspawn {change} {cap}".rstrip()
    command = in_tree(tree, ["systemd-nspawn", "-q", "--pipe", "--register=no", "--keep-unit", "-D", directory,
               *([f"--{change}=CAP_{cap}"] if change else []), "/escape-probe", "--format", "json"])
    try:
        document = run(command)
        bad = differences(definition, document) + bad_profile(document["seccomp"], "systemd-nspawn", ["CAP_" + c for c in kept]) \
            + bad_line(command[:-2], "systemd-nspawn", [c for c in kept if c in NSPAWN_MORE and c != "IPC_LOCK"])
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        bad = [f"no report: {error}"]
    verdict(words, bad, f": systemd-nspawn, {CALLS} calls as systemd's groups have them")


def nspawn_trials(directory, program, tree):
    os.makedirs(directory + "/etc")
    os.makedirs(directory + "/usr")
    with open(directory + "/etc/os-release", "w"):
        pass
    shutil.copy(program, directory + "/escape-probe")
    groups = systemd_groups(tree)
    nspawn_trial(directory, groups, tree, "", "")
    for cap in NSPAWN_MORE:
        nspawn_trial(directory, groups, tree, "capability", cap)
    for cap in NSPAWN_CAPS:
        nspawn_trial(directory, groups, tree, "drop-capability", cap)


def running(definition):
    """The calls that it lets run."""
    names = {name for row in definition["syscalls"] for name in row["names"]}
    return {name for name in names if number(name) >= 0 and evaluate(definition, name, []) == ("runs", None)}


def bad_profile(said_profile, name, built_for):
    bad = []
    if said_profile["profile"] != name or said_profile["added"] or said_profile["taken_away"]:
        bad.append(f"said {said_profile['profile']} with {said_profile['added']} and without {said_profile['taken_away']}")
    if sorted(said_profile["built_for"]) != sorted(built_for):
        bad.append(f"said to be built for {said_profile['built_for']}, is for {built_for}")
    return bad


LINES = {
    "docker-default": "the default of Docker and containerd (Kubernetes: RuntimeDefault)",
    "podman-default": "the default of Podman, or CRI-O", "systemd-nspawn": "that of systemd-nspawn", "unconfined": "no filter",
}


def bad_line(command, name, caps):
    """Does the short report, which asks about a few calls only, say the same?"""
    done = output(command, lambda text: "Privileged: " in text)
    lines = " ".join(done.stdout.split()).partition("Seccomp: ")[2]
    want = LINES[name] + "".join(f", with the calls of CAP_{cap}" for cap in caps)
    ends = (" Run with:", " Leads to:", " Open:", " Also noted:", " INFLUENCE:", " LATENT", " How thin", " UNKNOWN", " Not looked at:")
    return [] if lines.startswith(tuple(want + end for end in ends)) else [f"the short report says: {lines[:200] or done.stderr[-200:]}"]


def engine_trial(engine, options, name, base, cap):
    """Returns what runs.  With a capability that lets more run than `base`, the profile must be said to be built for that."""
    global skipped
    words = " ".join([engine.name, *options])
    try:
        document = run(engine.command(options))
        with open(engine.directory + "/asked") as file:
            definition = json.load(file)["linux"].get("seccomp")
    except (RuntimeError, OSError, ValueError, subprocess.TimeoutExpired) as error:
        if "unknown capability" in str(error):
            skipped += 1
            print(f"skip  {words}: this engine does not know it")
        else:
            verdict(words, [f"no report: {error}"])
        return set()
    runs = running(definition) if definition else set()
    built_for = ["CAP_SYS_CHROOT"] if "chroot" in runs else []
    if cap and runs != base:
        built_for = sorted(built_for + ["CAP_" + cap], key=capability_number)
    bad = differences(definition, document) if definition else []
    bad += bad_profile(document["seccomp"], name, built_for)
    bad += bad_line(engine.command(options)[:-2], name, [cap] if cap and runs != base else [])
    verdict(words, bad, f": {name}, " + (f"{CALLS} calls as defined" if definition else "no filter"))
    return runs


def engine_trials(make, directory, program, tree):
    os.makedirs(directory)
    os.chmod(directory, 0o755)
    with open(directory + "/runtime", "w") as file:
        file.write(RUNTIME.replace("DIRECTORY", directory))
    os.chmod(directory + "/runtime", 0o755)
    os.makedirs(directory + "/rootfs/proc")
    os.makedirs(directory + "/rootfs/dev")
    shutil.copy(program, directory + "/rootfs/escape-probe")
    engine = make(directory, tree)
    try:
        engine.begin(directory + "/rootfs/escape-probe")
        name = "podman-default" if make is Podman else "docker-default"
        base = engine_trial(engine, [], name, set(), None)
        engine_trial(engine, ["--cap-drop", "ALL"], name, base, None)
        engine_trial(engine, ["--security-opt", "seccomp=unconfined"], "unconfined", base, None)
        for cap in CAPABILITIES:
            engine_trial(engine, ["--cap-add", cap], name, base, cap)
    except (RuntimeError, OSError, subprocess.SubprocessError) as error:
        verdict(engine.name, [str(error)])
    finally:
        engine.end()


NUMBERS = dict(DAC_READ_SEARCH=2, SYS_MODULE=16, SYS_RAWIO=17, SYS_CHROOT=18, SYS_PTRACE=19, SYS_PACCT=20, SYS_ADMIN=21,
               SYS_BOOT=22, SYS_NICE=23, SYS_TIME=25, SYS_TTY_CONFIG=26, SYSLOG=34, NET_ADMIN=12, PERFMON=38, BPF=39)


def capability_number(name):
    return NUMBERS[name[len("CAP_"):]]


# ---- the trials ---------------------------------------------------------------------

passed = failed = skipped = 0


def verdict(name, bad, words=""):
    global passed, failed
    if bad:
        failed += 1
        print(f"FAIL  {name}: {len(bad)} differences")
        for line in bad[:12]:
            print("      " + line)
    else:
        passed += 1
        print(f"ok    {name}{words}")


def trial(name, definition, command):
    began = time.monotonic()
    try:
        document = run(command)
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
        verdict(name, [f"no report: {error}"])
        return None
    took = time.monotonic() - began
    bad = differences(definition, document)
    if took > 3:
        bad.append(f"took {took:.1f} s")
    verdict(name, bad, f": {CALLS} calls and {len(ARGUMENTS) + len(I386)} arguments as defined")
    return document


def bad_disks(document, asked):
    """Of a disk without a node, is the device cgroup asked through a node that is made, by whichever call?"""
    disks = [device for device in document["devices"]["entries"] if device["path"] is None and device["size"]]
    bad = [f"{d['name']}: {d['read']}" for d in disks if (d["read"]["state"] == "answered") != asked or d["through_made_node"] != asked]
    return bad if disks else ["no disk is listed"]


def canaries():
    """What a survey that carries calls out would change."""
    with open("/proc/self/status") as status:
        umask = [line for line in status if line.startswith(("Umask", "VmLck"))]
    return (os.uname().nodename, umask, os.getsid(0), os.nice(0))


def left_behind():
    """Our processes; those whose parents could not wait for them are init's, which takes a moment."""
    for _ in range(50):
        found = subprocess.run(["pgrep", "-x", "escape-probe"], capture_output=True, text=True).stdout.split()
        ours = [pid for pid in found if PROGRAMS.intersection(executable(pid))]
        if not ours:
            break
        time.sleep(0.1)
    return ours


PROGRAMS = set()


def executable(pid):
    try:
        return [os.readlink(f"/proc/{pid}/exe")]
    except OSError:
        return []


# ---- below a filter of our own, without a runtime that needs more calls -----------------

class Row(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.POINTER(Row))]


def execute_filtered(program, names, listed, unlisted):
    """Executes the program below a filter: `listed` for the calls named, else `unlisted`."""
    rows = [(0x20, 0, 0, 0)]
    numbers = [number(name) for name in names]
    rows += [(0x15, len(numbers) - i, 0, nr) for i, nr in enumerate(numbers)]
    rows += [(0x06, 0, 0, unlisted), (0x06, 0, 0, listed)]
    table = (Row * len(rows))(*[Row(*row) for row in rows])
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(Program(len(rows), table)), 0, 0):
        os._exit(99)
    os.execv(program, [program, "--format", "json"])


ALLOW, ERRNO, KILL, TRAP = 0x7fff0000, 0x00050000, 0x80000000, 0x00030000
# What the list allows or denies, and which surveys must come of it.
HARD = {
    "seccomp-and-prctl-refused": (["seccomp", "prctl"], ERRNO | 1, ALLOW, False),
    "seccomp-alone-refused": (["seccomp"], ERRNO | 1, ALLOW, True),
    "seccomp-kills": (["seccomp"], KILL, ALLOW, False),
    "prctl-kills": (["prctl"], KILL, ALLOW, False),
    "fork-refused": (["fork", "vfork", "clone", "clone3"], ERRNO | 1, ALLOW, False),
    "fork-traps": (["fork", "vfork", "clone", "clone3"], TRAP, ALLOW, None),
    "poll-refused": (["poll", "ppoll"], ERRNO | 1, ALLOW, None),
    "wait-refused": (["wait4", "waitid"], ERRNO | 1, ALLOW, None),
    "read-write-exit-alone": (["read", "write", "exit", "exit_group", "execve"], ALLOW, ERRNO | 1, False),
    "a-hundred-refused": (None, ERRNO | 1, ALLOW, True),
    "a-hundred-kill": (None, KILL, ALLOW, True),
}


def landlock_trial(program, layers):
    """Does it know how many Landlock layers hold it?"""
    libc, remove = ctypes.CDLL(None), ctypes.c_uint64(1 << 4)
    ruleset = libc.syscall(444, ctypes.byref(remove), 8, 0)
    if ruleset < 0:
        return

    def restrict():
        libc.prctl(38, 1, 0, 0, 0)
        for _ in range(layers):
            libc.syscall(446, ruleset, 0)

    done = subprocess.run([program, "--format", "json"], stdout=subprocess.PIPE, preexec_fn=restrict, pass_fds=[ruleset])
    os.close(ruleset)
    said_layers = json.loads(done.stdout)["facts"]["lsm"]["landlock"]["layers"].get("value")
    verdict(f"landlock-{layers}-layers", [] if said_layers == layers else [f"said {said_layers}"])


def hard_trial(name, program):
    names, listed, unlisted, surveyed = HARD[name]
    # Numbers that nobody calls: the old ones, and those of the future.
    if names is None:
        names = [f"number-{n}" for n in [*range(337, 424), *range(470, 480), 156, 134]]
    began = time.monotonic()
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write_end, 1)
        os.close(read_end)
        execute_filtered(program, names, listed, unlisted)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as file:
        output = file.read()
    _, status = os.waitpid(child, 0)
    took, bad = time.monotonic() - began, []
    try:
        document = json.loads(output)
        got = document["seccomp"]
        why = got["reason"] or [c["reason"] for c in document["collectors"] if c["name"] == "survey"][0]
        if surveyed is not None and got["surveyed"] != surveyed:
            bad.append(f"surveyed: {got['surveyed']}, {got['reason']}")
        if not got["surveyed"] and not why:
            bad.append("no reason is said")
    except ValueError:
        # A filter that lets nobody begin is not ours to answer for.
        if surveyed is not None and not os.WIFSIGNALED(status):
            bad.append(f"no document, status {status}")
    if took > 2.5:
        bad.append(f"took {took:.1f} s")
    verdict(name, bad, f": {took * 1000:.0f} ms")


def other_release(program, tree):
    """The engines of another release alone, as their packages have been laid out below `tree`."""
    global LIBSECCOMP
    LIBSECCOMP = ctypes.CDLL(glob.glob(tree + "/usr/lib/*/libseccomp.so.2")[0])
    directory = tempfile.mkdtemp(prefix="probe.", dir="/tmp")
    os.chmod(directory, 0o755)
    try:
        for make, command in ((Docker, "dockerd"), (Containerd, "ctr"), (Podman, "podman")):
            engine_trials(make, f"{directory}/{command}", program, tree)
        nspawn_trials(directory + "/nspawn", program, tree)
    finally:
        remove(directory)
    print(f"seccomp: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


def remove(directory):
    """With what an engine has left mounted."""
    with open("/proc/self/mountinfo") as file:
        points = [line.split(" ")[4] for line in file]
    for point in sorted((p for p in points if p.startswith(directory + "/")), reverse=True):
        subprocess.run(["umount", "-l", point], check=False)
    with open("/proc/self/mountinfo") as file:
        if f" {directory}/" not in file.read():
            shutil.rmtree(directory, ignore_errors=True)


def main():
    global skipped
    if len(sys.argv) < 2:
        print("usage: tests/live/seccomp.py PROGRAM [TREE]", file=sys.stderr)
        return 64
    if os.uname().machine != "x86_64" or shutil.which("runc") is None:
        print("seccomp: the filters are written for x86-64, and need runc: 0 passed, 0 failed, 1 skipped")
        return 0
    program = os.path.realpath(sys.argv[1])
    if len(sys.argv) > 2:
        return other_release(program, os.path.realpath(sys.argv[2]))
    directory = tempfile.mkdtemp(prefix="probe.", dir="/tmp")
    os.chmod(directory, 0o755)
    try:
        os.makedirs(directory + "/bundle/rootfs/proc")
        os.makedirs(directory + "/bundle/rootfs/dev")
        shutil.copy(program, directory + "/bundle/rootfs/escape-probe")
        PROGRAMS.update([program, "/escape-probe"])
        listener = directory + "/listener"
        hold_listener(listener)
        before = canaries()
        for name, definition in profiles(listener).items():
            document = trial(name, definition, runc(directory, definition))
            if name.startswith("docker-current") and document:
                verdict(name + ", named", bad_profile(document["seccomp"], "docker-default", ["CAP_" + c for c in name.split()[1:]]))
            if name.startswith("mknod") and document:
                verdict(name + ", disks", bad_disks(document, name == "mknodat-refused"))
            if name == "trace" and document:
                plain = {call["name"]: call["plain"]["errno"] for call in document["calls"]}
                verdict("trace-plain", [c for c in ("mount", "setns", "bpf") if plain[c] != "ENOSYS"])
        for make, command in ((Docker, "dockerd"), (Containerd, "ctr"), (Podman, "podman")):
            if shutil.which(command):
                engine_trials(make, f"{directory}/{command}", program, None)
        if shutil.which("systemd-nspawn") and shutil.which("systemd-analyze"):
            nspawn_trials(directory + "/nspawn", program, None)
        else:
            skipped += 1
            print("skip  systemd-nspawn: not installed")
        for name in HARD:
            hard_trial(name, program)
        for layers in (0, 3, 16):
            landlock_trial(program, layers)
        verdict("canaries", [] if canaries() == before else [f"{before} became {canaries()}"])
        verdict("nothing-left-behind", left_behind())
    finally:
        remove(directory)
    print(f"seccomp: {passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


sys.exit(main())
