/*
 * Makes errors in an arena. What an error is called on the wire and which status it has is left
 * to the dialects; writing its inside to the log is left to the one place that ends a request.
 */
#include "base/error.h"

#include <stdarg.h>

static struct error *error_blank(struct arena *arena, enum error_code code)
{
	struct error *error = arena_take(arena, sizeof(*error));

	error->code = code;
	return error;
}

const struct error *error_new(struct arena *arena, enum error_code code, const char *format, ...)
{
	struct error *error = error_blank(arena, code);
	va_list values;

	va_start(values, format);
	error->message = arena_print_list(arena, format, values);
	va_end(values);
	return error;
}

const struct error *error_internal(struct arena *arena, const char *format, ...)
{
	struct error *error = error_blank(arena, ERROR_INTERNAL);
	va_list values;

	error->message = TEXT(ERROR_INTERNAL_MESSAGE);
	va_start(values, format);
	error->inside = arena_print_list(arena, format, values);
	va_end(values);
	return error;
}

static struct text short_name(struct arena *arena, struct text name)
{
	struct text first = text_first(name, ERROR_NAME_MAX);

	if (first.size == name.size)
		return arena_copy(arena, name);
	return arena_print(arena, "%.*s…", TEXT_PRINT(first));
}

struct error_detail *error_add(struct error_list *list, struct arena *arena, size_t member,
			       struct text field, const char *format, ...)
{
	struct error_detail *detail;
	va_list values;

	if (list->count++ >= ERROR_DETAILS_MAX)
		return NULL;
	detail = arena_take(arena, sizeof(*detail));
	detail->member = member;
	detail->list = ERROR_NO_MEMBER;
	detail->field = short_name(arena, field);
	va_start(values, format);
	detail->message = arena_print_list(arena, format, values);
	va_end(values);
	if (list->last)
		list->last->next = detail;
	else
		list->first = detail;
	list->last = detail;
	return detail;
}

const struct error *error_from_list(struct arena *arena, const struct error_list *list)
{
	struct error *error;

	if (list->count == 0)
		return NULL;
	error = error_blank(arena, ERROR_INVALID);
	error->details = list->first;
	if (list->count > ERROR_DETAILS_MAX)
		error->more = list->count - ERROR_DETAILS_MAX;
	if (list->count == 1)
		error->message = TEXT("One field is not valid.");
	else
		error->message = arena_print(arena, "%u fields are not valid.", list->count);
	return error;
}

struct text error_reason(struct arena *arena, const struct error *error)
{
	if (text_is_none(error->statement))
		return error->inside;
	return arena_print(arena, "%.*s in: %.*s", TEXT_PRINT(error->inside),
			   TEXT_PRINT(error->statement));
}

const struct error *error_copy(struct arena *arena, const struct error *error)
{
	struct error *copy = error_blank(arena, error->code);

	*copy = *error;
	copy->details = NULL;
	copy->message = arena_copy(arena, error->message);
	copy->inside = arena_copy(arena, error->inside);
	copy->statement = arena_copy(arena, error->statement);
	return copy;
}
