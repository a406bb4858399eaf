/*
 * What a worker keeps. Private to the service room.
 */
#ifndef OKR_SERVICE_INTERNAL_H
#define OKR_SERVICE_INTERNAL_H

#include "service/service.h"
#include "store/db.h"

struct service {
	const struct settings *settings;
	struct db *db;
	struct counters *counters;
	unsigned checked_generation; /* of the connection whose schema was looked at */
	struct work *left;           /* the work whose answer is being sent */
};

#endif
