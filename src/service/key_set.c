/*
 * Looks at the file of keys again when somebody comes with a token and the last look is a while ago.
 * The wall clock has no part in it: it may jump. The file is read and not asked for its age, because
 * one that is copied into place may be older than the one before.
 */
#include "service/key_set.h"

#include <stdlib.h>
#include <time.h>

#include "base/duration.h"
#include "base/jwks.h"
#include "base/log.h"

struct key_set {
	const struct settings *settings;
	struct arena *arena; /* of the keys */
	struct jwt_keys *keys;
	time_t looked_at;
	bool is_failing; /* and the log has been told */
};

const struct error *key_set_open(struct arena *arena, const struct settings *settings,
				 struct key_set **out)
{
	struct arena *own = arena_new(4096);
	struct jwt_keys *keys;
	const struct error *error = jwt_keys_load(own, settings, &keys);
	struct key_set *set;

	if (error) {
		error = error_copy(arena, error);
		arena_free(own);
		return error;
	}
	set = memory_take(sizeof(*set));
	*set = (struct key_set){ settings, own, keys, (time_t)(monotonic_ms() / 1000), false };
	*out = set;
	return NULL;
}

static void forget_keys(struct key_set *set)
{
	jwt_keys_free(set->keys);
	arena_free(set->arena);
}

void key_set_close(struct key_set *set)
{
	if (!set)
		return;
	forget_keys(set);
	free(set);
}

static void complain(struct key_set *set, const struct error *error)
{
	if (!set->is_failing)
		log_print(LOG_ERROR, "the keys are not read again, the old ones go on: %.*s",
			  TEXT_PRINT(error->message));
	set->is_failing = true;
}

static void look_again(struct key_set *set)
{
	struct arena *arena = arena_new(4096);
	struct jwt_keys *keys;
	const struct error *error = jwt_keys_load(arena, set->settings, &keys);

	set->looked_at = (time_t)(monotonic_ms() / 1000);
	if (error) {
		complain(set, error);
		arena_free(arena);
		return;
	}
	forget_keys(set);
	set->arena = arena;
	set->keys = keys;
	set->is_failing = false;
}

const struct jwt_keys *key_set_current(struct key_set *set)
{
	bool has_file = set->settings->jwt_keys.size > 0;

	if (has_file && (time_t)(monotonic_ms() / 1000) - set->looked_at >= KEY_SET_SECONDS)
		look_again(set);
	return set->keys;
}
