/* call_list.h - the system calls that an escape path may need: X(ENUM, name).
 *
 * Each is asked about in two ways, neither of which carries anything out
 * (collect/calls.c): with a seccomp filter of our own that stops it, and with
 * arguments which the kernel itself refuses. */
#define CALL_LIST(X) \
	X(MOUNT,             mount) \
	X(UMOUNT2,           umount2) \
	X(FSOPEN,            fsopen) \
	X(FSCONFIG,          fsconfig) \
	X(FSMOUNT,           fsmount) \
	X(OPEN_TREE,         open_tree) \
	X(MOVE_MOUNT,        move_mount) \
	X(MOUNT_SETATTR,     mount_setattr) \
	X(PIVOT_ROOT,        pivot_root) \
	X(CHROOT,            chroot) \
	X(SETNS,             setns) \
	X(UNSHARE,           unshare) \
	X(OPEN_BY_HANDLE_AT, open_by_handle_at) \
	X(NAME_TO_HANDLE_AT, name_to_handle_at) \
	X(INIT_MODULE,       init_module) \
	X(FINIT_MODULE,      finit_module) \
	X(BPF,               bpf) \
	X(PERF_EVENT_OPEN,   perf_event_open) \
	X(FANOTIFY_INIT,     fanotify_init) \
	X(PTRACE,            ptrace) \
	X(PROCESS_VM_READV,  process_vm_readv) \
	X(PROCESS_VM_WRITEV, process_vm_writev) \
	X(PIDFD_GETFD,       pidfd_getfd) \
	X(KEXEC_LOAD,        kexec_load) \
	X(KEXEC_FILE_LOAD,   kexec_file_load) \
	X(REBOOT,            reboot) \
	X(IOPL,              iopl) \
	X(IOPERM,            ioperm) \
	X(SYSLOG,            syslog) \
	X(SWAPON,            swapon) \
	X(SETHOSTNAME,       sethostname) \
	X(SETTIMEOFDAY,      settimeofday) \
	X(MKNODAT,           mknodat) \
	X(KEYCTL,            keyctl) \
	X(IO_URING_SETUP,    io_uring_setup) \
	X(USERFAULTFD,       userfaultfd)
