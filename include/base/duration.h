/*
 * Durations: how long something takes, by the monotonic clock, which no test and no administrator
 * sets. Dates and times of day are base/clock.h's.
 */
#ifndef OKR_BASE_DURATION_H
#define OKR_BASE_DURATION_H

#include <stdint.h>
#include <time.h>

/* Microseconds and milliseconds since some moment of the past. */
static inline int64_t monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static inline int64_t monotonic_ms(void)
{
	return monotonic_us() / 1000;
}

#endif
