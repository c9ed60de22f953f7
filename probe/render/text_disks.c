/* text_disks.c - the table of disks: what each is, and what can be done with it. */
#include <inttypes.h>
#include <string.h>
#include "render.h"
#include "text_report.h"
#include "words.h"

#define ROWS_SHORT 8	/* of what can be reached; all of them are in --verbose */

static void put_size(struct flow *flow, uint64_t size)
{
	static const char *const unit[] = { "B", "KiB", "MiB", "GiB", "TiB" };
	size_t i = 0;

	for (; size >= 1024 && i + 1 < sizeof unit / sizeof *unit; i++)
		size /= 1024;
	flow_format(flow, ", %" PRIu64 " %s", size, unit[i]);
}

/* What it is. */
static void put_description(struct flow *flow, const struct disk *disk)
{
	static const char *const use[] = {
		[DISK_NO_EVIDENCE] = "no evidence that it is the host's", [DISK_HOST_USES] = "used by the host",
		[DISK_ENGINE_DATA] = "holds the engine's data", [DISK_HOST_ROOT] = "holds the host's root",
	};
	const struct device *device = disk->device;

	flow_text(flow, device->path ? device->path : "(no node)");
	flow_format(flow, ": %c %" PRIu32 ":%" PRIu32, device->type == DEVICE_BLOCK ? 'b' : 'c', device->major, device->minor);
	flow_item(flow, "", device->name);
	flow_item(flow, "", disk->kind);
	if (device->size_known)
		put_size(flow, device->size);
	flow_item(flow, "partition of ", device->partition_of);
	flow_item(flow, "under ", device->holders);
	flow_item(flow, "of the file ", device->backing_file);
	flow_text(flow, device->removable == YES ? ", removable" : "");
	flow_text(flow, device->ro == YES ? ", read-only" : "");
	flow_item(flow, "partition table ", device->table);
	flow_item(flow, "", device->ambivalent ? "ambivalent: more than one signature" : device->fs_type);
	flow_item(flow, "label ", device->fs_label);
	flow_item(flow, "reaches ", device->reaches);
	flow_item(flow, "", use[disk->use]);
}

static void put_answer(struct flow *flow, const char *name, const struct disk_answer *answer, bool verbose)
{
	static const char *const word[] = { [PATH_CLOSED] = "no", [PATH_UNKNOWN] = "not known", [PATH_OPEN] = "yes" };
	const struct barrier *barrier = &answer->barrier;

	flow_text(flow, name);
	flow_text(flow, word[answer->status]);
	if (!barrier->what || (answer->status == PATH_OPEN && !verbose))
		return;
	flow_text(flow, " (");
	flow_text(flow, barrier->what);
	if (verbose && barrier->evidence) {
		flow_text(flow, ": ");
		flow_text(flow, barrier->evidence);
	}
	flow_text(flow, ")");
}

static bool same_answer(const struct disk_answer *a, const struct disk_answer *b)
{
	return a->status == b->status && a->barrier.what == b->barrier.what && a->barrier.evidence == b->barrier.evidence;
}

/* What --verify did, or why it did not. */
static void put_verification(struct flow *flow, const struct verification *proof)
{
	flow_begin(flow, 4, "", 6);
	if (proof->answer.state != ANSWERED) {
		flow_text(flow, "mount not proved: ");
		flow_text(flow, proof->answer.reason);
	} else if (proof->answer.error != 0) {
		flow_text(flow, "mount refused: ");
		flow_text(flow, error_name(proof->answer.error, (char[16]){ "" }, 16));
		flow_item(flow, "", proof->message);
	} else if (proof->attached) {
		flow_text(flow, "mount proved: the kernel has it mounted");
		flow_item(flow, "as ", proof->type);
		flow_item(flow, "and says: ", proof->message);
	} else {
		flow_text(flow, "mount proved: done, detached");
		flow_item(flow, "as ", proof->type);
		flow_item(flow, "with ", proof->options);
		for (size_t i = 0; i < VERIFY_NAMES; i++)
			flow_item(flow, i == 0 ? "in its root: " : "", proof->name[i]);
	}
	flow_end(flow);
}

static void put_disk(struct flow *flow, const struct disk *disk, bool verbose)
{
	flow_begin(flow, 2, "", 4);
	put_description(flow, disk);
	flow_end(flow);
	flow_begin(flow, 4, "", 6);
	const struct disk_answer *read = &disk->answer[DISK_READ], *write = &disk->answer[DISK_WRITE];
	const struct disk_answer *mount = &disk->answer[disk->mount];

	/* One reason for all: no node, no medium. */
	if (same_answer(read, write) && same_answer(read, mount)) {
		put_answer(flow, "read, write, mount: ", read, verbose);
	} else {
		put_answer(flow, "read: ", read, verbose);
		put_answer(flow, "; write: ", write, verbose);
		put_answer(flow, "; mount: ", mount, verbose);
		if (mount->status == PATH_OPEN)
			flow_item(flow, "by ", disk_answer_name(disk->mount));
	}
	flow_end(flow);
	if (disk->device->verification)
		put_verification(flow, disk->device->verification);
}

void render_verify_notice(FILE *out, const struct report *report)
{
	struct flow flow = { .out = out };

	flow_begin(&flow, 0, "", 2);
	flow_text(&flow, "escape-probe: --verify asks the kernel for the file systems of the disks below.  What is mounted already it "
		  "does not get, only the kernel's word that it could.  What is not it mounts read-only and without its journal, "
		  "attached nowhere, reads three names in its root and lets go.  Where it is not certain that nothing is written it "
		  "does nothing.  The kernel's log may tell of it.");
	flow_end(&flow);
	for (size_t i = 0; i < report->disks; i++) {
		const struct device *device = report->disk[i].device;

		if (!device->verification)
			continue;
		flow_begin(&flow, 2, "", 4);
		flow_text(&flow, device->path ? device->path : device->name);
		flow_format(&flow, " (b %" PRIu32 ":%" PRIu32 ")", device->major, device->minor);
		flow_item(&flow, "", device->live == YES ? device->live_type : device->fs_type);
		flow_end(&flow);
	}
}

static bool can_be_reached(const struct disk *disk)
{
	if (disk->device->verification)
		return true;
	if (!disk->holds_data)
		return false;
	return disk->answer[DISK_READ].status == PATH_OPEN || disk->answer[DISK_WRITE].status == PATH_OPEN ||
	       disk->answer[disk->mount].status == PATH_OPEN;
}

void render_text_disks(struct flow *flow, const struct report *report, bool verbose)
{
	size_t reached = 0;

	for (size_t i = 0; i < report->disks; i++) {
		bool reaches = can_be_reached(&report->disk[i]);

		if (verbose || (reaches && reached < ROWS_SHORT))
			put_disk(flow, &report->disk[i], verbose);
		reached += reaches;
	}
	if (!verbose && reached > ROWS_SHORT) {
		flow_begin(flow, 2, "", 4);
		flow_format(flow, "and %zu more", reached - ROWS_SHORT);
		flow_end(flow);
	}
}

bool render_any_disk(const struct report *report)
{
	for (size_t i = 0; i < report->disks; i++)
		if (can_be_reached(&report->disk[i]))
			return true;
	return false;
}
