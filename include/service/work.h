/*
 * One piece of work: who asks, when, with what connection and memory, and what was wrong with what
 * they sent. Every function of this room takes one.
 */
#ifndef OKR_SERVICE_WORK_H
#define OKR_SERVICE_WORK_H

#include "base/error.h"
#include "base/id.h"
#include "base/time.h"
#include "model/api_key.h"
#include "model/query.h"
#include "service/service.h"

/* Records a page where a credential has no limit of its own. */
enum { SESSION_PAGE_LIMIT = 500 };

struct db;
struct journal;
struct postponed;

/* What a credential leads to. */
struct session {
	struct id organisation_id;
	struct text organisation_name;
	int64_t revision;        /* of the workspace, when the credential was looked at; from
				    work_snapshot on, in the snapshot that reads are made from */
	struct id credential_id; /* the key's id; of a token a digest of workspace, issuer and
				     subject: whose safe retries are whose */
	struct id counted_id;    /* what requests are counted under: the key's id; of a token a
				     digest of workspace and subject, whoever issued it */
	bool is_key;          /* an API key, which has a row; else a token, a cookie, or okrctl */
	struct id session_id; /* of a cookie: its row; else none */
	word method;          /* of a cookie: how the person signed in (enum sign_in_method) */
	struct instant created_at; /* of a cookie: when */
	struct text name;          /* the key's name, or the subject's */
	struct text fingerprint;   /* for the log: the first characters of key or digest */
	struct id person_id;       /* whose name writes carry; none when the key has nobody */

	/* Of a cookie, and of a token without app_id: it acts as a person, and sees what that person may see. */
	bool is_person;
	bool is_admin;           /* the person's role is admin: sees all */
	struct id department_id; /* the person's; may be none */
	struct ids team_ids;     /* the person's, ascending */

	/* Of a cookie and of every token: whom it names. */
	struct text email;
	word role;

	struct text app_id; /* sees and makes only records of this application; absent: all */
	unsigned scopes;
	int64_t rate_limit;        /* requests a minute, 0: unlimited */
	size_t page_limit;         /* records a page, by default and at most */
	struct instant expires_at; /* of the key, the token or the session */
	struct instant last_used_at;
};

/* Where a request comes from, as a session keeps it. Either may be absent. */
struct visitor {
	struct text address; /* the peer's, as the web server says it */
	struct text user_agent;
};

/* One of the records that were sent in a list within another. */
struct element {
	size_t list;  /* the list's offset in that other record */
	size_t index; /* from 0 */
};

/* A record that is about to be written. */
struct draft {
	const void *before;        /* as it is stored; NULL: it is new */
	void *after;               /* as it shall be */
	const struct given *given; /* what the caller named of it */
	const struct element *in;  /* the list that it was sent in; NULL: by itself */
};

struct work {
	struct service *service;
	struct db *db;
	struct arena *arena;
	struct instant now;
	struct date today;
	struct session session;
	struct error_list
		faults; /* wrong fields found so far: nothing is written while there are any */
	/* Of an update: values that are wrong unless the record has them already (rulings.md 6). */
	struct error_list unless_same;

	struct viewer viewer; /* see work_viewer */

	/* What the journal says of a write beside what it did (model/journal.h). */
	word via;               /* enum journal_via: the door that it came in by */
	struct text request_id; /* the answer's X-Request-Id; absent: there is no request */
	struct text reason;     /* the caller's; absent: none */

	struct visitor visitor;

	/* Who may edit (service/policy.h), from the snapshot or the write on. */
	bool is_owners;     /* the workspace's edit_policy is owners */
	bool tells_can;     /* the answer shows what its person may do with each record */
	struct list failed; /* accounts that this request failed to sign in to */

	/* within a write transaction */
	bool is_writing;         /* it is open: somebody has to commit or end it */
	bool is_joined;          /* it belongs to several requests: whoever began it ends it */
	struct instant stamp;    /* what created_at, updated_at and deleted_at become */
	struct instant began_at; /* the stamp when it was opened */
	int64_t revision;
	bool is_quiet;               /* … and the workspace keeps the one that it has */
	unsigned sequence;           /* ids made so far */
	struct journal *journal;     /* its rows */
	bool joins;                  /* what begins a write joins the one that is open */
	struct postponed *postponed; /* roll-ups, for the end of it; NULL: none are */
	bool needs_reason;           /* the workspace wants to know why (reading 147) */
	bool is_unphased;            /* no cycle of it is in review or closed */
	bool is_unchanged; /* what it was asked for is so already: nothing is to be kept of it */
};

/* Prepares one for a request. */
void work_start(struct work *work, struct service *service, struct arena *arena,
		struct instant now);

/* What is read from here on is taken from the arena that the work has by now: for jobs whose rows have
 * no bound. */
void work_use_arena(struct work *work);

/* From here on everything is read from one snapshot, and session.revision is that snapshot's. */
const struct error *work_snapshot(struct work *work);

/* Within a write that several requests share: what the workspace has chosen may be what one of them
 * wrote. */
const struct error *work_look_again(struct work *work);

/* Ends what was read, or forgets what was written and not committed. */
void work_end(struct work *work);

/* A new id, in order after those made before in this transaction. After many of them the stamp goes on
 * by a millisecond. */
struct id work_new_id(struct work *work);

/* Stores a new record: at once, or where much is postponed to the end of the write, with the next
 * question about its table. */
const struct error *work_insert(struct work *work, const struct thing *thing, const void *record);

/* Notes a wrong member of the record that is being written. */
__attribute__((format(printf, 3, 4))) void work_fault(struct work *work, size_t member,
						      const char *format, ...);

/* The same for a record that was sent in a list; `in` is NULL for one that was not. */
__attribute__((format(printf, 4, 5))) void
work_fault_in(struct work *work, const struct element *in, size_t member, const char *format, ...);

/* ERROR_INVALID with all faults noted, or NULL. */
const struct error *work_faults(struct work *work);

/* The record, unless it is missing, deleted, or of another application than the session's. */
const struct error *work_find(struct work *work, const struct thing *thing, struct id id, void *out,
			      bool *found);

/* The same, deleted or not. */
const struct error *work_find_any(struct work *work, const struct thing *thing, struct id id,
				  void *out, bool *found);

/* Like work_find; a missing one is ERROR_NOT_FOUND. */
const struct error *work_need(struct work *work, const struct thing *thing, struct id id,
			      void *out);

/* The person whose eyes the session looks with; NULL when it sees the whole workspace. It lives as
 * long as the work. */
const struct viewer *work_viewer(struct work *work);

/* Limits a query to what the session may see. */
void work_limit(struct work *work, struct query *query);

/* Whether the session may see a record, deleted or not. */
const struct error *work_may_see(struct work *work, const struct thing *thing, const void *record,
				 bool *out);

/* The part of that which the record alone tells: its application. Enough for what belongs to a record
 * that may be seen. */
bool work_sees(const struct work *work, const struct thing *thing, const void *record);

#endif
