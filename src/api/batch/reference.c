/*
 * Finding references and replacing them. A body is walked over as it stands, value by value; nothing of
 * it is changed but what stands for something else.
 */
#include "api/batch/reference.h"

#include "base/buffer.h"
#include "base/json_read.h"
#include "http/percent.h"

/* ---- bodies ---------------------------------------------------------------------------------- */

struct filling {
	struct references *references;
	struct buffer *out;
	bool has_any;
};

static const struct error *fill(struct filling *filling, struct text value);

/* Exactly these two members, both of them strings. */
static bool is_reference(struct text object, struct text *id, struct text *field)
{
	*id = json_read_member(object, TEXT("$from"));
	*field = json_read_member(object, TEXT("field"));
	return json_read_kind(*id) == JSON_STRING && json_read_kind(*field) == JSON_STRING &&
	       json_read_count(object) == 2;
}

static const struct error *put_value(struct filling *filling, struct text id, struct text field)
{
	struct references *references = filling->references;
	struct text value;
	const struct error *error =
		references->find(references->context, json_read_string(references->arena, id),
				 json_read_string(references->arena, field), &value);

	filling->has_any = true;
	if (error)
		/* cppcheck-suppress returnDanglingLifetime; an error stands in the arena */
		return error;
	if (value.size > references->left)
		return error_new(references->arena, ERROR_TOO_LARGE,
				 "With the values that $from stands for, the bodies are larger "
				 "than this server takes.");
	references->left -= value.size;
	buffer_add_text(filling->out, value);
	return NULL;
}

static const struct error *fill_object(struct filling *filling, struct text object)
{
	struct text rest = object, name, value;
	const struct error *error = NULL;
	bool is_first = true;

	buffer_add_byte(filling->out, '{');
	while (!error && json_read_next(&rest, &name, &value)) {
		if (!is_first)
			buffer_add_byte(filling->out, ',');
		is_first = false;
		buffer_add_text(filling->out, name);
		buffer_add_byte(filling->out, ':');
		error = fill(filling, value);
	}
	buffer_add_byte(filling->out, '}');
	return error;
}

static const struct error *fill_array(struct filling *filling, struct text array)
{
	struct text rest = array, item;
	const struct error *error = NULL;
	bool is_first = true;

	buffer_add_byte(filling->out, '[');
	while (!error && json_read_item(&rest, &item)) {
		if (!is_first)
			buffer_add_byte(filling->out, ',');
		is_first = false;
		error = fill(filling, item);
	}
	buffer_add_byte(filling->out, ']');
	return error;
}

/* Values nest as deep as base/json_check.h lets them. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static const struct error *fill(struct filling *filling, struct text value)
{
	enum json_kind kind = json_read_kind(value);
	struct text id, field;

	if (kind == JSON_OBJECT && is_reference(value, &id, &field))
		return put_value(filling, id, field);
	if (kind == JSON_OBJECT)
		return fill_object(filling, value);
	if (kind == JSON_ARRAY)
		return fill_array(filling, value);
	buffer_add_text(filling->out, value);
	return NULL;
}

const struct error *reference_fill_body(struct references *references, struct text body,
					struct text *out)
{
	struct buffer filled = { 0 };
	struct filling filling = { references, &filled, false };
	const struct error *error;

	*out = body;
	if (text_is_none(body))
		return NULL;
	error = fill(&filling, body);
	if (!error && filling.has_any)
		*out = arena_copy(references->arena, buffer_text(&filled));
	buffer_wipe(&filled);
	buffer_free(&filled);
	return error;
}

/* ---- paths ----------------------------------------------------------------------------------- */

static const struct error *bad_brace(struct references *references)
{
	return error_new(references->arena, ERROR_INVALID,
			 "has a brace that is no reference to an earlier request, as {ID.FIELD} "
			 "is; as a character it is %%7B or %%7D");
}

/* An id may have dots, too: the first that there is counts. */
static bool split(struct references *references, struct text inside, struct text *id,
		  struct text *field)
{
	for (size_t i = 0; i < inside.size; i++) {
		if (inside.data[i] != '.')
			continue;
		*id = (struct text){ inside.data, i };
		*field = (struct text){ inside.data + i + 1, inside.size - i - 1 };
		if (references->is_known(references->context, *id))
			return true;
	}
	return false;
}

static const struct error *put_segment(struct references *references, struct text value,
				       struct buffer *out)
{
	enum json_kind kind = json_read_kind(value);
	struct text plain = kind == JSON_STRING ? json_read_string(references->arena, value) :
						  text_trim(value);

	if (kind != JSON_STRING && kind != JSON_NUMBER && kind != JSON_FLAG)
		return error_new(references->arena, ERROR_INVALID,
				 "A value that a path refers to is no text, number or boolean.");
	buffer_add_text(out, percent_encode(references->arena, plain));
	return NULL;
}

static const struct error *put_reference(struct references *references, struct text inside,
					 struct buffer *out)
{
	struct text id, field, value;
	const struct error *error;

	if (!split(references, inside, &id, &field))
		return bad_brace(references);
	error = references->find(references->context, id, field, &value);
	return error ? error : put_segment(references, value, out);
}

static const struct error *put_path(struct references *references, struct text path,
				    struct buffer *out)
{
	const struct error *error = NULL;

	while (!error && !text_is_none(path)) {
		struct text before = text_cut(&path, '{'), inside;

		if (memchr(before.data, '}', before.size))
			return bad_brace(references);
		buffer_add_text(out, before);
		if (text_is_none(path))
			break;
		inside = text_cut(&path, '}');
		if (text_is_none(path))
			return bad_brace(references);
		error = put_reference(references, inside, out);
	}
	return error;
}

const struct error *reference_fill_path(struct references *references, struct text path,
					struct text *out)
{
	struct buffer filled = { 0 };
	const struct error *error = put_path(references, path, &filled);

	if (!error)
		*out = arena_copy(references->arena, buffer_text(&filled));
	buffer_free(&filled);
	return error;
}
