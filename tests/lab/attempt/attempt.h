/* attempt.h - what the attempts share.
 *
 * A test fixture: it really tries every escape, with a harmless proof, inside
 * the lab's disposable machine and nowhere else.  It shares no line with the
 * program it judges. */
#ifndef LAB_ATTEMPT_H
#define LAB_ATTEMPT_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { WORDS_MAX = 240, PATH_SIZE = 512, PLACES_MAX = 48 };

/* 0: the way is open, proved; > 0: closed, with this errno. */
enum { NOT_COMPARED = -1 };

struct attempt {
	const char *id;		/* as in escape-probe --list-paths */
	int (*run)(void);
};

extern const struct attempt attempts_sockets[], attempts_binds[], attempts_storage[], attempts_kernel_files[],
	attempts_capabilities[], attempts_namespaces[], attempts_descriptors[], attempts_surface[],
	attempts_devices[];

/* How it was done or where it ended, for the report. */
void how(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Where we were started, before main went to its own directory. */
extern int start_directory;

/* Places in our tree, as found in our mount table. */
struct places {
	size_t count;
	char at[PLACES_MAX][PATH_SIZE];
};

/* conf.c - what the host tells of itself: lines of `key value...`. */
bool conf_read(const char *path);
/* The n-th value of the n-th line that starts with key; NULL past the last.  Good
 * until the next call. */
const char *conf_value(const char *key, size_t line, size_t value);

/* reach.c - adds every place where `path` of a file system can be seen; `which`
 * is its type ("proc") or its device number ("254:0"). */
void reach(struct places *places, const char *which, const char *path);
/* ... of a file of the host by its absolute name, on any file system it may be. */
void reach_host(struct places *places, const char *path);
/* ... every place of a file system at all. */
void reach_all(struct places *places, const char *which);
/* Opens the first place that lets us; a negative errno. */
int open_any(const struct places *places, int flags);
bool reads_marker(int dirfd, const char *path, const char *disk);
/* Is this text the marker of that disk? */
bool is_marker(const char *text, size_t size, const char *disk);

/* namespaces.c - is ours the host's?  0, or an errno. */
int same_namespace(const char *name);

/* nodes.c - adds every device node for the number, making one where we can. */
void nodes(struct places *places, mode_t type, const char *number);
void nodes_clear(void);
bool opens_disk(void);

/* filesystem.c - mounts of our own, gone with the child that made them. */
int detached(const char *type, const char *source, const char *const *options);	/* fsmount: a directory's descriptor */
int mounted(const char *type, const char *source, const char *options);		/* mount: the same */
/* One or the other. */
int file_system(const char *type, const char *source, const char *option);
#endif
