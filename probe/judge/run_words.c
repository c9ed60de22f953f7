/* run_words.c - one option in the words of each dialect.  "%" stands for the
 * option's value, as Docker writes it. */
#include <stdio.h>
#include <string.h>
#include "run_options.h"

/* Docker's name; Podman's words where they differ; Compose; Kubernetes. */
static const struct { const char *name, *docker, *podman, *compose, *kubernetes; } words[RUN_OPTION_KINDS] = {
	[RUN_PRIVILEGED]	= { "privileged", "--privileged", NULL, "privileged: true", "securityContext.privileged: true" },
	[RUN_CAP_DROP]		= { "cap-drop", "--cap-drop %", NULL, "cap_drop: [%]", "securityContext.capabilities.drop: [%]" },
	[RUN_CAP_ADD]		= { "cap-add", "--cap-add %", NULL, "cap_add: [%]", "securityContext.capabilities.add: [%]" },
	[RUN_SECCOMP]		= { "seccomp", "--security-opt seccomp=%", NULL, "security_opt: [seccomp=%]",
				    "no securityContext.seccompProfile, or Unconfined" },
	[RUN_APPARMOR]		= { "apparmor", "--security-opt apparmor=%", NULL, "security_opt: [apparmor=%]",
				    "securityContext.appArmorProfile.type: Unconfined" },
	[RUN_LABEL]		= { "label", "--security-opt label=%", NULL, "security_opt: [label=%]", "securityContext.seLinuxOptions.type: spc_t" },
	[RUN_SYSTEM_PATHS]	= { "systempaths", "--security-opt systempaths=%", "--security-opt unmask=ALL", "security_opt: [systempaths=%]",
				    "securityContext.procMount: Unmasked" },
	[RUN_PID]		= { "pid", "--pid %", NULL, "pid: %", "hostPID: true" },
	[RUN_NETWORK]		= { "network", "--network %", NULL, "network_mode: %", "hostNetwork: true" },
	[RUN_IPC]		= { "ipc", "--ipc %", NULL, "ipc: %", "hostIPC: true" },
	[RUN_UTS]		= { "uts", "--uts %", NULL, "uts: %", "the host's UTS namespace" },
	[RUN_CGROUP]		= { "cgroupns", "--cgroupns %", NULL, "cgroup: %", "the host's cgroup namespace" },
	[RUN_DEVICE]		= { "device", "--device %", NULL, "devices: [%]", "hostPath device % or a device plugin's" },
	[RUN_DEVICE_RULE]	= { "device-cgroup-rule", "--device-cgroup-rule '%'", NULL, "device_cgroup_rules: ['%']", "the engine's own device rule %" },
	[RUN_VOLUME]		= { "volume", "-v %", NULL, "volumes: [%]", "hostPath volume %" },
	[RUN_USER]		= { "user", "--user %", NULL, "user: '%'", "securityContext.runAsUser: %" },
	[RUN_USER_NAMESPACE]	= { "userns", "userns-remap (dockerd)", "--userns auto", "userns-remap (dockerd)", "hostUsers: false" },
	[RUN_READ_ONLY]		= { "read-only", "--read-only", NULL, "read_only: true", "securityContext.readOnlyRootFilesystem: true" },
	[RUN_NO_NEW_PRIVILEGES]	= { "no-new-privileges", "--security-opt no-new-privileges", NULL, "security_opt: [no-new-privileges:true]",
				    "securityContext.allowPrivilegeEscalation: false" },
};

const char *run_option_name(enum run_option_kind kind)
{
	return words[kind].name;
}

const char *dialect_name(enum dialect dialect)
{
	static const char *const names[DIALECTS] = { "docker", "podman", "compose", "kubernetes" };

	return names[dialect];
}

static const char *pattern(enum run_option_kind kind, enum dialect dialect)
{
	return dialect == DIALECT_KUBERNETES ? words[kind].kubernetes : dialect == DIALECT_COMPOSE ? words[kind].compose :
	       dialect == DIALECT_PODMAN && words[kind].podman ? words[kind].podman : words[kind].docker;
}

/* Docker takes one capability at a time on its command line, the files a list. */
static bool is_repeated(const struct run_option *option, enum dialect dialect)
{
	return (option->kind == RUN_CAP_ADD || option->kind == RUN_CAP_DROP) && (dialect == DIALECT_DOCKER || dialect == DIALECT_PODMAN);
}

const char *run_option_write(const struct run_option *option, enum dialect dialect, char *buf, size_t size)
{
	const char *format = pattern(option->kind, dialect), *mark = strchr(format, '%'), *value = option->value;
	size_t len = 0;

	if (!mark)
		snprintf(buf, size, "%s", format);
	while (mark && len < size) {
		int part = is_repeated(option, dialect) ? (int)strcspn(value, ",") : (int)strlen(value);

		len += (size_t)snprintf(buf + len, size - len, "%s%.*s%.*s%s", len ? " " : "", (int)(mark - format), format, part, value, mark + 1);
		if (!value[part])
			break;
		value += part + 1;
	}
	return buf;
}
