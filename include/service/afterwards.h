/*
 * What may wait until the answer was sent, so that nobody waits for it: the minute of a credential's last
 * use, failed sign-ins, memory that others share.
 */
#ifndef OKR_SERVICE_AFTERWARDS_H
#define OKR_SERVICE_AFTERWARDS_H

#include "service/work.h"

/* The answer is made. What may wait is done by afterwards_run, when it was sent; the work must live
 * until then. */
void afterwards_leave(struct work *work);
void afterwards_run(struct service *service);

#endif
