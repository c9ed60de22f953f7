/* environment_vm.c - the sandbox or virtual machine around the container.
 *
 * What counts as "the host" depends on it: an escape inside a guest reaches
 * the guest.  Specific signs before general ones, as in systemd-detect-virt(1). */
#include <string.h>
#include "evidence.h"
#include "parse.h"

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

static bool has(const char *text, const char *piece)
{
	return text && strstr(text, piece);
}

void evidence_sandbox(struct evidence *evidence)
{
	const struct facts *facts = evidence->collect->facts;
	const char *version = fact_text(facts, FACT_KERNEL_VERSION);
	const char *cmdline = fact_text(facts, FACT_KERNEL_CMDLINE);
	uint64_t pid;

	/* The date is a constant of gVisor's kernel (pkg/sentry/kernel/version);
	 * newer ones say gvisor in the release. */
	if (has(version, "gvisor") || has(version, "#1 SMP Sun Jan 10 15:06:54 PST 2016")) {
		evidence->sandbox = "gvisor";
		evidence_add(evidence, "/proc/version is gVisor's");
	}
	if (fact_number(facts, FACT_PIDNS_INODE, &pid) && pid < 0xEFFFFFF0u)
		evidence_add(evidence, "namespace numbers are not those of Linux");
	/* options of the agent, or the unit that its image starts */
	if (has(cmdline, "agent.log") || has(cmdline, "agent.container_pipe_size=") || has(cmdline, "kata-containers")) {
		evidence->sandbox = evidence->sandbox ? evidence->sandbox : "kata";
		evidence_add(evidence, "/proc/cmdline names the Kata agent");
	}
	for (size_t i = 0; i < facts->mounts_count && !evidence->sandbox; i++) {
		/* the tag of what virtiofsd or 9p shares with the guest */
		if (strcmp(facts->mounts[i].source, "kataShared") == 0) {
			evidence->sandbox = "kata";
			evidence_add(evidence, "a mount of kataShared");
		}
	}
	if (evidence->sandbox)
		evidence->container = true;
}

/* A table of pieces of text and the machine that shows them. */
struct sign {
	const char *piece, *machine;
};

static const struct sign dmi_signs[] = {
	{ "Amazon EC2", "amazon" }, { "Google Compute Engine", "google" }, { "VMware", "vmware" },
	{ "VMW", "vmware" }, { "innotek", "virtualbox" }, { "VirtualBox", "virtualbox" },
	{ "Parallels", "parallels" }, { "Apple Virtualization", "apple" }, { "Hyper-V", "microsoft" },
	{ "Virtual Machine", "microsoft" }, { "Xen", "xen" }, { "BHYVE", "bhyve" }, { "Bochs", "bochs" },
	{ "OpenStack", "kvm" }, { "KubeVirt", "kvm" }, { "KVM", "kvm" }, { "QEMU", "qemu" },
};

static void look_at_dmi(struct evidence *evidence)
{
	static const char *const paths[] = {
		"/sys/class/dmi/id/product_name", "/sys/class/dmi/id/sys_vendor",
		"/sys/class/dmi/id/board_vendor", "/sys/class/dmi/id/bios_vendor",
	};
	char buf[128];

	for (size_t i = 0; i < ROWS(paths) && !evidence->machine; i++) {
		ssize_t n = source_read(evidence->collect, paths[i], buf, sizeof buf);
		struct text text = text_trim(TEXT(buf, n > 0 ? (size_t)n : 0));

		for (size_t j = 0; j < ROWS(dmi_signs) && !evidence->machine; j++) {
			if (!text_contains(&text, dmi_signs[j].piece))
				continue;
			evidence->machine = dmi_signs[j].machine;
			evidence_add(evidence, "%s: %.*s", paths[i], (int)text_left(&text), text.at);
		}
	}
}

static void look_at_hypervisor(struct evidence *evidence)
{
	char buf[64];
	ssize_t n = source_read(evidence->collect, "/sys/hypervisor/type", buf, sizeof buf);
	struct text text = text_trim(TEXT(buf, n > 0 ? (size_t)n : 0));

	if (evidence->machine || text_left(&text) == 0)
		return;
	evidence->machine = text_is(&text, "xen") ? "xen" : "a hypervisor";
	evidence_add(evidence, "/sys/hypervisor/type: %.*s", (int)text_left(&text), text.at);
}

/* Firecracker has no DMI.  Its command line is short and always the same
 * ("reboot=k panic=1 pci=off"); older ones hand their devices over on it, and
 * firecracker-containerd names its unit. */
static void look_at_kernel(struct evidence *evidence)
{
	const struct facts *facts = evidence->collect->facts;
	const char *version = fact_text(facts, FACT_KERNEL_VERSION);
	const char *cmdline = fact_text(facts, FACT_KERNEL_CMDLINE);

	if (evidence->machine)
		return;
	if (has(version, "icrosoft")) {
		evidence->machine = "wsl";
		evidence_add(evidence, "/proc/version: Microsoft");
	} else if (has(version, "linuxkit")) {
		evidence->machine = "docker-desktop";
		evidence_add(evidence, "/proc/version: LinuxKit");
	} else if (has(cmdline, "firecracker") || (has(cmdline, "pci=off") && (has(cmdline, "virtio_mmio.device=") || has(cmdline, "reboot=k panic=1")))) {
		evidence->machine = "firecracker";
		evidence_add(evidence, "/proc/cmdline is Firecracker's");
	}
}

/* The processor's hypervisor flag; 4 KiB hold the first processor. */
static void look_at_processor(struct evidence *evidence)
{
	char buf[4096];
	ssize_t n = evidence->machine ? 0 : source_read(evidence->collect, "/proc/cpuinfo", buf, sizeof buf);
	struct text line, text = TEXT(buf, n > 0 ? (size_t)n : 0);

	while (text_line(&text, &line)) {
		if (!text_starts(&line, "flags") || !text_contains(&line, " hypervisor"))
			continue;
		evidence->machine = "a hypervisor";
		evidence_add(evidence, "/proc/cpuinfo: hypervisor");
		return;
	}
}

void evidence_machine(struct evidence *evidence)
{
	look_at_dmi(evidence);
	look_at_hypervisor(evidence);
	look_at_kernel(evidence);
	look_at_processor(evidence);
}
