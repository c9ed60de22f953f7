/* binds.c - the host's directories: a file made and removed in them, the
 * marker in them read. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "attempt.h"

static int make_file(const char *directory)
{
	struct places *places = &(struct places){ 0 };
	int error = ENOENT;
	reach_host(places, directory);
	for (size_t i = 0; i < places->count; i++) {
		char name[PATH_SIZE];
		struct stat st;
		/* A file that is bound by itself is no directory to make one in. */
		if (stat(places->at[i], &st) < 0) {
			error = errno;
			continue;
		}
		bool tree = S_ISDIR(st.st_mode);
		snprintf(name, sizeof name, "%.480s%s", places->at[i], tree ? "/lab-proof" : "");
		int fd = open(name, O_WRONLY | O_CLOEXEC | (tree ? O_CREAT | O_EXCL : 0), 0600);
		if (fd < 0) {
			error = errno;
			how("%s: %s", name, strerror(errno));
			continue;
		}
		close(fd);
		if (tree)
			unlink(name);
		how("%s %s", tree ? "made and removed" : "opened for writing", name);
		return 0;
	}
	return error;
}

static int read_file(const char *name)
{
	struct places *places = &(struct places){ 0 };
	int error = ENOENT;
	reach_host(places, name);
	for (size_t i = 0; i < places->count; i++) {
		if (reads_marker(AT_FDCWD, places->at[i], "root")) {
			how("read %s", places->at[i]);
			return 0;
		}
		error = errno;
		how("%s: %s", places->at[i], strerror(errno));
	}
	return error;
}

static int first(int (*step)(const char *), const char *const *names)
{
	int error = ENOENT;
	for (; *names; names++) {
		int result = step(*names);
		if (!result)
			return 0;
		if (result != ENOENT)
			error = result;
	}
	return error;
}

#define EACH(step, ...) first(step, (const char *const[]){ __VA_ARGS__, NULL })

static int list_directory(const char *name)
{
	struct places *places = &(struct places){ 0 };
	reach_host(places, name);
	int fd = open_any(places, O_RDONLY | O_DIRECTORY);
	return fd < 0 ? -fd : 0;
}

/* And directories above much of what the host runs or keeps. */
static int root_write(void)   { return EACH(make_file, "/", "/var", "/var/lib"); }
static int root_read(void)
{
	int error = EACH(read_file, "/LAB-MARKER");
	return error ? EACH(list_directory, "/var", "/var/lib") ? error : 0 : 0;
}
/* What the host runs or obeys; the names of files for where they are bound alone. */
static int config_write(void)
{
	return EACH(make_file, "/etc", "/etc/passwd", "/etc/shadow", "/etc/cron.d", "/etc/systemd/system", "/etc/ld.so.preload", "/root",
		    "/root/.ssh", "/home", "/home/lab", "/usr", "/usr/bin", "/usr/sbin", "/usr/lib", "/usr/local/bin", "/boot", "/opt",
		    "/var/spool/cron", "/var/spool", "/run");	/* in /run: units, rules of udev */
}
static int config_read(void)  { return EACH(read_file, "/etc/LAB-SECRET", "/root/LAB-SECRET", "/home/lab/LAB-SECRET", "/var/lib/kubelet/LAB-SECRET"); }
static int engine_write(void)
{
	/* podman binds its overlay on itself: a mount that ":ro" for one above leaves as it is */
	return EACH(make_file, "/var/lib/docker", "/var/lib/containerd", "/var/lib/containers/storage",
		    "/var/lib/containers/storage/overlay", "/home/lab/.local/share/containers/storage");
}
static int engine_read(void)
{
	return EACH(read_file, "/var/lib/docker/LAB-SECRET", "/var/lib/containerd/LAB-SECRET", "/var/lib/containers/storage/LAB-SECRET", "/var/lib/kubelet/LAB-SECRET",
		    "/home/lab/.local/share/containers/storage/LAB-SECRET");
}
static int plugin(void)
{
	return EACH(make_file, "/var/lib/kubelet/plugins_registry", "/var/lib/kubelet/device-plugins");
}
static int log_write(void)    { return EACH(make_file, "/var/log"); }
static int tmp_write(void)    { return EACH(make_file, "/tmp", "/var/tmp"); }

const struct attempt attempts_binds[] = {
	{ "host-root-write", root_write },
	{ "host-root-read", root_read },
	{ "host-config-write", config_write },
	{ "host-config-read", config_read },
	{ "engine-data-write", engine_write },
	{ "engine-data-read", engine_read },
	{ "kubelet-plugin-directory", plugin },
	{ "host-log-write", log_write },
	{ "host-tmp-write", tmp_write },
	{ NULL, NULL }
};
