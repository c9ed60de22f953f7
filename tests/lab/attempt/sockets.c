/* sockets.c - the sockets by which the host is commanded: connected to, and
 * asked something harmless. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "attempt.h"

static int answers(const char *path, const char *request, size_t size, const char *want, size_t want_size)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char text[2048];
	int error = ENOMSG;
	snprintf(address.sun_path, sizeof address.sun_path, "%.100s", path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0 || write(fd, request, size) != (ssize_t)size) {
		error = errno;
	} else if (poll(&wait, 1, 4000) == 1) {
		ssize_t got = read(fd, text, sizeof text);
		if (got >= (ssize_t)want_size && !memcmp(text, want, want_size))
			error = 0;
	} else {
		error = ETIMEDOUT;
	}
	close(fd);
	how("%s: %s", path, error ? strerror(error) : "answered");
	return error;
}

/* The host says in its conf where a service listens; none does without a line. */
static int command(const char *id, const char *request, size_t size, const char *want, size_t want_size)
{
	struct places *places = &(struct places){ 0 };
	const char *value = conf_value(id, 0, 0);
	char name[PATH_SIZE];
	int error = ENOENT;
	if (!value) {
		how("no such service in the machine");
		return NOT_COMPARED;
	}
	snprintf(name, sizeof name, "%s", value);	/* the next look into conf takes it away */
	reach_host(places, name);
	how("not in the tree");
	for (size_t i = 0; i < places->count; i++) {
		error = answers(places->at[i], request, size, want, want_size);
		if (!error)
			break;
	}
	return error;
}

static const char version[] = "GET /version HTTP/1.0\r\n\r\n";
static const char http_ok[] = "HTTP/1.0 200";
/* HTTP/2: the preface with empty settings is answered by a settings frame. */
static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0";
static const char settings[] = "\0\0";

#define HTTP(id) command(id, version, sizeof version - 1, http_ok, sizeof http_ok - 1)
#define GRPC(id) command(id, preface, sizeof preface, settings, 2)

static int docker(void)     { return HTTP("docker-socket"); }
static int podman(void)     { return HTTP("podman-socket"); }
static int containerd(void) { return GRPC("containerd-socket"); }
static int crio(void)       { return GRPC("crio-socket"); }
static int nri(void)        { return GRPC("nri-socket"); }
static int lxd(void)        { return HTTP("lxd-socket"); }
static int systemd(void)    { return HTTP("systemd-socket"); }
static int libvirt(void)    { return HTTP("libvirt-socket"); }
static int snapd(void)      { return HTTP("snapd-socket"); }
static int buildkit(void)   { return GRPC("buildkit-socket"); }
static int kubelet(void)    { return GRPC("kubelet-plugin-socket"); }

const struct attempt attempts_sockets[] = {
	{ "docker-socket", docker },
	{ "podman-socket", podman },
	{ "containerd-socket", containerd },
	{ "crio-socket", crio },
	{ "nri-socket", nri },
	{ "lxd-socket", lxd },
	{ "systemd-socket", systemd },
	{ "libvirt-socket", libvirt },
	{ "snapd-socket", snapd },
	{ "buildkit-socket", buildkit },
	{ "kubelet-plugin-socket", kubelet },
	{ NULL, NULL }
};
