/*
 * What can be done to API keys beside the verbs of every resource.
 */
#ifndef OKR_SERVICE_API_KEYS_H
#define OKR_SERVICE_API_KEYS_H

#include "model/api_key.h"
#include "service/resource.h"
#include "service/work.h"

/* Like resource_create; key->key is the new key, which is not kept anywhere. */
const struct error *api_key_create(struct work *work, struct api_key *key,
				   const struct given *given);

/*
 * Makes a new key with the rights of this one and lets the old one live on for `overlap_seconds`
 * (0: revokes it at once). *out is the new key, `key` included.
 */
const struct error *api_key_rotate(struct work *work, struct id id, int64_t overlap_seconds,
				   struct api_key *out);

enum { API_KEY_OVERLAP_MAX = 86400 };

extern const struct resource api_key_resource;

#endif
