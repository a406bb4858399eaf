/*
 * The history of key results as it is told: each entry that the session may see, with the value
 * before it, whoever recorded that.
 */
#ifndef OKR_SERVICE_TOLD_HISTORY_H
#define OKR_SERVICE_TOLD_HISTORY_H

#include "service/objectives.h"

/* Fills `history` of every row (struct key_result). */
const struct error *key_result_load_history(struct work *work, struct list rows);

#endif
