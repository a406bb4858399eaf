/*
 * Files that stand in the program: what answers are made of, as the build found it.
 */
#ifndef OKR_API_OUTPUT_EMBED_H
#define OKR_API_OUTPUT_EMBED_H

/* NAME_start and NAME_end are the bytes of a file; behind them stands a zero. */
/* clang-format off */
#define EMBED(name, file)                                                                          \
	__asm__(".pushsection .rodata\n"                                                           \
		#name "_start: .incbin \"" file "\"\n"                                             \
		#name "_end: .byte 0\n"                                                            \
		".popsection\n");                                                                  \
	extern const char name##_start[], name##_end[]
/* clang-format on */

#endif
