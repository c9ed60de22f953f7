/* start.c - the first instructions of the static program, in place of musl's
 * rcrt1.o.
 *
 * The program is linked to run at any address (static-pie), so each pointer in
 * a table must be put right first.  musl's own start code knows only DT_RELA,
 * which takes 24 bytes for each of two thousand pointers; here they are also
 * read from DT_RELR, which takes a bit each.  Afterwards the tables are made
 * read-only, which musl does not do in a static program either (RELRO).
 *
 * Until the pointers are right, and the stack protector has its secret, only
 * what needs neither can run: this file is compiled without both. */
#include <elf.h>
#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef DT_RELR			/* musl's elf.h since 1.2.4 */
#define DT_RELRSZ 35
#define DT_RELR 36
#endif

#if defined __x86_64__
#define RELATIVE R_X86_64_RELATIVE
__asm__(".text\n"
	".global _start\n"
	".type _start, @function\n"
	"_start:\n"
	"	endbr64\n"
	"	xor %ebp, %ebp\n"
	"	mov %rsp, %rdi\n"
	"	and $-16, %rsp\n"
	"	call start_c\n"
	"	hlt\n");
#elif defined __aarch64__
#define RELATIVE R_AARCH64_RELATIVE
__asm__(".text\n"
	".global _start\n"
	".type _start, %function\n"
	"_start:\n"
	"	mov x29, #0\n"
	"	mov x30, #0\n"
	"	mov x0, sp\n"
	"	and sp, x0, #-16\n"
	"	b start_c\n");
#else
#error "the first instructions are not written for this architecture: link with LIBC=glibc"
#endif

#define HIDDEN __attribute__((visibility("hidden")))

extern HIDDEN const ElfW(Ehdr) __ehdr_start;	/* made by the linker, as is */
extern HIDDEN const ElfW(Dyn) _DYNAMIC[];

extern int main(int argc, char **argv);
HIDDEN void start_c(long *stack);
extern void _init(void), _fini(void);
extern int __libc_start_main(int (*)(int, char **), int, char **, void (*)(void), void (*)(void), void (*)(void));

static void relocate_rela(uintptr_t base, const ElfW(Rela) *rela, size_t size)
{
	for (; size >= sizeof *rela; rela++, size -= sizeof *rela)
		if ((rela->r_info & 0xffffffff) == RELATIVE)
			*(uintptr_t *)(base + rela->r_offset) = base + (uintptr_t)rela->r_addend;
}

/* An even word is the address of one pointer, an odd one a map of the 63 words
 * behind the last. */
static void relocate_relr(uintptr_t base, const uintptr_t *relr, size_t size)
{
	uintptr_t *where = NULL;

	for (; size >= sizeof *relr; relr++, size -= sizeof *relr) {
		if ((*relr & 1) == 0) {
			where = (uintptr_t *)(base + *relr);
			*where++ += base;
			continue;
		}
		for (size_t i = 0; i < 63; i++)
			if (*relr >> (i + 1) & 1)
				where[i] += base;
		where += 63;
	}
}

HIDDEN void start_c(long *stack)
{
	uintptr_t base = (uintptr_t)&__ehdr_start;
	uintptr_t dynamic[DT_RELR + 1] = { 0 };

	for (const ElfW(Dyn) *entry = _DYNAMIC; entry->d_tag != DT_NULL; entry++)
		if (entry->d_tag > 0 && entry->d_tag <= DT_RELR)
			dynamic[entry->d_tag] = entry->d_un.d_val;
	relocate_rela(base, (const void *)(base + dynamic[DT_RELA]), dynamic[DT_RELASZ]);
	relocate_relr(base, (const void *)(base + dynamic[DT_RELR]), dynamic[DT_RELRSZ]);
	__libc_start_main(main, (int)*stack, (char **)(stack + 1), _init, _fini, NULL);
}

/* Called by __libc_start_main() when system calls can be made.  A system that
 * refuses loses no more than this protection. */
__attribute__((constructor)) static void protect_tables(void)
{
	uintptr_t base = (uintptr_t)&__ehdr_start;
	const ElfW(Phdr) *header = (const void *)(base + __ehdr_start.e_phoff);
	uintptr_t in_page = (uintptr_t)getpagesize() - 1;	/* arm64 has pages of up to 64 KiB */

	for (unsigned i = 0; i < __ehdr_start.e_phnum; i++, header++) {
		uintptr_t from = (base + header->p_vaddr) & ~in_page;
		uintptr_t to = (base + header->p_vaddr + header->p_memsz) & ~in_page;

		if (header->p_type == PT_GNU_RELRO && to > from)
			mprotect((void *)from, to - from, PROT_READ);
	}
}
