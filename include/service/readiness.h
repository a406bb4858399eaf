/*
 * Whether this process can serve, asked before each request, by /healthz and /readyz, and by okrctl
 * doctor. An error says what is missing.
 */
#ifndef OKR_SERVICE_READINESS_H
#define OKR_SERVICE_READINESS_H

#include "service/work.h"

/* Whether there is anybody who could serve. */
const struct error *service_is_alive(struct work *work);

/* Whether the schema is the one that this program was built for: asked once a connection. */
const struct error *service_is_usable(struct work *work);

/* service_is_usable, and whether the database keeps what it commits: for /readyz and okrctl doctor. */
const struct error *service_is_ready(struct work *work);

/* The newest migration that this program knows. */
int64_t service_schema_known(void);

#endif
