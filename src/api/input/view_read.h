/*
 * JSON to records, through json-c. The bytes were checked before (base/json_check.h), so json-c
 * meets nothing that it is lax about. Every wrong field is noted, not only the first.
 */
#ifndef OKR_API_INPUT_VIEW_READ_H
#define OKR_API_INPUT_VIEW_READ_H

#include "api/input/view_place.h"
#include "api/view/view.h"

/* The struct that a record of this view begins as, and that null falls back to. */
const void *view_blank(const struct view *view);

/* Makes a struct of the view's size such a beginning; returns it. */
void *view_begin(const struct view *view, void *record);

/*
 * Reads a JSON object (checked by json_check, not empty) into a record, noting faults in `work`.
 * Fields that the view only shows are ignored; unknown ones are faults. `is_new`: needed fields
 * must be there. *given collects the members that were sent.
 */
void view_read(struct work *work, const struct view *view, struct text body, bool is_new,
	       void *record, struct given *given);

/* The dialect's name for a member, `list[3].name` for one within a list; absent when the view has
 * none. */
struct text view_name(struct arena *arena, const struct view *view,
		      const struct error_detail *detail);

#endif
