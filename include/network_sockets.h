/* network_sockets.h - daemons of the host that are reached through its network
 * namespace, not through a file: abstract sockets and the loopback address.
 *
 * Private to collect/. */
#ifndef PROBE_NETWORK_SOCKETS_H
#define PROBE_NETWORK_SOCKETS_H
#include "collect.h"

/* Lists them, asking nobody. */
void network_sockets_list(struct collect *collect);

/* Connects to what such a path names.  *ret is the descriptor, or -1. */
struct answer network_socket_connect(const char *path, int *ret);
#endif
