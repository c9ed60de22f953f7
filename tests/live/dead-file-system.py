"""dead-file-system.py ROOT COMMAND... - runs a command in a chroot below which
a FUSE file system is mounted whose server never answers: whoever looks at it
waits for ever.  Ends with the exit status of the command."""
import ctypes
import os
import subprocess
import sys

CLONE_NEWNS, CLONE_NEWPID = 0x20000, 0x20000000
MS_PRIVATE_REC = 0x44000
libc = ctypes.CDLL(None, use_errno=True)


def must(result, what):
    if result != 0:
        sys.exit("%s: %s" % (what, os.strerror(ctypes.get_errno())))


def mount(source, target, fs_type, flags, data):
    must(libc.mount(source.encode(), target.encode(), fs_type.encode(), flags, data.encode()), "mount " + target)


root, command = sys.argv[1], sys.argv[2:]
must(libc.unshare(CLONE_NEWNS | CLONE_NEWPID), "unshare")
mount("none", "/", "none", MS_PRIVATE_REC, "")
for name in "proc", "dead":
    os.makedirs(os.path.join(root, name), exist_ok=True)
server = os.open("/dev/fuse", os.O_RDWR)
mount("dead", os.path.join(root, "dead"), "fuse", 0, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other" % server)


def enter():
    # The first process of the new pid namespace: its own /proc.
    mount("proc", os.path.join(root, "proc"), "proc", 0, "")
    os.chroot(root)
    os.chdir("/")


child = subprocess.Popen(command, preexec_fn=enter)
status = child.wait()
sys.exit(status if status >= 0 else 128 - status)
