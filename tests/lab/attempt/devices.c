/* devices.c - character devices of the host: opened, by a node that is there or
 * made, and used no further. */
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "attempt.h"

/* The first of the numbers that opens. */
static int opens(const char *const *numbers, int flags)
{
	int error = ENOENT;
	for (; *numbers; numbers++) {
		struct places *places = &(struct places){ 0 };
		nodes(places, S_IFCHR, *numbers);
		int fd = open_any(places, flags);
		if (fd >= 0) {
			close(fd);
			return 0;
		}
		if (fd != -ENOENT)
			error = -fd;
	}
	return error;
}

#define OPENS(flags, ...) opens((const char *const[]){ __VA_ARGS__, NULL }, flags)

/* Those that the host has, as its conf says. */
static int of_conf(const char *key)
{
	char number[32];
	const char *value;
	int error = NOT_COMPARED;
	for (size_t i = 0; error && (value = conf_value(key, i, 0)); i++) {
		snprintf(number, sizeof number, "%s", value);
		error = OPENS(O_RDWR, number);
	}
	return error;
}

static int log_line(void)
{
	static const char line[] = "a line of the lab\n";
	struct places *places = &(struct places){ 0 };
	nodes(places, S_IFCHR, "1:11");
	int fd = open_any(places, O_WRONLY);
	return fd < 0 ? -fd : write(fd, line, sizeof line - 1) < 0 ? errno : 0;
}

/* The console that the kernel speaks on, virtual ones, their memory, uinput, input. */
static int console(void)  { return OPENS(O_RDWR, "5:1", "4:0", "4:1", "7:0", "7:1", "7:128", "10:223", "13:63", "13:64"); }

/* An interface in our own network namespace, gone with the descriptor.  Without
 * it an open tun reaches nothing. */
static int tun(void)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	struct places *places = &(struct places){ 0 };
	nodes(places, S_IFCHR, "10:200");
	int fd = open_any(places, O_RDWR);
	return fd < 0 ? -fd : ioctl(fd, TUNSETIFF, &request) < 0 ? errno : 0;
}

/* fuse, btrfs-control, autofs, vhost-net */
static int surface(void)
{
	int error = OPENS(O_RDWR, "10:229", "10:234", "10:235", "10:238");
	return error ? tun() : 0;
}

static int hardware(void) { return of_conf("hardware"); }
static int media(void)    { return of_conf("media"); }
static int gpu(void)      { return of_conf("gpu"); }
static int vfio(void)     { return of_conf("vfio"); }

const struct attempt attempts_devices[] = {
	{ "kernel-log-write", log_line },
	{ "console-injection", console },
	{ "hardware-device", hardware },
	{ "media-device", media },
	{ "gpu-device", gpu },
	{ "vfio-no-iommu", vfio },
	{ "surface-device", surface },
	{ NULL, NULL }
};
