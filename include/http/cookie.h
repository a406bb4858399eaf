/*
 * The Cookie header of a request (RFC 6265, section 4.2).
 */
#ifndef OKR_HTTP_COOKIE_H
#define OKR_HTTP_COOKIE_H

#include "base/text.h"

/* The value of the cookie with this name, letter case as it is; absent when there is none, or more than
 * one: who sent the other is not known. */
struct text cookie_find(struct text header, struct text name);

#endif
