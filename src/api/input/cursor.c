/*
 * Cursors: the place of the last row that a page looked at, so that a list goes on rightly while
 * records come and go. A cursor is the base64url of a code (16 bytes), the row's id (16 bytes) and,
 * where the list has a sort key, that key's value. The code authenticates all of it under a key that
 * never leaves the installation, so nobody but this server makes one (rulings.md 61). What a place
 * means to the store is listing.c's and the store's business.
 */
#include "api/input/cursor.h"

#include "base/base64.h"
#include "base/copy.h"
#include "service/service.h"

enum { CURSOR_VALUE_MAX = 1200 };

/* A cursor's bytes: `value` is as long as the sort key's kind, and absent without one. */
struct cursor {
	uint8_t code[MAC_SIZE];
	struct id id;
	char value[CURSOR_VALUE_MAX];
};

enum { CURSOR_HEAD = offsetof(struct cursor, value) };

_Static_assert(CURSOR_HEAD == MAC_SIZE + sizeof(struct id), "no gap between code, id and value");

/* Everything that a place depends on: the route with its ids, the order, the workspace, and whose
 * eyes the caller looks with. */
static struct text cursor_context(const struct exchange *x)
{
	const struct session *session = &x->work.session;
	struct id viewer = session->is_person ? session->person_id : ID_NONE;
	struct text ids = { (const char *)x->ids, x->match.id_count * sizeof(x->ids[0]) };
	struct buffer context = { 0 };
	struct text copied;

	buffer_print(&context, "%s %s%s %s%s %zu ", method_name(x->route->method),
		     x->match.group->prefix, x->route->path, x->is_descending ? "-" : "",
		     x->sort ? x->sort->name : "", x->match.id_count);
	buffer_add_text(&context, ids);
	buffer_add(&context, &session->organisation_id, sizeof(session->organisation_id));
	buffer_add(&context, &viewer, sizeof(viewer));
	buffer_print(&context, "%d %zu ", session->is_admin, session->app_id.size);
	buffer_add_text(&context, session->app_id);
	copied = arena_copy(x->work.arena, buffer_text(&context));
	buffer_free(&context);
	return copied;
}

/* The code of a cursor of `size` bytes, over the context and all that stands behind the code. */
static void cursor_code(const struct exchange *x, const struct cursor *cursor, size_t size,
			uint8_t code[MAC_SIZE])
{
	struct text parts[] = { cursor_context(x), { (const char *)&cursor->id, size - MAC_SIZE } };

	service_authenticate(x->work.service, parts, 2, code);
}

struct text cursor_make(struct exchange *x, struct value value, struct id id)
{
	struct cursor cursor = { .id = id };
	struct text bytes = TEXT("");
	size_t size;

	if (x->sort && value.kind == FIELD_TEXT)
		bytes = value.as.text;
	else if (x->sort)
		bytes = (struct text){ (const char *)&value.as, field_size(value.kind) };
	copy_bytes(cursor.value, sizeof(cursor.value), bytes.data, bytes.size);
	size = CURSOR_HEAD + bytes.size;
	cursor_code(x, &cursor, size, cursor.code);
	return base64url_encode(x->work.arena, (struct text){ (const char *)&cursor, size });
}

/* Whether this many bytes are a value of the list's sort key. */
static bool fits_sort(const struct exchange *x, size_t size)
{
	if (!x->sort)
		return size == 0;
	return x->sort->kind == FIELD_TEXT || size == field_size(x->sort->kind);
}

bool cursor_read(struct exchange *x, struct text encoded, struct query *query)
{
	struct cursor *cursor = arena_take(x->work.arena, sizeof(*cursor));
	uint8_t code[MAC_SIZE];
	struct text bytes, value;

	if (!base64url_decode(x->work.arena, encoded, &bytes) || bytes.size < CURSOR_HEAD ||
	    bytes.size > sizeof(*cursor) || !fits_sort(x, bytes.size - CURSOR_HEAD))
		return false;
	copy_bytes(cursor, sizeof(*cursor), bytes.data, bytes.size);
	cursor_code(x, cursor, bytes.size, code);
	if (!mac_equal(code, cursor->code))
		return false;
	query->has_after = true;
	query->after_id = cursor->id;
	if (!x->sort)
		return true;
	value = (struct text){ cursor->value, bytes.size - CURSOR_HEAD };
	query->after.kind = x->sort->kind;
	if (x->sort->kind == FIELD_TEXT)
		query->after.as.text = value;
	else
		copy_bytes(&query->after.as, sizeof(query->after.as), value.data, value.size);
	return true;
}
