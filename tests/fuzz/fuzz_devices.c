/* fuzz_devices.c - /proc/devices, devices.list, device numbers. */
#include <stddef.h>
#include <stdint.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	enum device_type type;
	uint32_t major, minor;
	char name[16];

	parse_proc_devices(text, size, DEVICE_BLOCK, 8, name, sizeof name);
	parse_devices_list(text, size, DEVICE_BLOCK, 8, 1, "rw");
	parse_captured_node(text, size, &type, &major, &minor);
	parse_devno(text, size, &major, &minor);
	return 0;
}
