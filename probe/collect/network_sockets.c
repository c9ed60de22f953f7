/* network_sockets.c - see network_sockets.h.
 *
 * Only in the network namespace of the host, or where it is not known whose it
 * is: in one of the container's own these are the container's own daemons.  No
 * address but the loopback is ever spoken to; an engine that DOCKER_HOST names
 * elsewhere, a cloud's metadata service and the like stay unasked. */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "ask.h"
#include "network_sockets.h"
#include "parse.h"

#define PROC_NET_UNIX_MAX (1u << 20)
#define CONNECT_MS 50

static const struct { const char *path; enum socket_kind kind; } ports[] = {
	{ "127.0.0.1:2375",  SOCKET_DOCKER_TCP },
	{ "127.0.0.1:2379",  SOCKET_CLUSTER },		/* etcd */
	{ "127.0.0.1:10250", SOCKET_CLUSTER },		/* kubelet */
	{ "127.0.0.1:10255", SOCKET_CLUSTER },		/* kubelet, read-only */
};

static struct host_socket *add(struct facts *facts, const char *path, enum socket_kind kind)
{
	struct host_socket *found = path ? facts_socket_new(facts) : NULL;

	if (!found) {
		facts->sockets_list.truncated = true;
		return NULL;
	}
	found->path = path;
	found->kind = kind;
	facts_socket_done(facts);
	return found;
}

static void list_abstract(struct collect *collect)
{
	struct facts *facts = collect->facts;
	const char *data = "";
	ssize_t n = host_read_all(collect->host, "/proc/net/unix", &facts->arena, PROC_NET_UNIX_MAX, &data);
	struct text text = TEXT(data, n > 0 ? (size_t)n : 0), line, name;

	/* what cannot be read may name one */
	if (n < 0 || n == PROC_NET_UNIX_MAX)
		facts->sockets_list.truncated = true;
	while (text_line(&text, &line)) {
		if (!parse_abstract_socket(line, &name))
			continue;
		const char *path = arena_copy(&facts->arena, name.at, text_left(&name));
		enum socket_kind kind = path ? parse_socket_name(path + 1) : SOCKET_OTHER;

		if (!path || kind != SOCKET_OTHER)
			add(facts, path, kind);
	}
}

void network_sockets_list(struct collect *collect)
{
	struct facts *facts = collect->facts;
	const char *engine = collect->host->live ? getenv("DOCKER_HOST") : NULL;

	if (engine && strncmp(engine, "tcp:", 4) == 0)
		add(facts, "DOCKER_HOST", SOCKET_DOCKER_TCP);
	if (!collect->host->live || fact_bool(facts, FACT_NETNS_INITIAL) == NO)
		return;
	for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
		add(facts, ports[i].path, ports[i].kind);
	list_abstract(collect);
}

/* /proc/net/unix shows every NUL of a name as '@' (net/unix/af_unix.c,
 * unix_seq_show()); containerd's shims have one at the end. */
static int connect_abstract(int fd, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t len = strnlen(path, sizeof address.sun_path);

	memcpy(address.sun_path, path, len);
	address.sun_path[0] = '\0';
	if (address.sun_path[len - 1] == '@')
		address.sun_path[len - 1] = '\0';
	return connect(fd, (const struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len));
}

static int connect_loopback(int fd, const char *path)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	const char *digits = strchr(path, ':') + 1;
	struct text text = TEXT(digits, strlen(digits));
	uint64_t port = 0;
	struct pollfd waiting = { .fd = fd, .events = POLLOUT };
	int error = 0;
	socklen_t size = sizeof error;

	text_u64(&text, UINT16_MAX, &port);
	address.sin_port = htons((uint16_t)port);
	int result = connect(fd, (const struct sockaddr *)&address, sizeof address);

	if (result == 0 || errno != EINPROGRESS)
		return result;
	if (poll(&waiting, 1, CONNECT_MS) <= 0)
		error = ETIMEDOUT;
	else
		getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	errno = error;
	return error ? -1 : 0;
}

/* Connecting and hanging up at once asks nothing of a daemon. */
struct answer network_socket_connect(const char *path, int *ret)
{
	bool abstract = path[0] == '@';

	*ret = -1;
	if (!abstract && !strchr(path, ':'))
		return ask_not("it names an engine by TCP, to which no connection is made");
	int fd = socket(abstract ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return ask_not("no socket could be made");
	struct answer answer = ask_answer((abstract ? connect_abstract : connect_loopback)(fd, path));

	if (answer.error == 0)
		*ret = fd;
	else
		close(fd);
	return answer;
}
