/*
 * What is said of text by the Unicode standard's tables: its normal form, what is the same regardless
 * of case, what is not seen. By utf8proc; every text here is valid UTF-8, as utf8_check has it.
 */
#ifndef OKR_BASE_UNICODE_H
#define OKR_BASE_UNICODE_H

#include "base/arena.h"

/*
 * The text in normalisation form C (UAX #15; rulings.md 55): itself where it is in that form, else in
 * the arena. An absent text stays absent. Time is linear in the size, whatever marks are piled up, and
 * the result is at most three times as large.
 */
struct text text_compose(struct arena *arena, struct text text);

/*
 * Two texts are the same name when these are equal, byte by byte (rulings.md 54): regardless of case
 * and of nothing else. Each character is folded by itself (simple case folding), so ß is not ss; the
 * result is in form C and has at most as many characters as the text in that form.
 */
struct text text_fold(struct arena *arena, struct text text);

/* What is left behind characters that are not seen: white space, control and format characters (general
 * categories Z, Cc, Cf), fillers and others that are drawn as nothing. */
struct text text_skip_unseen(struct text text);

#endif
