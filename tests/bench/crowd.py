#!/usr/bin/python3
"""crowd.py WHAT COUNT COMMAND... - runs a command among COUNT mounts, nodes,
descriptors or sockets.

In a mount namespace of its own: what is made is gone when the command ends.
Needs root."""
import ctypes, os, resource, socket, stat, subprocess, sys

CLONE_NEWNS, MS_BIND, MS_REC, MS_PRIVATE = 0x20000, 4096, 16384, 1 << 18
libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result < 0:
        error = ctypes.get_errno()
        sys.exit(f"crowd.py: {os.strerror(error)}")


def mount(source, target, kind, flags):
    check(libc.mount(source.encode(), target.encode(), kind and kind.encode(), flags, None))


def mounts(count):
    mount("none", "/mnt", "tmpfs", 0)
    os.mkdir("/mnt/empty")
    for number in range(count):
        os.mkdir(f"/mnt/{number}")
        mount("/mnt/empty", f"/mnt/{number}", None, MS_BIND)


def nodes(count):
    """Of loop devices that are not there, and character devices that are."""
    mount("none", "/dev", "tmpfs", 0)
    os.mknod("/dev/null", 0o666 | stat.S_IFCHR, os.makedev(1, 3))
    for number in range(count):
        kind, device = (stat.S_IFBLK, os.makedev(7, 1000 + number)) if number % 2 else (stat.S_IFCHR, os.makedev(1, 3))
        os.mknod(f"/dev/node{number}", 0o600 | kind, device)


def descriptors(count):
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 256, max(count + 256, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    for _ in range(count):
        os.set_inheritable(os.open("/dev/null", os.O_RDONLY), True)


def sockets(count):
    mount("none", "/run", "tmpfs", 0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 256, max(count + 256, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    for number in range(count):
        server = socket.socket(socket.AF_UNIX)
        server.bind(f"/run/service{number}.sock")
        server.listen()
        held.append(server)


held = []
what, count, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
check(libc.unshare(CLONE_NEWNS))
mount("none", "/", None, MS_REC | MS_PRIVATE)
{"mounts": mounts, "nodes": nodes, "descriptors": descriptors, "sockets": sockets}[what](count)
sys.exit(subprocess.run(command, close_fds=False).returncode)
