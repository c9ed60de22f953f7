/* test_host_places.c - which paths open when a place of the host is bound in,
 * and when what lies below it is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "facts_literal.h"

static const struct { char letter; const char *id; } kinds[] = {
	{ 'R', "host-root-write" }, { 'C', "host-config-write" }, { 'S', "host-config-read" }, { 'E', "engine-data-write" },
	{ 'e', "engine-data-read" }, { 'L', "host-log-write" }, { 'T', "host-tmp-write" }, { 'P', "kubelet-plugin-directory" },
};

static const char *opened_by(const char *path)
{
	static char opened[ROWS(kinds) + 1];
	struct facts *facts = docker_default();
	struct mount *mount = put_mount(facts, MOUNT_HOST_PATH, "/given", "ext4", 254);
	char *to = opened;

	mount->root = mount->host_path = path;
	mount->content = CONTENT_OTHER;
	mount->read = mount->write = answered(0);
	const struct report *report = judged(facts);

	for (size_t i = 0; i < ROWS(kinds); i++)
		if (finding_of(report, kinds[i].id)->status == PATH_OPEN)
			*to++ = kinds[i].letter;
	*to = '\0';
	return opened;
}

static void each_place_opens_what_lies_there(void **state)
{
	(void)state;
	/* the place itself, and a file below it */
	static const struct { const char *place, *itself, *below; } rows[] = {
		{ "/var",                               "RCLTP", "" },
		{ "/var/lib",                           "RP",    "" },
		{ "/run",                               "C",     "" },
		{ "/etc/hosts",                         "",      "C" },
		{ "/etc/hostname",                      "",      "C" },
		{ "/etc/resolv.conf",                   "",      "C" },
		{ "/etc/localtime",                     "",      "C" },
		{ "/etc/timezone",                      "",      "C" },
		{ "/etc/machine-id",                    "",      "C" },
		{ "/etc/os-release",                    "",      "C" },
		{ "/usr/lib/os-release",                "",      "C" },
		{ "/usr/share/zoneinfo",                "",      "" },
		{ "/etc",                               "CS",    "C" },
		{ "/etc/passwd",                        "C",     "C" },
		{ "/etc/passwd-",                       "C",     "C" },
		{ "/etc/shadow",                        "CS",    "C" },
		{ "/etc/shadow-",                       "CS",    "C" },
		{ "/etc/gshadow",                       "CS",    "C" },
		{ "/etc/gshadow-",                      "CS",    "C" },
		{ "/etc/sudoers",                       "CS",    "C" },
		{ "/etc/sudoers.d",                     "CS",    "CS" },
		{ "/etc/krb5.keytab",                   "CS",    "C" },
		{ "/etc/ssh",                           "CS",    "CS" },
		{ "/etc/ssl",                           "CS",    "C" },
		{ "/etc/ssl/private",                   "CS",    "CS" },
		{ "/etc/pki/tls/private",               "CS",    "CS" },
		{ "/etc/letsencrypt",                   "CS",    "CS" },
		{ "/etc/wireguard",                     "CS",    "CS" },
		{ "/etc/NetworkManager",                "CS",    "CS" },
		{ "/etc/docker",                        "CS",    "CS" },
		{ "/etc/kubernetes",                    "CS",    "CS" },
		{ "/etc/rancher",                       "CS",    "CS" },
		{ "/root",                              "CS",    "" },
		{ "/home",                              "CS",    "CS" },
		{ "/boot",                              "C",     "C" },
		{ "/usr",                               "C",     "C" },
		{ "/bin",                               "C",     "C" },
		{ "/sbin",                              "C",     "C" },
		{ "/lib",                               "C",     "" },
		{ "/lib64",                             "C",     "C" },
		{ "/lib/modules",                       "C",     "C" },
		{ "/lib/systemd",                       "C",     "C" },
		{ "/lib/udev",                          "C",     "C" },
		{ "/lib/firmware",                      "C",     "C" },
		{ "/opt",                               "C",     "" },
		{ "/opt/cni",                           "C",     "C" },
		{ "/var/spool",                         "CS",    "" },
		{ "/var/spool/cron",                    "C",     "C" },
		{ "/var/spool/at",                      "C",     "C" },
		{ "/run/systemd",                       "C",     "" },
		{ "/run/systemd/system",                "C",     "C" },
		{ "/run/systemd/transient",             "C",     "C" },
		{ "/run/systemd/generator",             "C",     "C" },
		{ "/run/udev",                          "C",     "" },
		{ "/run/udev/rules.d",                  "C",     "C" },
		{ "/run/cdi",                           "C",     "C" },
		{ "/run/tmpfiles.d",                    "C",     "C" },
		{ "/run/modprobe.d",                    "C",     "C" },
		{ "/run/binfmt.d",                      "C",     "C" },
		{ "/var/lib/kubelet/device-plugins",    "P",     "Ee" },
		{ "/var/lib/kubelet/plugins",           "",      "" },
		{ "/var/lib/kubelet/plugins_registry",  "P",     "Ee" },
		{ "/var/lib/kubelet/pod-resources",     "",      "" },
		{ "/var/lib/kubelet",                   "SEeP",  "Ee" },
		{ "/var/lib/kubelet/pki",               "SEe",   "SEe" },
		{ "/var/lib/docker",                    "Ee",    "Ee" },
		{ "/var/lib/containerd",                "Ee",    "Ee" },
		{ "/var/lib/containers",                "Ee",    "Ee" },
		{ "/var/lib/rancher",                   "Ee",    "Ee" },
		{ "/var/lib/etcd",                      "Ee",    "Ee" },
		{ "/var/lib/buildkit",                  "Ee",    "Ee" },
		{ "/var/lib/lxc",                       "Ee",    "Ee" },
		{ "/var/lib/lxd",                       "Ee",    "Ee" },
		{ "/var/lib/incus",                     "Ee",    "Ee" },
		{ "/var/lib/machines",                  "Ee",    "Ee" },
		{ "/var/snap/docker",                   "Ee",    "Ee" },
		{ "/var/snap/lxd",                      "Ee",    "Ee" },
		{ "/var/snap/microk8s",                 "Ee",    "Ee" },
		{ "/run/docker",                        "Ee",    "Ee" },
		{ "/run/containerd",                    "Ee",    "Ee" },
		{ "/run/containers",                    "Ee",    "Ee" },
		{ "/run/crio",                          "Ee",    "Ee" },
		{ "/run/runc",                          "Ee",    "Ee" },
		{ "/run/crun",                          "Ee",    "Ee" },
		{ "/run/libpod",                        "Ee",    "Ee" },
		{ "/run/k3s",                           "Ee",    "Ee" },
		{ "/var/log",                           "L",     "" },
		{ "/var/log/journal",                   "L",     "L" },
		{ "/var/log/audit",                     "L",     "L" },
		{ "/var/log/pods",                      "L",     "L" },
		{ "/var/log/containers",                "L",     "L" },
		{ "/var/log/syslog",                    "L",     "" },
		{ "/var/log/auth.log",                  "L",     "" },
		{ "/var/log/messages",                  "L",     "" },
		{ "/var/log/secure",                    "L",     "" },
		{ "/var/log/wtmp",                      "L",     "" },
		{ "/tmp",                               "T",     "" },
		{ "/var/tmp",                           "T",     "" },
		{ "/home/u/.ssh",                       "CS",    "CS" },
		{ "/home/u/.gnupg",                     "CS",    "CS" },
		{ "/home/u/.aws",                       "CS",    "CS" },
		{ "/home/u/.azure",                     "CS",    "CS" },
		{ "/home/u/.kube",                      "CS",    "CS" },
		{ "/home/u/.docker",                    "CS",    "CS" },
		{ "/home/u/.config/gcloud",             "CS",    "CS" },
		{ "/home/u/.config/systemd",            "CS",    "CS" },
		{ "/home/u/.config/autostart",          "CS",    "CS" },
		{ "/home/u/.local/bin",                 "CS",    "CS" },
		{ "/home/u/.bashrc",                    "CS",    "CS" },
		{ "/home/u/.bash_profile",              "CS",    "CS" },
		{ "/home/u/.bash_login",                "CS",    "CS" },
		{ "/home/u/.profile",                   "CS",    "CS" },
		{ "/home/u/.zshrc",                     "CS",    "CS" },
		{ "/home/u/.zprofile",                  "CS",    "CS" },
		{ "/home/u/.netrc",                     "CS",    "CS" },
		{ "/home/u/.git-credentials",           "CS",    "CS" },
		{ "/home/u/.config",                    "",      "" },
		{ "/home/u/Documents",                  "",      "" },
		{ "/home/u",                            "CS",    "" },
		{ "/root/.ssh",                         "CS",    "CS" },
		{ "/root/x",                            "",      "" },
		{ "/srv",                               "",      "" },
		{ "/docker/overlay2",                   "Ee",    "Ee" },
		{ "/docker/containers",                 "Ee",    "Ee" },
		{ "/docker/volumes",                    "Ee",    "" },
		{ "/docker/image",                      "Ee",    "" },
		{ "/docker",                            "",      "" },
		{ "/containers/storage",                "Ee",    "Ee" },
		{ "/x/io.containerd.content.v1",        "Ee",    "Ee" },
		{ "/home/u/.local/share/docker",        "Ee",    "" },
		{ "/home/u/.local/share/containers",    "Ee",    "" },
		{ "/lib/docker",                        "Ee",    "Ee" },
		{ "/lib/containerd",                    "Ee",    "Ee" },
		{ "/lib/containers",                    "Ee",    "Ee" },
		{ "/lib/kubelet",                       "Ee",    "Ee" },
		{ "/lib/rancher",                       "Ee",    "Ee" },
		{ "/lib/x",                             "",      "" },
		{ "/var/run",                           "C",     "" },
		{ "/var/run/docker",                    "Ee",    "Ee" },
		{ "/var/x",                             "",      "" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char below[128];

		snprintf(below, sizeof below, "%s/x", rows[i].place);
		ASSERT_ROW(i, rows[i].place, !strcmp(opened_by(rows[i].place), rows[i].itself));
		ASSERT_ROW(i, below, !strcmp(opened_by(below), rows[i].below));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_place_opens_what_lies_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
