/*
 * Which credential of a request counts. A cookie comes along with whatever a browser sends, so it counts
 * only beside a header that no form, image or link of another site can send; without that header it is as
 * if it were not there.
 */
#include "api/input/gate.h"

#include "http/cookie.h"
#include "service/readiness.h"
#include "service/service.h"
#include "service/sign_in.h"

#define COOKIE "__Host-okr"
#define ATTRIBUTES "Path=/; Secure; HttpOnly; SameSite=Strict"

enum { SECONDS_PER_DAY = 86400 };

static bool is_of_console(const struct exchange *x)
{
	return text_equal(x->received->console, TEXT("1")) &&
	       text_starts_with(text_from(x->match.group->prefix), TEXT("/api/v1"));
}

static bool is_cross_site(const struct exchange *x)
{
	return text_equal_ascii_case(text_trim(x->received->fetch_site), TEXT("cross-site"));
}

static const struct error cross_site = {
	.code = ERROR_FORBIDDEN,
	.message = { "A page of another site cannot act for you here.", 47 },
};

/* ---- TLS ------------------------------------------------------------------------------------- */

/* No header proves TLS: the web server's word does, or the administrator's. */
static const struct error *check_tls(const struct exchange *x)
{
	const struct settings *settings = service_settings(x->work.service);

	if (settings->allow_plain_http || x->received->is_tls ||
	    text_starts_with(settings->base_url, TEXT("https:")) || request_is_local(x->received))
		return NULL;
	return error_new(x->work.arena, ERROR_FORBIDDEN,
			 "Sign-in needs TLS (https): over plain HTTP everybody on the way could "
			 "read passwords and cookies. If the web server speaks TLS, let it say so "
			 "(HTTPS=on), or set base_url.");
}

/* ---- credentials ------------------------------------------------------------------------------ */

/* The session that this request made, when it is run again; else what the browser sent. */
static struct text cookie_of(const struct exchange *x)
{
	return text_is_none(x->made_cookie) ? cookie_find(x->received->cookie, TEXT(COOKIE)) :
					      x->made_cookie;
}

/* Whom the web server names, where it is believed. */
static struct text remote_user(const struct exchange *x)
{
	bool is_believed = sign_in_is_open(service_settings(x->work.service), BY_REMOTE);

	return is_believed ? x->received->remote_user : TEXT_NONE;
}

static const struct error *open_console(struct exchange *x)
{
	struct text made = TEXT_NONE, cookie = cookie_of(x), user = remote_user(x);
	const struct error *error = NULL;

	if (is_cross_site(x))
		return &cross_site;
	if (text_is_none(cookie) && text_is_none(user))
		return session_open(&x->work, TEXT_NONE);
	/* A web server that knows who it is signs in without a page: as a way in, by TLS alone. */
	if (!text_is_none(user))
		error = check_tls(x);
	if (!error)
		error = session_open_console(&x->work, cookie, user, &made);
	if (!error && !text_is_none(made))
		x->made_cookie = made;
	return error;
}

const struct error *gate_open(struct exchange *x)
{
	if (!text_is_none(x->received->authorization) || !is_of_console(x))
		return session_open(&x->work, request_bearer(x->received));
	return open_console(x);
}

const struct error *gate_permits(struct exchange *x)
{
	const struct error *error = session_permits(&x->work, x->route->scope);

	if (error || !(x->route->flags & ROUTE_SESSION) || !id_is_none(x->work.session.session_id))
		return error;
	return error_new(x->work.arena, ERROR_FORBIDDEN,
			 "This is for people who signed in: keys and tokens have no session.");
}

/* ---- ways in ---------------------------------------------------------------------------------- */

const struct error *gate_admit(struct exchange *x)
{
	const struct error *error = check_tls(x);

	if (error || x->route->method == METHOD_GET)
		return error;
	if (!text_equal(x->received->console, TEXT("1")))
		return error_new(x->work.arena, ERROR_FORBIDDEN,
				 "Signing in needs the header 'X-OKR-Console: 1'.");
	if (is_cross_site(x))
		return &cross_site;
	if (x->route->flags & ROUTE_UNREADY)
		return NULL;
	if (!text_is_none(x->received->authorization))
		return error_new(x->work.arena, ERROR_FORBIDDEN,
				 "This request has a credential already: leave Authorization away "
				 "to sign in.");
	return service_is_usable(&x->work);
}

/* ---- what an answer says of cookies ----------------------------------------------------------- */

void gate_add_cookie(struct exchange *x, bool is_done)
{
	long long days = service_settings(x->work.service)->session_max_days;
	struct text value = is_done && !text_is_none(x->new_cookie) ? x->new_cookie :
								      x->made_cookie;

	if (is_done && x->drops_cookie) {
		reply_header(x->reply, "Set-Cookie", COOKIE "=; Max-Age=0; " ATTRIBUTES);
		return;
	}
	if (text_is_none(value))
		return;
	reply_header(x->reply, "Set-Cookie", COOKIE "=%.*s; Max-Age=%lld; " ATTRIBUTES,
		     TEXT_PRINT(value), days * SECONDS_PER_DAY);
	x->reply->has_secret = true;
}

bool gate_varies_by_cookie(const struct exchange *x)
{
	return text_is_none(x->received->authorization);
}
