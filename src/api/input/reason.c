/*
 * Taking a reason: what nobody sees is none, and none leaves what there was. Which changes need one
 * is service/reason.c's.
 */
#include "api/input/reason.h"

#include "base/unicode.h"
#include "base/utf8.h"

enum { REASON_CHARACTERS_MAX = 1000 };

static const struct error *refuse(struct exchange *x, const char *what)
{
	error_add(&x->work.faults, x->work.arena, ERROR_NO_MEMBER, TEXT("reason"), "%s", what);
	return work_faults(&x->work);
}

static const struct error *take(struct exchange *x, struct text reason)
{
	reason = text_trim(reason);
	if (!utf8_check(reason))
		return refuse(x, "must be UTF-8");
	if (text_skip_unseen(reason).size == 0)
		return NULL;
	if (text_characters(reason) > REASON_CHARACTERS_MAX)
		return refuse(x, "must have at most 1000 characters");
	x->work.reason = reason;
	return NULL;
}

const struct error *reason_take_header(struct exchange *x)
{
	bool is_write = x->route->method != METHOD_GET && !(x->route->flags & ROUTE_READ);

	x->work.reason = TEXT_NONE;
	return is_write && !text_is_none(x->request->reason) ? take(x, x->request->reason) : NULL;
}

const struct error *reason_take_member(struct exchange *x, const void *changes, struct given *given)
{
	size_t member = offsetof(struct record, reason);
	struct text reason = ((const struct record *)changes)->reason;

	if (!given_at(given, member))
		return NULL;
	given_drop(given, member);
	return text_is_none(reason) ? NULL : take(x, reason);
}
