/* fact_list.h - every single-valued fact, once: X(ENUM, "json.name", TYPE, "where it is read").
 *
 * The enum, the JSON names, the text report and the schema test are all made
 * from this list.  Names are stable: scripts match them. */
#define FACT_LIST(X) \
	/* who we are (credentials(7)) */ \
	X(UID,                "identity.uid",                 NUMBER, "/proc/self/status: Uid, real") \
	X(EUID,               "identity.euid",                NUMBER, "/proc/self/status: Uid, effective") \
	X(GID,                "identity.gid",                 NUMBER, "/proc/self/status: Gid, real") \
	X(EGID,               "identity.egid",                NUMBER, "/proc/self/status: Gid, effective") \
	X(GROUPS,             "identity.groups",              TEXT,   "/proc/self/status: Groups") \
	/* capabilities(7) */ \
	X(CAP_INHERITABLE,    "capabilities.inheritable",     CAPS,   "/proc/self/status: CapInh") \
	X(CAP_PERMITTED,      "capabilities.permitted",       CAPS,   "/proc/self/status: CapPrm") \
	X(CAP_EFFECTIVE,      "capabilities.effective",       CAPS,   "/proc/self/status: CapEff") \
	X(CAP_BOUNDING,       "capabilities.bounding",        CAPS,   "/proc/self/status: CapBnd") \
	X(CAP_AMBIENT,        "capabilities.ambient",         CAPS,   "/proc/self/status: CapAmb") \
	X(CAP_LAST,           "capabilities.last_cap",        NUMBER, "/proc/sys/kernel/cap_last_cap") \
	X(SECUREBITS,         "capabilities.securebits",      NUMBER, "prctl(PR_GET_SECUREBITS)") \
	X(NO_NEW_PRIVS,       "capabilities.no_new_privs",    BOOL,   "/proc/self/status: NoNewPrivs") \
	/* user_namespaces(7) */ \
	X(USERNS_INODE,       "namespaces.user.inode",        NUMBER, "/proc/self/ns/user") \
	X(USERNS_INITIAL,     "namespaces.user.initial",      BOOL,   "/proc/self/ns/user") \
	X(UID_MAP,            "namespaces.user.uid_map",      TEXT,   "/proc/self/uid_map") \
	X(GID_MAP,            "namespaces.user.gid_map",      TEXT,   "/proc/self/gid_map") \
	X(SETGROUPS,          "namespaces.user.setgroups",    TEXT,   "/proc/self/setgroups") \
	X(PROC_OWNER,         "namespaces.user.proc_owner",   NUMBER, "stat(/proc): st_uid") \
	X(MAX_USERNS,         "namespaces.user.max",          NUMBER, "/proc/sys/user/max_user_namespaces") \
	X(USERNS_CLONE,       "namespaces.user.unprivileged_clone", NUMBER, "/proc/sys/kernel/unprivileged_userns_clone") \
	/* the other namespaces(7) */ \
	X(MNTNS_INODE,        "namespaces.mnt.inode",         NUMBER, "/proc/self/ns/mnt") \
	X(MNTNS_INITIAL,      "namespaces.mnt.initial",       BOOL,   "/proc/self/ns/mnt") \
	X(PIDNS_INODE,        "namespaces.pid.inode",         NUMBER, "/proc/self/ns/pid") \
	X(PIDNS_INITIAL,      "namespaces.pid.initial",       BOOL,   "/proc/self/ns/pid") \
	X(NETNS_INODE,        "namespaces.net.inode",         NUMBER, "/proc/self/ns/net") \
	X(NETNS_INITIAL,      "namespaces.net.initial",       BOOL,   "/proc/sys/net/core/netdev_budget") \
	X(IPCNS_INODE,        "namespaces.ipc.inode",         NUMBER, "/proc/self/ns/ipc") \
	X(IPCNS_INITIAL,      "namespaces.ipc.initial",       BOOL,   "/proc/self/ns/ipc") \
	X(UTSNS_INODE,        "namespaces.uts.inode",         NUMBER, "/proc/self/ns/uts") \
	X(UTSNS_INITIAL,      "namespaces.uts.initial",       BOOL,   "/proc/self/ns/uts") \
	X(CGROUPNS_INODE,     "namespaces.cgroup.inode",      NUMBER, "/proc/self/ns/cgroup") \
	X(CGROUPNS_INITIAL,   "namespaces.cgroup.initial",    BOOL,   "/proc/self/ns/cgroup") \
	X(TIMENS_INODE,       "namespaces.time.inode",        NUMBER, "/proc/self/ns/time") \
	X(TIMENS_INITIAL,     "namespaces.time.initial",      BOOL,   "/proc/self/ns/time") \
	X(VISIBLE_PROCESSES,  "namespaces.pid.visible_processes", NUMBER, "/proc") \
	/* seccomp(2) */ \
	X(SECCOMP_MODE,       "seccomp.mode",                 NUMBER, "/proc/self/status: Seccomp") \
	X(SECCOMP_FILTERS,    "seccomp.filters",              NUMBER, "/proc/self/status: Seccomp_filters") \
	/* security modules */ \
	X(LSM_LIST,           "lsm.list",                     TEXT,   "/sys/kernel/security/lsm") \
	X(APPARMOR_ENABLED,   "lsm.apparmor.enabled",         BOOL,   "/sys/module/apparmor/parameters/enabled") \
	X(APPARMOR_PROFILE,   "lsm.apparmor.profile",         TEXT,   "/proc/self/attr/apparmor/current") \
	X(APPARMOR_MODE,      "lsm.apparmor.mode",            TEXT,   "/proc/self/attr/apparmor/current") \
	X(SELINUX_ENFORCING,  "lsm.selinux.enforcing",        BOOL,   "/sys/fs/selinux/enforce") \
	X(SELINUX_CONTEXT,    "lsm.selinux.context",          TEXT,   "/proc/self/attr/current") \
	X(LANDLOCK_ABI,       "lsm.landlock.abi",             NUMBER, "landlock_create_ruleset(LANDLOCK_CREATE_RULESET_VERSION)") \
	X(LANDLOCK_LAYERS,    "lsm.landlock.layers",          NUMBER, "landlock_restrict_self(2) in a child, until there are 16") \
	X(YAMA_PTRACE_SCOPE,  "lsm.yama.ptrace_scope",        NUMBER, "/proc/sys/kernel/yama/ptrace_scope") \
	X(LOCKDOWN,           "lsm.lockdown",                 TEXT,   "/sys/kernel/security/lockdown") \
	/* cgroups(7) */ \
	X(CGROUP_VERSION,     "cgroup.version",               TEXT,   "/proc/self/cgroup") \
	X(CGROUP_PATHS,       "cgroup.paths",                 TEXT,   "/proc/self/cgroup") \
	X(CGROUP_DEVICES_V1,  "cgroup.devices.v1",            BOOL,   "/proc/self/cgroup") \
	X(CGROUP_DEVICES_LIST,"cgroup.devices.list",          TEXT,   "devices.list of our own cgroup") \
	/* the kernel */ \
	X(KERNEL_RELEASE,     "kernel.release",               TEXT,   "/proc/sys/kernel/osrelease") \
	X(KERNEL_VERSION,     "kernel.version",               TEXT,   "/proc/version") \
	X(KERNEL_CMDLINE,     "kernel.cmdline",               TEXT,   "/proc/cmdline") \
	X(KERNEL_MODULES,     "kernel.modules",               BOOL,   "/proc/modules, /proc/sys/kernel/modprobe") \
	X(CORE_PATTERN,       "kernel.core_pattern",          TEXT,   "/proc/sys/kernel/core_pattern") \
	X(MODPROBE,           "kernel.modprobe",              TEXT,   "/proc/sys/kernel/modprobe") \
	X(UEVENT_HELPER,      "kernel.uevent_helper",         TEXT,   "/sys/kernel/uevent_helper") \
	X(SYSRQ,              "kernel.sysrq",                 NUMBER, "/proc/sys/kernel/sysrq") \
	X(BINFMT_STATUS,      "kernel.binfmt_misc",           TEXT,   "/proc/sys/fs/binfmt_misc/status") \
	X(MODULES_DISABLED,   "kernel.modules_disabled",      NUMBER, "/proc/sys/kernel/modules_disabled") \
	X(MODULE_SIG_ENFORCE, "kernel.module_sig_enforce",    BOOL,   "/sys/module/module/parameters/sig_enforce") \
	X(KEXEC_DISABLED,     "kernel.kexec_load_disabled",   NUMBER, "/proc/sys/kernel/kexec_load_disabled") \
	X(KEXEC_LIMIT_REBOOT, "kernel.kexec_load_limit_reboot", TEXT, "/proc/sys/kernel/kexec_load_limit_reboot") \
	X(KEXEC_LIMIT_PANIC,  "kernel.kexec_load_limit_panic", TEXT,  "/proc/sys/kernel/kexec_load_limit_panic") \
	X(BPF_DISABLED,       "kernel.unprivileged_bpf_disabled", NUMBER, "/proc/sys/kernel/unprivileged_bpf_disabled") \
	X(PERF_PARANOID,      "kernel.perf_event_paranoid",   TEXT,   "/proc/sys/kernel/perf_event_paranoid") \
	X(DMESG_RESTRICT,     "kernel.dmesg_restrict",        NUMBER, "/proc/sys/kernel/dmesg_restrict") \
	X(FILESYSTEMS,        "kernel.filesystems",           TEXT,   "/proc/filesystems") \
	X(EFI,                "kernel.efi",                   BOOL,   "/sys/firmware/efi") \
	/* where we are */ \
	X(CONTAINER,          "environment.container",        BOOL,   "see environment.evidence") \
	X(ENGINE,             "environment.engine",           TEXT,   "see environment.evidence") \
	X(ORCHESTRATOR,       "environment.orchestrator",     TEXT,   "see environment.evidence") \
	X(SANDBOX,            "environment.sandbox",          TEXT,   "see environment.evidence") \
	X(VIRTUAL_MACHINE,    "environment.virtual_machine",  TEXT,   "see environment.evidence") \
	X(ENVIRONMENT_EVIDENCE,"environment.evidence",        TEXT,   "several files") \
	X(ROOTLESS,           "environment.rootless",         BOOL,   "/proc/self/uid_map, engine files") \
	X(CHROOT,             "environment.chroot",           BOOL,   "/proc/self/mountinfo, stat(/)") \
	X(ROOT_READ_ONLY,     "environment.root_read_only",   BOOL,   "/proc/self/mountinfo") \
	X(ROOT_UPPERDIR,      "environment.root_upperdir",    TEXT,   "/proc/self/mountinfo: upperdir=") \
	X(PROC_IS_PROCFS,     "environment.proc_is_procfs",   BOOL,   "statfs(/proc)")
