/* sockets.c - the sockets by which the host is commanded: connected to, and
 * asked something harmless. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
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
static const char ping[] = "GET /_ping HTTP/1.0\r\n\r\n";
static const char http_ok[] = "HTTP/1.0 200";
/* HTTP/2: the preface with empty settings is answered by a settings frame. */
static const char preface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0";
static const char settings[] = "\0\0";

#define HTTP(id) command(id, version, sizeof version - 1, http_ok, sizeof http_ok - 1)
/* Podman asks its helpers for their versions first, which takes long here. */
#define PING(id) command(id, ping, sizeof ping - 1, http_ok, sizeof http_ok - 1)
#define GRPC(id) command(id, preface, sizeof preface, settings, 2)

/* An agent's list of keys: what it answers begins with its length and 12. */
static const char identities[] = "\0\0\0\1\v";
static int session(void)
{
	return command("user-session-socket", identities, 5, "\0\0", 2);
}

static int tcp(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(2375), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	char text[sizeof http_ok];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), error = ENOMSG;
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0 || write(fd, version, sizeof version - 1) < 0)
		return errno;
	if (poll(&wait, 1, 4000) == 1 && read(fd, text, sizeof text) >= (ssize_t)sizeof http_ok - 1 &&
	    !memcmp(text, http_ok, sizeof http_ok - 1))
		error = 0;
	close(fd);
	return error;
}

/* None of these runs in the machine; conf has no line for them. */
static int shim(void)       { return GRPC("containerd-shim-socket"); }
static int nix(void)        { return GRPC("nix-daemon-socket"); }
static int user_bus(void)   { return GRPC("user-bus-socket"); }
static int daemons(void)    { return GRPC("host-daemon-socket"); }
static int cluster(void)    { return GRPC("cluster-service"); }
static int docker(void)     { return HTTP("docker-socket"); }
static int podman(void)     { return PING("podman-socket"); }
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
	{ "containerd-shim-socket", shim },
	{ "nix-daemon-socket", nix },
	{ "user-bus-socket", user_bus },
	{ "user-session-socket", session },
	{ "host-daemon-socket", daemons },
	{ "docker-tcp", tcp },
	{ "cluster-service", cluster },
	{ NULL, NULL }
};
