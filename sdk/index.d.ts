/**
 * Types of the client. Records have the names that the server gives them. What is sent may hold
 * anything that the server shows of a record: what only the server may say is ignored, so a record
 * that was read can be sent back.
 */

// ---- the client

export interface OkrClientOptions {
	/** Where the server is: "https://okr.example.org"; "/api/v1" may stand behind it. */
	baseUrl: string | URL;
	/** An API key or a JWT, or a function that is asked for one before each try. */
	apiKey: string | (() => string | Promise<string>);
	/** For each try, in milliseconds. 30000 by default, Infinity for no limit. */
	timeoutMs?: number;
	/** How often a request is sent again after 429, 503 or no answer. 3 by default, 0 for never. */
	maxRetries?: number;
	/** A longer wait than this is not begun: the error is thrown at once. 60000 by default. */
	maxDelayMs?: number;
	/** Your program, e.g. "nightly-import/2.1": the User-Agent then begins with it (not in browsers). */
	userAgent?: string;
	fetch?: typeof globalThis.fetch;
	/** Waits between two tries; for tests. */
	sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface CallOptions {
	/** Ends the call, its retries and its waits; it rejects with the signal's reason. */
	signal?: AbortSignal;
	/** For each try of this call. */
	timeoutMs?: number;
}

export interface WriteOptions extends CallOptions {
	/** Only if the record still has this ETag, else a PreconditionFailedError. */
	ifMatch?: string;
}

export interface CreateOptions extends CallOptions {
	/** One of your own, to make the same call again in another process. A new UUID by default. */
	idempotencyKey?: string;
}

export interface RequestOptions extends WriteOptions, CreateOptions {
	query?: Query;
	body?: unknown;
	/** For a POST that writes nothing: no Idempotency-Key is sent. */
	isRead?: boolean;
}

export interface Answer<T = unknown> {
	status: number;
	headers: Headers;
	body: T;
}

type Scalar = string | number | boolean | Date | null | undefined;

/** Query parameters of any route. */
export type Query = Record<string, Scalar | (string | number | boolean)[]>;

/** One page of a list. */
export class Page<T> {
	readonly items: T[];
	readonly next_cursor: string | null;
	/** How many records there are on all pages; null where the route does not tell. */
	readonly total: number | null;
	readonly hasNext: boolean;
	next(): Promise<Page<T> | null>;
}

/** `await` gives the first page, `for await` every record of all pages. */
export class List<T> implements PromiseLike<Page<T>>, AsyncIterable<T> {
	first(): Promise<Page<T>>;
	then<A = Page<T>, B = never>(
		resolve?: ((page: Page<T>) => A | PromiseLike<A>) | null,
		reject?: ((reason: unknown) => B | PromiseLike<B>) | null,
	): Promise<A | B>;
	pages(): AsyncGenerator<Page<T>, void, void>;
	[Symbol.asyncIterator](): AsyncGenerator<T, void, void>;
	/** All records, or so many at most. */
	toArray(most?: number): Promise<T[]>;
}

/** What makes a record: what the server takes, and whatever else it shows of one. */
export type Sent<T, New> = New & Partial<Omit<T, keyof New>>;

/** What changes a record: the same, and a field may come back as it was shown. */
export type Changed<T, Change> = { [K in keyof Change]: Change[K] | (K extends keyof T ? T[K] : never) }
	& Partial<Omit<T, keyof Change>>;

/** What can be listed, read, made, changed and deleted under one path. */
export interface Resource<T, New, Change, Filters, Deleted = void> {
	list(query?: Filters, options?: CallOptions): List<T>;
	get(id: string, options?: CallOptions): Promise<T>;
	create(fields: Sent<T, New>, options?: CreateOptions): Promise<T>;
	update(id: string, changes: Changed<T, Change>, options?: WriteOptions): Promise<T>;
	delete(id: string, options?: WriteOptions): Promise<Deleted>;
}

/** The same where every field has a default. */
export interface OptionalResource<T, New, Change, Filters, Deleted = void>
	extends Omit<Resource<T, New, Change, Filters, Deleted>, 'create'> {
	create(fields?: Sent<T, New>, options?: CreateOptions): Promise<T>;
}

/** Records under another; its id comes first. */
export interface SubResource<T, New, Change> {
	create(ownerId: string, fields: Sent<T, New>, options?: CreateOptions): Promise<T>;
	update(ownerId: string, id: string, changes: Changed<T, Change>, options?: WriteOptions): Promise<T>;
	delete(ownerId: string, id: string, options?: WriteOptions): Promise<void>;
}

export class OkrClient {
	constructor(options: OkrClientOptions);

	/** Objectives and key results as documents with stamps and versions; deleting is soft. */
	readonly okr: {
		readonly objectives: OptionalResource<OkrObjective, OkrObjectiveNew, OkrObjectiveChange,
			ListObjectivesQuery, OkrObjective>;
		readonly keyResults: OptionalResource<OkrKeyResult, OkrKeyResultNew, OkrKeyResultChange,
			ListObjectiveKeyResultsQuery, OkrKeyResult>;
	};

	/** Goals: a weighted tree. */
	readonly goals: Omit<Resource<Goal, GoalNew, GoalChange, ListGoalsQuery>, 'get'> & {
		/** `depth`: how many levels of children stand in the answer, 1 to 5. */
		get(id: string, options?: CallOptions & { depth?: number }): Promise<Goal>;
		search(filters?: GoalSearch, options?: CallOptions): List<Goal>;
		checkin(goalId: string, keyResultId: string, fields: GoalKeyResultCheckInNew,
			options?: CreateOptions): Promise<GoalCheckInResult>;
		readonly keyResults: SubResource<GoalKeyResultAlone, GoalKeyResultNew, GoalKeyResultChange>;
	};

	readonly okrs: Resource<Okr, OkrNew, OkrChange, ListOkrsQuery> & {
		restore(id: string, options?: CreateOptions): Promise<Okr>;
	};

	readonly keyResults: Omit<Resource<KeyResult, KeyResultNew, KeyResultChange,
		ListKeyResultsQuery>, 'create'> & {
		create(okrId: string, fields: Sent<KeyResult, KeyResultNew>,
			options?: CreateOptions): Promise<KeyResult>;
		restore(id: string, options?: CreateOptions): Promise<KeyResult>;
		checkin(id: string, fields: CheckInNew, options?: CreateOptions): Promise<CheckIn>;
	};

	readonly checkins: Omit<Resource<CheckIn, CheckInNew, CheckInChange, ListCheckInsQuery>,
		'create' | 'list'> & {
		/** The history of a key result, newest first. */
		list(keyResultId: string, query?: ListCheckInsQuery, options?: CallOptions): List<CheckIn>;
		create(keyResultId: string, fields: CheckInNew, options?: CreateOptions): Promise<CheckIn>;
		/** Up to 500, all or nothing. */
		batch(checkins: BatchCheckInNew[], options?: CreateOptions): Promise<Batch>;
	};

	readonly cycles: Resource<Cycle, CycleNew, CycleChange, ListCyclesQuery>;
	readonly kpis: Resource<Kpi, KpiNew, KpiChange, ListKpisQuery> & {
		readonly updates: SubResource<KpiUpdate, KpiUpdateNew, KpiUpdateChange> & {
			list(kpiId: string, query?: ListKpiUpdatesQuery, options?: CallOptions): List<KpiUpdate>;
		};
	};
	readonly initiatives: Resource<Initiative, InitiativeNew, InitiativeChange,
		ListInitiativesQuery, Success>;
	readonly users: Resource<User, UserNew, UserChange, ListUsersQuery>;
	readonly teams: Resource<Team, TeamNew, TeamChange, ListTeamsQuery>;
	readonly departments: Resource<Department, DepartmentNew, DepartmentChange,
		ListDepartmentsQuery>;

	/** Whose credential this is. */
	me(options?: CallOptions): Promise<Me>;

	/** Any route, e.g. `request('GET', '/reports/risks')`. */
	request<T = unknown>(method: string, route: string, options?: RequestOptions): Promise<Answer<T>>;
}

// ---- errors

export class OkrError extends Error {}

/** The server answered 400 or above. */
export class OkrApiError extends OkrError {
	readonly status: number;
	/** "bad_request", "not_found", …; "unknown" when the answer was not the server's. */
	readonly code: string;
	/** Every wrong field of the request. */
	readonly details: { field: string; message: string }[];
	/** Find the request in the server's log under this. */
	readonly requestId: string | null;
}

export class BadRequestError extends OkrApiError {}
export class AuthenticationError extends OkrApiError {}
export class PermissionError extends OkrApiError {}
export class NotFoundError extends OkrApiError {}
export class ConflictError extends OkrApiError {}
export class PreconditionFailedError extends OkrApiError {}
export class ServiceUnavailableError extends OkrApiError {}

export class RateLimitError extends OkrApiError {
	readonly retryAfterSeconds: number | null;
}

/** No answer. `cause` is what fetch said. */
export class OkrConnectionError extends OkrError {}
export class OkrTimeoutError extends OkrConnectionError {}

// ---- made from docs/openapi.json by `make documents`; do not edit below ----

/** Any JSON value. */
export type Json = unknown[] | { [name: string]: unknown } | string | number | boolean | null;

export interface Okr {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** Short, action-oriented title. */
	title: string;
	/** The intent and context in free text. */
	description: string | null;
	/** The level it stands on. */
	type: 'org' | 'department' | 'team' | 'individual';
	/** The owner's name. */
	owner: string | null;
	/** The person accountable for it. */
	owner_id: string | null;
	/** The department's name. Only when `fields` names it. */
	department?: string | null;
	/** The department it belongs to. */
	department_id: string | null;
	/** The team's name. Only when `fields` names it. */
	team?: string | null;
	/** The team it belongs to. */
	team_id: string | null;
	/** Whose members may read it. */
	visibility: 'organisation' | 'department' | 'team';
	/** Weighted progress of its parts. */
	progress: number;
	/** Progress at the end of the day seven days ago, as `/history` has it; null when it was not there yet. Only when `fields` names it. */
	progress_week_ago?: number | null;
	/** Computed from the health score. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** Health from 0 to 100: pace, recency and velocity of its parts. 100 beside not_started means that nothing has been due yet. */
	health_score: number;
	/** The health score with its parts. */
	health: Health;
	/** The worst status among its key results and child objectives. */
	confidence_level: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** The cycle's name. */
	cycle: string | null;
	/** The cycle that it is planned for. */
	cycle_id: string | null;
	/** The objective that this one contributes to. */
	parent_okr_id: string | null;
	/** The OKRs above it as far as you may see them, the topmost first. Only when `fields` names it. */
	parents?: OkrAbove[];
	/** The OKRs that contribute to it and are not archived, in order of creation. Only when `fields` names it. */
	children?: OkrBelow[];
	/** The initiatives that are linked to it or to one of its key results, in order of creation. Only when `fields` names it. */
	initiatives?: Initiative[];
	/** The first day of its period: its cycle's, or its own. Only when `fields` names it. */
	period_start?: string | null;
	/** The last day of its period. Only when `fields` names it. */
	period_end?: string | null;
	/** Relative importance within its parent. */
	weight: number;
	/** Where it stands in its life. */
	lifecycle: 'draft' | 'active' | 'completed' | 'cancelled';
	/** Put away: left out of lists and roll-ups. */
	is_archived: boolean;
	/** How often check-ins are expected. */
	check_in_frequency: 'weekly' | 'biweekly' | 'monthly' | 'quarterly';
	/** Free-form tags. */
	tags: string[] | null;
	/** The newest check-in below it. */
	last_check_in_at: string | null;
	/** The day (UTC) on which the first of its key results is due for a check-in; null when none is. Only when `fields` names it. */
	due_on?: string | null;
	/** How many check-ins its key results have; only when `fields` names it. */
	check_in_count?: number | null;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
	/** How well it went, 0–1, by those who know; progress stays beside it. */
	grade: number | null;
	/** Whether the grade was proposed at the closing, from the progress. */
	grade_proposed: boolean;
	/** What came out of it. */
	outcome: 'achieved' | 'partial' | 'missed' | 'dropped' | null;
	/** What there is to say in the end. */
	closing_note: string | null;
	/** When it was closed. */
	closed_at: string | null;
	/** The person who closed it. */
	closed_by: string | null;
	/** What you may do with it, and with any of its key results; only people are told. */
	can?: ('edit' | 'delete' | 'check_in')[];
	/** Its key results, in order of creation. */
	key_results: KeyResult[];
	/** In the answer to a closing: what stands directly below and is not closed. */
	open_children?: OpenChild[];
}

export interface Health {
	/** 0–100; 100 while nothing has been due yet. */
	score: number;
	/** The elapsed share of the period. */
	expected_progress: number;
	/** How far progress is behind what is expected. */
	gap: number;
	/** Days since the newest check-in. */
	days_since_check_in: number;
	/** Not touched for twice the expected time between check-ins. */
	stalled: boolean;
	/** The worst trend of its key results. */
	trend: 'steady' | 'flat' | 'declining' | 'regressing' | null;
}

export interface OkrAbove {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** Short, action-oriented title. */
	title: string;
}

export interface OkrBelow {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** Short, action-oriented title. */
	title: string;
	/** The level it stands on. */
	type: 'org' | 'department' | 'team' | 'individual';
	/** The owner's name. */
	owner: string | null;
	/** Relative importance within its parent. */
	weight: number;
	/** Weighted progress of its parts. */
	progress: number;
	/** Computed from the health score. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** Health from 0 to 100: pace, recency and velocity of its parts. 100 beside not_started means that nothing has been due yet. */
	health_score: number;
	/** The health score with its parts. */
	health: Health;
	/** The newest check-in below it. */
	last_check_in_at: string | null;
}

export interface Initiative {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** What is done. */
	title: string;
	/** More about it, in free text. */
	description: string | null;
	/** Where the work stands. */
	status: 'todo' | 'in_progress' | 'done' | 'blocked';
	/** p0 is the most urgent. */
	priority: 'p0' | 'p1' | 'p2' | 'p3' | null;
	/** First day. */
	start_date: string | null;
	/** Last day. */
	end_date: string | null;
	/** The person who does it. */
	owner_id: string | null;
	/** The key result that it is meant to move. */
	kr_id: string | null;
	/** The OKR that it is about. */
	okr_id: string | null;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
	/** What you may do with it; only people are told. */
	can?: ('edit' | 'delete' | 'check_in')[];
}

export interface KeyResult {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The objective that it contributes to. */
	okr_id: string | null;
	/** Short, descriptive title. */
	title: string;
	/** What is measured, in free text. */
	description: string | null;
	/** What kind of number it is. */
	metric_type: 'number' | 'percentage' | 'currency' | 'boolean';
	/** The metric's value at the start. */
	start_value: number;
	/** The newest known value. */
	current_value: number;
	/** The value to reach. */
	target_value: number;
	/** Unit of the metric, e.g. % or users. */
	unit: string | null;
	/** Whether progress is made by the metric going up or down. */
	direction: 'increase' | 'decrease';
	/** Relative importance within its objective. */
	weight: number;
	/** How far current has come from start to target. */
	progress: number;
	/** Progress that may be over 1 or below 0. */
	attainment: number;
	/** What the newest check-in said. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** Its status, null while it is not started. */
	confidence_level: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** Where the newest check-ins are heading. */
	trend: 'steady' | 'flat' | 'declining' | 'regressing';
	/** The owner's name. Only when `fields` names it. */
	owner?: string | null;
	/** The person accountable for it. */
	owner_id: string | null;
	/** When its newest check-in holds. */
	last_check_in_at: string | null;
	/** The day (UTC) on which its next check-in is due; null when it is done, or its OKR is not running. Only when `fields` names it. */
	due_on?: string | null;
	/** Its last 12 check-ins, newest first. Only when `fields` names it. */
	check_ins?: CheckIn[];
	/** How many check-ins it has; only when `fields` names it. */
	check_in_count?: number;
	/** Progress at the end of the day seven days ago, by start and target of today; null when it was not there yet. Only when `fields` names it. */
	progress_week_ago?: number | null;
	/** The last 12 values with their days, oldest first; only when `fields` names it. */
	recent?: RecentValue[];
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
	/** How well it went, 0–1, by those who know; progress stays beside it. */
	grade: number | null;
	/** Whether the grade was proposed at the closing, from the progress. */
	grade_proposed: boolean;
	/** What came out of it. */
	outcome: 'achieved' | 'partial' | 'missed' | 'dropped' | null;
	/** What there is to say in the end. */
	closing_note: string | null;
	/** What you may do with it; only people are told. */
	can?: ('edit' | 'delete' | 'check_in')[];
}

export interface CheckIn {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The key result's objective. */
	okr_id: string | null;
	/** The key result that it is about. */
	key_result_id: string;
	/** The metric's value. */
	value: number;
	/** The value before it. */
	previous_value: number | null;
	/** What its author thinks of it. */
	status: 'on_track' | 'at_risk' | 'off_track' | 'blocked';
	/** What there is to say about it. */
	comment: string | null;
	/** What blocks it; required with status blocked. */
	blocker_note: string | null;
	/** Its author's name. */
	author: string | null;
	/** Its author. */
	author_id: string | null;
	/** When the value holds. */
	checked_in_at: string;
	/** When the record was made. */
	created_at: string;
	/** Whether its day (UTC) is after the end of its cycle. */
	late: boolean;
}

export interface RecentValue {
	/** The day (UTC) of the value. */
	day: string;
	/** What it was. */
	value: number;
}

export interface OpenChild {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** Short, action-oriented title. */
	title: string;
}

export interface OkrNew {
	/** Short, action-oriented title. */
	title: string;
	/** The intent and context in free text. */
	description?: string | null;
	/** The level it stands on. */
	type: 'org' | 'company' | 'department' | 'team' | 'individual';
	/** The person accountable for it. */
	owner_id?: string | null;
	/** The department it belongs to. */
	department_id?: string | null;
	/** The team it belongs to. */
	team_id?: string | null;
	/** Whose members may read it. */
	visibility?: 'organisation' | 'department' | 'team' | null;
	/** The cycle that it is planned for. */
	cycle_id: string;
	/** The objective that this one contributes to. */
	parent_okr_id?: string | null;
	/** Relative importance within its parent. */
	weight?: number | null;
	/** Where it stands in its life. */
	lifecycle?: 'draft' | 'active' | 'completed' | 'cancelled' | null;
	/** Put away: left out of lists and roll-ups. */
	is_archived?: boolean | null;
	/** How often check-ins are expected. */
	check_in_frequency?: 'weekly' | 'biweekly' | 'monthly' | 'quarterly' | null;
	/** Free-form tags. */
	tags?: string[] | null;
	/** Its key results, in order of creation. */
	key_results?: KeyResultNew[] | null;
}

export interface KeyResultNew {
	/** Short, descriptive title. */
	title: string;
	/** What is measured, in free text. */
	description?: string | null;
	/** What kind of number it is. */
	metric_type: 'number' | 'percentage' | 'currency' | 'boolean';
	/** The metric's value at the start. */
	start_value: number;
	/** The newest known value. */
	current_value?: number | boolean | 'yes' | 'no' | null;
	/** The value to reach. */
	target_value: number;
	/** Unit of the metric, e.g. % or users. */
	unit?: string | null;
	/** Whether progress is made by the metric going up or down. */
	direction?: 'increase' | 'decrease' | null;
	/** Relative importance within its objective. */
	weight?: number | null;
	/** The person accountable for it. */
	owner_id?: string | null;
}

export interface OkrChange {
	/** Short, action-oriented title. */
	title?: string;
	/** The intent and context in free text. */
	description?: string | null;
	/** The level it stands on. */
	type?: 'org' | 'company' | 'department' | 'team' | 'individual';
	/** The person accountable for it. */
	owner_id?: string | null;
	/** The department it belongs to. */
	department_id?: string | null;
	/** The team it belongs to. */
	team_id?: string | null;
	/** Whose members may read it. */
	visibility?: 'organisation' | 'department' | 'team' | null;
	/** The cycle that it is planned for. */
	cycle_id?: string;
	/** The objective that this one contributes to. */
	parent_okr_id?: string | null;
	/** Relative importance within its parent. */
	weight?: number | null;
	/** Where it stands in its life. */
	lifecycle?: 'draft' | 'active' | 'completed' | 'cancelled' | null;
	/** Put away: left out of lists and roll-ups. */
	is_archived?: boolean | null;
	/** How often check-ins are expected. */
	check_in_frequency?: 'weekly' | 'biweekly' | 'monthly' | 'quarterly' | null;
	/** Free-form tags. */
	tags?: string[] | null;
	/** How well it went, 0–1, by those who know; progress stays beside it. */
	grade?: number | null;
	/** What came out of it. */
	outcome?: 'achieved' | 'partial' | 'missed' | 'dropped' | null;
	/** What there is to say in the end. */
	closing_note?: string | null;
	/** Why you change it, 1 to 1,000 characters; kept in the audit log, and shown there alone. */
	reason?: string | null;
}

export interface CheckInNew {
	/** The metric's value. */
	value: number | boolean | 'yes' | 'no';
	/** What its author thinks of it. */
	status?: 'on_track' | 'at_risk' | 'off_track' | 'blocked' | null;
	/** What there is to say about it. */
	comment?: string | null;
	/** What blocks it; required with status blocked. */
	blocker_note?: string | null;
	/** When the value holds. */
	checked_in_at?: string | null;
}

export interface KeyResultChange {
	/** Short, descriptive title. */
	title?: string;
	/** What is measured, in free text. */
	description?: string | null;
	/** What kind of number it is. */
	metric_type?: 'number' | 'percentage' | 'currency' | 'boolean';
	/** The metric's value at the start. */
	start_value?: number;
	/** The newest known value. */
	current_value?: number | boolean | 'yes' | 'no' | null;
	/** The value to reach. */
	target_value?: number;
	/** Unit of the metric, e.g. % or users. */
	unit?: string | null;
	/** Whether progress is made by the metric going up or down. */
	direction?: 'increase' | 'decrease' | null;
	/** Relative importance within its objective. */
	weight?: number | null;
	/** The person accountable for it. */
	owner_id?: string | null;
	/** How well it went, 0–1, by those who know; progress stays beside it. */
	grade?: number | null;
	/** What came out of it. */
	outcome?: 'achieved' | 'partial' | 'missed' | 'dropped' | null;
	/** What there is to say in the end. */
	closing_note?: string | null;
	/** Why you change it, 1 to 1,000 characters; kept in the audit log, and shown there alone. */
	reason?: string | null;
}

export interface CheckInChange {
	/** The metric's value. */
	value?: number | boolean | 'yes' | 'no';
	/** What its author thinks of it. */
	status?: 'on_track' | 'at_risk' | 'off_track' | 'blocked' | null;
	/** What there is to say about it. */
	comment?: string | null;
	/** What blocks it; required with status blocked. */
	blocker_note?: string | null;
	/** When the value holds. */
	checked_in_at?: string | null;
}

export interface Batch {
	/** Up to 500 check-ins: all or none. */
	checkins: CheckIn[];
}

export interface BatchNew {
	/** Up to 500 check-ins: all or none. */
	checkins: BatchCheckInNew[];
}

export interface BatchCheckInNew {
	/** The key result that it is about. */
	key_result_id: string;
	/** The metric's value. */
	value: number | boolean | 'yes' | 'no';
	/** What its author thinks of it. */
	status?: 'on_track' | 'at_risk' | 'off_track' | 'blocked' | null;
	/** What there is to say about it. */
	comment?: string | null;
	/** What blocks it; required with status blocked. */
	blocker_note?: string | null;
	/** When the value holds. */
	checked_in_at?: string | null;
}

export interface Kpi {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The workspace that the record belongs to. */
	organisation_id: string;
	/** What is measured. */
	name: string;
	/** What it means, in free text. */
	description: string | null;
	/** The person accountable for it. */
	owner_id: string | null;
	/** The team it belongs to. */
	team_id: string | null;
	/** What kind of number it is. */
	category: 'acquisition' | 'conversion' | 'retention' | 'revenue' | 'custom';
	/** Free-text grouping label. */
	group_name: string | null;
	/** The newest value. */
	current: number | null;
	/** The newest value. */
	current_value: number | null;
	/** The value to reach. */
	target: number | null;
	/** The value to reach. */
	target_value: number | null;
	/** Unit, e.g. %, $ or users. */
	unit: string | null;
	/** Computed from value, target and age of the value. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** Not measured within its frequency. */
	overdue: boolean;
	/** Current against target; 1 is reached. */
	ratio: number | null;
	/** How often it is measured. */
	update_frequency: 'weekly' | 'monthly' | 'quarterly';
	/** Whether a higher or a lower value is better. */
	direction: 'higher' | 'lower';
	/** The last 12 values with their days, oldest first; only when `fields` names it. */
	recent?: RecentValue[];
	/** The day (UTC) on which the next value is due; only when `fields` names it. */
	due_on?: string;
	/** When it was last measured. */
	last_updated: string | null;
	/** When it was last measured. */
	last_updated_at: string | null;
	/** The person whose credential made the record. */
	created_by: string | null;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
	/** What you may do with it; check_in is recording a measurement; only people are told. */
	can?: ('edit' | 'delete' | 'check_in')[];
}

export interface KpiNew {
	/** What is measured. */
	name: string;
	/** What it means, in free text. */
	description?: string | null;
	/** The person accountable for it. */
	owner_id?: string | null;
	/** The team it belongs to. */
	team_id?: string | null;
	/** What kind of number it is. */
	category?: 'acquisition' | 'conversion' | 'retention' | 'revenue' | 'custom' | null;
	/** Free-text grouping label. */
	group_name?: string | null;
	/** The newest value. */
	current_value?: number | null;
	/** The value to reach. */
	target_value?: number | null;
	/** Unit, e.g. %, $ or users. */
	unit?: string | null;
	/** How often it is measured. */
	update_frequency?: 'weekly' | 'monthly' | 'quarterly' | null;
	/** Whether a higher or a lower value is better. */
	direction?: 'higher' | 'lower' | null;
}

export interface KpiChange {
	/** What is measured. */
	name?: string;
	/** What it means, in free text. */
	description?: string | null;
	/** The person accountable for it. */
	owner_id?: string | null;
	/** The team it belongs to. */
	team_id?: string | null;
	/** What kind of number it is. */
	category?: 'acquisition' | 'conversion' | 'retention' | 'revenue' | 'custom' | null;
	/** Free-text grouping label. */
	group_name?: string | null;
	/** The newest value. */
	current_value?: number | null;
	/** The value to reach. */
	target_value?: number | null;
	/** Unit, e.g. %, $ or users. */
	unit?: string | null;
	/** How often it is measured. */
	update_frequency?: 'weekly' | 'monthly' | 'quarterly' | null;
	/** Whether a higher or a lower value is better. */
	direction?: 'higher' | 'lower' | null;
	/** Why you change it, 1 to 1,000 characters; kept in the audit log, and shown there alone. */
	reason?: string | null;
}

export interface KpiUpdate {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The KPI that was measured. */
	kpi_id: string;
	/** The value before. */
	previous_value: number | null;
	/** The value measured; none when the value was cleared. */
	new_value: number | null;
	/** What there is to say about it. */
	comment: string | null;
	/** The person whose credential made the record. */
	created_by: string | null;
	/** When the record was made. */
	created_at: string;
}

export interface KpiUpdateNew {
	/** The value measured; none when the value was cleared. */
	value: number;
	/** What there is to say about it. */
	comment?: string | null;
}

export interface KpiUpdateChange {
	/** The value measured; none when the value was cleared. */
	value?: number;
	/** What there is to say about it. */
	comment?: string | null;
}

export interface InitiativeNew {
	/** What is done. */
	title: string;
	/** More about it, in free text. */
	description?: string | null;
	/** Where the work stands. */
	status?: 'todo' | 'in_progress' | 'done' | 'blocked' | null;
	/** p0 is the most urgent. */
	priority?: 'p0' | 'p1' | 'p2' | 'p3' | null;
	/** First day. */
	start_date?: string | null;
	/** Last day. */
	end_date?: string | null;
	/** The person who does it. */
	owner_id?: string | null;
	/** The key result that it is meant to move. */
	kr_id?: string | null;
	/** The OKR that it is about. */
	okr_id?: string | null;
}

export interface InitiativeChange {
	/** What is done. */
	title?: string;
	/** More about it, in free text. */
	description?: string | null;
	/** Where the work stands. */
	status?: 'todo' | 'in_progress' | 'done' | 'blocked' | null;
	/** p0 is the most urgent. */
	priority?: 'p0' | 'p1' | 'p2' | 'p3' | null;
	/** First day. */
	start_date?: string | null;
	/** Last day. */
	end_date?: string | null;
	/** The person who does it. */
	owner_id?: string | null;
	/** The key result that it is meant to move. */
	kr_id?: string | null;
	/** The OKR that it is about. */
	okr_id?: string | null;
}

export interface ReviewCycle {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The review cycle's name. */
	name: string;
	/** draft, active or closed. */
	status: 'draft' | 'active' | 'closed';
	/** When reviews are due. */
	due_date: string | null;
	/** How many people are reviewed. */
	reviewee_count: number;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
}

export interface ReviewCycleNew {
	/** The review cycle's name. */
	name: string;
	/** draft, active or closed. */
	status?: 'draft' | 'active' | 'closed' | null;
	/** When reviews are due. */
	due_date?: string | null;
}

export interface ReviewCycleChange {
	/** The review cycle's name. */
	name?: string;
	/** draft, active or closed. */
	status?: 'draft' | 'active' | 'closed' | null;
	/** When reviews are due. */
	due_date?: string | null;
}

export interface ListedReview {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The review cycle that it belongs to. */
	cycle_id: string;
	/** The review cycle's name. */
	cycle: string;
	/** Who is reviewed. */
	employee_id: string;
	/** The name of who is reviewed. */
	employee: string;
	/** self, manager or peer. */
	type: 'self' | 'manager' | 'peer';
	/** draft until it is shared. */
	status: 'draft' | 'shared';
	/** When it was shared. */
	shared_at: string | null;
}

export interface ReviewSummary {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	review_id: string;
	/** The name of who is reviewed. */
	employee: string;
	/** The review cycle's name. */
	cycle: string;
	/** self, manager or peer. */
	type: 'self' | 'manager' | 'peer';
	/** draft until it is shared. */
	status: 'draft' | 'shared';
	/** Questions and answers, in their order. */
	answers: ReviewAnswer[];
	/** When it was shared. */
	shared_at: string | null;
}

export interface ReviewAnswer {
	/** What was asked. */
	question: string;
	/** What was answered. */
	answer: string | null;
}

export interface Review {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The review cycle that it belongs to. */
	cycle_id: string;
	/** The review cycle's name. */
	cycle: string;
	/** Who is reviewed. */
	employee_id: string;
	/** The name of who is reviewed. */
	employee: string;
	/** self, manager or peer. */
	type: 'self' | 'manager' | 'peer';
	/** draft until it is shared. */
	status: 'draft' | 'shared';
	/** Questions and answers, in their order. */
	answers: ReviewAnswer[];
	/** When it was shared. */
	shared_at: string | null;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
}

export interface ReviewNew {
	/** The review cycle that it belongs to. */
	cycle_id: string;
	/** Who is reviewed. */
	employee_id: string;
	/** self, manager or peer. */
	type: 'self' | 'manager' | 'peer';
	/** Questions and answers, in their order. */
	answers?: ReviewAnswerNew[] | null;
}

export interface ReviewAnswerNew {
	/** What was asked. */
	question: string;
	/** What was answered. */
	answer?: string | null;
}

export interface ReviewChange {
	/** The review cycle that it belongs to. */
	cycle_id?: string;
	/** Who is reviewed. */
	employee_id?: string;
	/** self, manager or peer. */
	type?: 'self' | 'manager' | 'peer';
	/** Questions and answers, in their order. */
	answers?: ReviewAnswerChange[] | null;
}

export interface ReviewAnswerChange {
	/** What was asked. */
	question?: string;
	/** What was answered. */
	answer?: string | null;
}

export interface CycleReport {
	/** The cycle that the report is about; null when there is none. */
	cycle: ReportedCycle | null;
	/** Days to the cycle's end. */
	days_left: number | null;
	/** The elapsed share of the cycle. */
	expected_progress: number | null;
	/** The health of the workspace, with its components. */
	health: WorkspaceHealth;
	/** How the cycle's OKRs do. */
	performance: Performance;
	/** How its OKRs were graded, closed ones included. */
	grades: Grades;
}

export interface ReportedCycle {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The cycle's name, unique. */
	name: string;
	/** First day. */
	start_date: string;
	/** Last day, included. */
	end_date: string;
	/** Computed from today's UTC date. */
	status: 'upcoming' | 'active' | 'ended';
	/** Where the cycle is in its life: what may still be written in it. */
	phase: 'running' | 'draft' | 'review' | 'closed';
}

export interface WorkspaceHealth {
	/** 0–100; null when there is nothing to judge. */
	score: number | null;
	/** What the score amounts to. */
	band: 'at_risk' | 'needs_attention' | 'good' | 'strong' | null;
	/** Mean of the key results: progress against the elapsed share, at most 1. */
	pace: number | null;
	/** Mean of the key results: 1 checked in in time, a half late, 0 stalled. */
	checkins: number | null;
	/** Share of the OKRs below the company's that have a parent. */
	connection: number | null;
	/** Share of the key results that have an owner. */
	ownership: number | null;
	/** The four together, 0–100: 70 % of the score. */
	okr_part: number | null;
	/** Mean of the KPIs against their targets, 0–100: 30 % of the score; null without the scope kpis:read. */
	kpi_part: number | null;
}

export interface Performance {
	/** Active OKRs. */
	okr_count: number;
	/** Their key results. */
	key_result_count: number;
	/** Mean progress of the OKRs. */
	progress: number | null;
	/** Mean health score of the OKRs, rounded. */
	health_score: number | null;
	/** What that score amounts to. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** How many OKRs have which status. */
	statuses: StatusCounts;
	/** Mean of the key results: 1 checked in in time, a half late, 0 stalled. */
	check_in_rate: number | null;
	/** Key results that are stalled. */
	stalled_count: number;
	/** How many risks have which severity. */
	risks: SeverityCounts;
}

export interface StatusCounts {
	/** OKRs that are not started. */
	not_started: number;
	/** OKRs that are on track. */
	on_track: number;
	/** OKRs that are at risk. */
	at_risk: number;
	/** OKRs that are off track. */
	off_track: number;
}

export interface SeverityCounts {
	/** Critical risks. */
	critical: number;
	/** High risks. */
	high: number;
	/** Medium risks. */
	medium: number;
}

export interface Grades {
	/** Weighted mean of the grades of the OKRs that stand below no other OKR of the cycle; null without a grade. Cancelled ones do not count. */
	score: number | null;
	/** What the score amounts to: low below 0.3, high from 0.7. */
	band: 'low' | 'middle' | 'high' | null;
	/** OKRs that have a grade. */
	graded: number;
	/** OKRs of the cycle that are not archived. */
	total: number;
	/** How many OKRs came out how. */
	outcomes: OutcomeCounts;
	/** The grades of each level, from the company down. */
	distribution: GradeLevel[];
}

export interface OutcomeCounts {
	/** OKRs that were achieved. */
	achieved: number;
	/** OKRs that were achieved in part. */
	partial: number;
	/** OKRs that were missed. */
	missed: number;
	/** OKRs that were dropped. */
	dropped: number;
}

export interface GradeLevel {
	/** The level of the OKRs. */
	level: 'org' | 'department' | 'team' | 'individual';
	/** How many OKRs have which grade. */
	objectives: BandCounts;
	/** How many of their key results have which grade. */
	key_results: BandCounts;
}

export interface BandCounts {
	/** Grades below 0.3. */
	low: number;
	/** Grades from 0.3, below 0.7. */
	middle: number;
	/** Grades from 0.7. */
	high: number;
	/** Without a grade. */
	none: number;
}

export interface RiskReport {
	/** The cycle that the report is about; null when there is none. */
	cycle: ReportedCycle | null;
	/** By severity, then by miss, the worst first. */
	risks: Risk[];
	/** How many there are in all. */
	total: number;
}

export interface Risk {
	/** The id of the OKR or key result that is at risk. */
	id: string;
	/** Which of the two it is. */
	type: 'okr' | 'key_result' | 'kpi' | 'cycle';
	/** How bad it is. */
	severity: 'medium' | 'high' | 'critical';
	/** The title of what is at risk. */
	title: string;
	/** The OKR. */
	okr_id: string;
	/** The OKR's title. */
	okr: string;
	/** The key result; null for an OKR. */
	key_result_id: string | null;
	/** The OKR's team. */
	team_id: string | null;
	/** The person accountable for it. */
	owner_id: string | null;
	/** That person's name. */
	owner: string | null;
	/** Progress now. */
	progress: number;
	/** The elapsed share of the period. */
	expected_progress: number;
	/** Progress at the end of the period, at the present velocity. */
	projected: number;
	/** What will be missing then. */
	miss: number;
	/** Progress a day over the newest check-ins; null for an OKR. */
	velocity: number | null;
	/** Days to the end of the period. */
	days_left: number;
	/** How far the projection can be trusted, 0–100: by the number of check-ins. */
	confidence: number;
	/** Why it is a risk. */
	reasons:
		| ('behind_pace' | 'stalled' | 'declining' | 'regressing' | 'manual_at_risk' | 'manual_off_track' | 'blocked')[];
	/** What the newest check-in says blocks it. */
	blocker_note: string | null;
	/** What could be done about it. */
	interventions: ('nudge_owner' | 'adjust_target' | 'add_initiative' | 'schedule_1_1')[];
}

export interface InsightReport {
	/** The cycle that the report is about; null when there is none. */
	cycle: ReportedCycle | null;
	/** The worst first, at most 50. */
	insights: Insight[];
	/** How many there are in all. */
	total: number;
}

export interface Insight {
	/** The same as long as the fact lasts. */
	id: string;
	/** The rule that found it. */
	type:
		| 'stalled'
		| 'behind_pace'
		| 'declining'
		| 'regressing'
		| 'blocked'
		| 'predicted_miss'
		| 'no_owner'
		| 'needs_setup'
		| 'not_connected'
		| 'kpi_overdue'
		| 'kpi_off_track'
		| 'cycle_ending'
		| 'ahead';
	/** How urgent it is. */
	severity: 'info' | 'medium' | 'high' | 'critical';
	/** The fact in a word, and its subject. */
	title: string;
	/** The fact with its numbers. */
	message: string;
	/** What to do about it. */
	recommendation: string;
	/** What it is about. */
	subject: 'okr' | 'key_result' | 'kpi' | 'cycle';
	/** The OKR, or that of the key result. */
	okr_id: string | null;
	/** The key result. */
	key_result_id: string | null;
	/** The KPI. */
	kpi_id: string | null;
	/** The cycle. */
	cycle_id: string | null;
}

export interface TeamReport {
	/** The cycle that the report is about; null when there is none. */
	cycle: ReportedCycle | null;
	/** The lowest health first. */
	teams: TeamPerformance[];
	/** How many there are in all. */
	total: number;
}

export interface TeamPerformance {
	/** The team; null for OKRs without a team. */
	team_id: string | null;
	/** The team's name. */
	team: string | null;
	/** Active OKRs. */
	okr_count: number;
	/** Their key results. */
	key_result_count: number;
	/** Mean progress of the OKRs. */
	progress: number | null;
	/** Mean health score of the OKRs, rounded. */
	health_score: number | null;
	/** What that score amounts to. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** How many OKRs have which status. */
	statuses: StatusCounts;
	/** Mean of the key results: 1 checked in in time, a half late, 0 stalled. */
	check_in_rate: number | null;
	/** Key results that are stalled. */
	stalled_count: number;
	/** How many risks have which severity. */
	risks: SeverityCounts;
}

export interface Cycle {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The cycle's name, unique. */
	name: string;
	/** First day. */
	start_date: string;
	/** Last day, included. */
	end_date: string;
	/** Computed from today's UTC date. */
	status: 'upcoming' | 'active' | 'ended';
	/** Where the cycle is in its life: what may still be written in it. */
	phase: 'running' | 'draft' | 'review' | 'closed';
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
}

export interface CycleNew {
	/** The cycle's name, unique. */
	name: string;
	/** First day. */
	start_date: string;
	/** Last day, included. */
	end_date: string;
	/** Where the cycle is in its life: what may still be written in it. */
	phase?: 'running' | 'draft' | null;
}

export interface CycleChange {
	/** The cycle's name, unique. */
	name?: string;
	/** First day. */
	start_date?: string;
	/** Last day, included. */
	end_date?: string;
	/** Why you change it, 1 to 1,000 characters; kept in the audit log, and shown there alone. */
	reason?: string | null;
}

export interface User {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The person's full name. */
	name: string;
	/** E-mail address, unique. */
	email: string;
	/** Admins see and may do everything; the other roles are labels. */
	role: 'member' | 'manager' | 'admin';
	/** The department of the person. */
	department_id: string | null;
	/** The teams of the person. */
	team_ids: string[];
	/** The user whom the person reports to; it gives that user no rights. */
	manager_id: string | null;
	/** What a foreign identity provider calls the person. */
	external_id: string | null;
	/** False for those who left: their name stays in history. */
	active: boolean;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
}

export interface UserNew {
	/** The person's full name. */
	name: string;
	/** E-mail address, unique. */
	email: string;
	/** Admins see and may do everything; the other roles are labels. */
	role?: 'member' | 'manager' | 'admin' | null;
	/** The department of the person. */
	department_id?: string | null;
	/** The teams of the person. */
	team_ids?: string[] | null;
	/** The user whom the person reports to; it gives that user no rights. */
	manager_id?: string | null;
	/** What a foreign identity provider calls the person. */
	external_id?: string | null;
	/** False for those who left: their name stays in history. */
	active?: boolean | null;
}

export interface UserChange {
	/** The person's full name. */
	name?: string;
	/** E-mail address, unique. */
	email?: string;
	/** Admins see and may do everything; the other roles are labels. */
	role?: 'member' | 'manager' | 'admin' | null;
	/** The department of the person. */
	department_id?: string | null;
	/** The teams of the person. */
	team_ids?: string[] | null;
	/** The user whom the person reports to; it gives that user no rights. */
	manager_id?: string | null;
	/** What a foreign identity provider calls the person. */
	external_id?: string | null;
	/** False for those who left: their name stays in history. */
	active?: boolean | null;
}

export interface Department {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The department's name, unique. */
	name: string;
	/** The department above it. */
	parent_id: string | null;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
}

export interface DepartmentNew {
	/** The department's name, unique. */
	name: string;
	/** The department above it. */
	parent_id?: string | null;
}

export interface DepartmentChange {
	/** The department's name, unique. */
	name?: string;
	/** The department above it. */
	parent_id?: string | null;
}

export interface Team {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The team's name, unique. */
	name: string;
	/** The department it belongs to. */
	department_id: string | null;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
}

export interface TeamNew {
	/** The team's name, unique. */
	name: string;
	/** The department it belongs to. */
	department_id?: string | null;
}

export interface TeamChange {
	/** The team's name, unique. */
	name?: string;
	/** The department it belongs to. */
	department_id?: string | null;
}

export interface ApiKey {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** What the key is for. */
	name: string;
	/** The key itself, shown once. */
	key?: string;
	/** The first nine characters, to tell keys apart. */
	prefix: string;
	/** What the key may do. */
	scopes:
		| ('okrs:read' | 'write:okrs' | 'kpis:read' | 'kpis:write' | 'okr-checkins:write' | 'reviews:read' | 'workspace:admin')[];
	/** The application that the key acts for. */
	app_id: string | null;
	/** When the key stops working. */
	expires_at: string | null;
	/** Requests a minute; 0 is unlimited. */
	rate_limit: number | null;
	/** Records a page at most. */
	page_limit: number | null;
	/** The minute of its last request. */
	last_used_at: string | null;
	/** When the key was revoked. */
	revoked_at: string | null;
	/** The person whose credential made the record. */
	created_by: string | null;
	/** When the record was made. */
	created_at: string;
}

export interface ApiKeyNew {
	/** What the key is for. */
	name: string;
	/** What the key may do. */
	scopes:
		| ('okrs:read' | 'write:okrs' | 'okrs:write' | 'kpis:read' | 'kpis:write' | 'okr-checkins:write' | 'reviews:read' | 'workspace:admin')[];
	/** The application that the key acts for. */
	app_id?: string | null;
	/** When the key stops working. */
	expires_at?: string | null;
	/** Requests a minute; 0 is unlimited. */
	rate_limit?: number | null;
	/** Records a page at most. */
	page_limit?: number | null;
}

export interface RotationNew {
	/** How long the old key lives on. */
	overlap_seconds?: number | null;
}

export interface Goal {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The objective that this one contributes to. */
	parent_goal_id: string | null;
	/** Short, action-oriented title. */
	title: string;
	/** The intent and context in free text. */
	description: string | null;
	/** The level it stands on. */
	owner_type: 'company' | 'department' | 'team' | 'employee';
	/** The employee who owns it, with owner_type employee. */
	owner_employee_id: string | null;
	/** The department that owns it, with owner_type department. */
	owner_department_id: string | null;
	/** The team that owns it, with owner_type team. */
	owner_team_id: string | null;
	/** Whether others than those involved may read it. */
	is_shared: boolean;
	/** People who work on it. */
	assign_to_ids: string[];
	/** People who may read it, whatever its visibility. */
	visible_to_ids: string[];
	/** First day of its period: its cycle's, else its own. */
	date_start: string | null;
	/** Last day of its period. */
	date_end: string | null;
	/** Where it stands in its life. */
	status: 'active' | 'completed' | 'cancelled';
	/** Weighted progress of its parts. */
	progress: number;
	/** The worst status among its key results and child objectives. */
	confidence_level: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** Relative importance within its parent. */
	weight: number;
	/** Put away: left out of lists and roll-ups. */
	is_archived: boolean;
	/** How many key results it has. */
	goal_key_results_count: number | null;
	/** Whether goals contribute to it. */
	has_children: boolean;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
	/** The goal that it contributes to, as a summary. */
	parent_goal?: Goal | null;
	/** Its key results, in order of creation. */
	goal_key_results?: GoalKeyResult[];
	/** The goals that contribute to it. */
	children?: Goal[];
}

export interface GoalKeyResult {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The objective that it contributes to. */
	goal_id: string | null;
	/** Short, descriptive title. */
	title: string;
	/** What is measured, in free text. */
	description: string | null;
	/** What kind of number it is. */
	metric_type: 'number' | 'percentage' | 'currency' | 'boolean';
	/** The metric's value at the start. */
	start_value: number;
	/** The value to reach. */
	target_value: number;
	/** The newest known value. */
	current_value: number;
	/** Unit of the metric, e.g. % or users. */
	unit: string | null;
	/** How far current has come from start to target. */
	progress: number;
	/** Its status, null while it is not started. */
	confidence_level: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** Relative importance within its objective. */
	weight: number;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
	/** The newest check-ins, up to 50, newest first. */
	goal_key_result_check_ins?: GoalKeyResultCheckIn[];
}

export interface GoalKeyResultCheckIn {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The key result that it is about. */
	goal_key_result_id: string;
	/** Its author. */
	employee_id: string | null;
	/** The metric's value. */
	value: number;
	/** What its author thinks of it. */
	confidence_level: 'on_track' | 'at_risk' | 'off_track';
	/** What there is to say about it. */
	comment: string | null;
	/** everyone or restricted, by visible_to. */
	acl: string;
	/** The person whose credential made the record. */
	created_by: string | null;
	/** Ids of people who should act on it. */
	assign_to: string[] | null;
	/** Ids of people who may read it; empty: everyone. */
	visible_to: string[] | null;
	/** When the record was made. */
	created_at: string;
}

export interface GoalNew {
	/** The objective that this one contributes to. */
	parent_goal_id?: string | null;
	/** Short, action-oriented title. */
	title: string;
	/** The intent and context in free text. */
	description?: string | null;
	/** The level it stands on. */
	owner_type: 'company' | 'department' | 'team' | 'employee';
	/** The person accountable for it. */
	owner_employee_id?: string | null;
	/** The department it belongs to. */
	owner_department_id?: string | null;
	/** The team it belongs to. */
	owner_team_id?: string | null;
	/** Whether others than those involved may read it. */
	is_shared?: boolean | null;
	/** People who work on it. */
	assign_to_ids?: string[] | null;
	/** People who may read it, whatever its visibility. */
	visible_to_ids?: string[] | null;
	/** First day, for objectives without a cycle. */
	date_start?: string | null;
	/** Last day, for objectives without a cycle. */
	date_end?: string | null;
	/** Where it stands in its life. */
	status?: 'active' | 'completed' | 'cancelled' | null;
	/** Relative importance within its parent. */
	weight?: number | null;
	/** Put away: left out of lists and roll-ups. */
	is_archived?: boolean | null;
}

export interface GoalChange {
	/** The objective that this one contributes to. */
	parent_goal_id?: string | null;
	/** Short, action-oriented title. */
	title?: string;
	/** The intent and context in free text. */
	description?: string | null;
	/** The level it stands on. */
	owner_type?: 'company' | 'department' | 'team' | 'employee';
	/** The person accountable for it. */
	owner_employee_id?: string | null;
	/** The department it belongs to. */
	owner_department_id?: string | null;
	/** The team it belongs to. */
	owner_team_id?: string | null;
	/** Whether others than those involved may read it. */
	is_shared?: boolean | null;
	/** People who work on it. */
	assign_to_ids?: string[] | null;
	/** People who may read it, whatever its visibility. */
	visible_to_ids?: string[] | null;
	/** First day, for objectives without a cycle. */
	date_start?: string | null;
	/** Last day, for objectives without a cycle. */
	date_end?: string | null;
	/** Where it stands in its life. */
	status?: 'active' | 'completed' | 'cancelled' | null;
	/** Relative importance within its parent. */
	weight?: number | null;
	/** Put away: left out of lists and roll-ups. */
	is_archived?: boolean | null;
}

export interface GoalKeyResultAlone {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The objective that it contributes to. */
	goal_id: string | null;
	/** Short, descriptive title. */
	title: string;
	/** What is measured, in free text. */
	description: string | null;
	/** What kind of number it is. */
	metric_type: 'number' | 'percentage' | 'currency' | 'boolean';
	/** The metric's value at the start. */
	start_value: number;
	/** The value to reach. */
	target_value: number;
	/** The newest known value. */
	current_value: number;
	/** Unit of the metric, e.g. % or users. */
	unit: string | null;
	/** How far current has come from start to target. */
	progress: number;
	/** Its status, null while it is not started. */
	confidence_level: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** Relative importance within its objective. */
	weight: number;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
}

export interface GoalKeyResultNew {
	/** Short, descriptive title. */
	title: string;
	/** What is measured, in free text. */
	description?: string | null;
	/** What kind of number it is. */
	metric_type?: 'number' | 'percentage' | 'currency' | 'boolean' | null;
	/** The metric's value at the start. */
	start_value?: number | null;
	/** The value to reach. */
	target_value?: number | null;
	/** The newest known value. */
	current_value?: number | boolean | 'yes' | 'no' | null;
	/** Unit of the metric, e.g. % or users. */
	unit?: string | null;
	/** Relative importance within its objective. */
	weight?: number | null;
}

export interface GoalKeyResultChange {
	/** Short, descriptive title. */
	title?: string;
	/** What is measured, in free text. */
	description?: string | null;
	/** What kind of number it is. */
	metric_type?: 'number' | 'percentage' | 'currency' | 'boolean' | null;
	/** The metric's value at the start. */
	start_value?: number | null;
	/** The value to reach. */
	target_value?: number | null;
	/** The newest known value. */
	current_value?: number | boolean | 'yes' | 'no' | null;
	/** Unit of the metric, e.g. % or users. */
	unit?: string | null;
	/** Relative importance within its objective. */
	weight?: number | null;
}

export interface GoalCheckInResult {
	/** The check-in as it was recorded. */
	check_in: GoalKeyResultCheckIn;
	/** Where the key result stands now. */
	key_result: GoalKeyResultProgress;
	/** Where every goal above it stands now: the nearest first, the root last. */
	goals: GoalProgress[];
}

export interface GoalKeyResultProgress {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The newest known value. */
	current_value: number;
	/** How far current has come from start to target. */
	progress: number;
	/** Its status, null while it is not started. */
	confidence_level: 'on_track' | 'at_risk' | 'off_track' | null;
}

export interface GoalProgress {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** Weighted progress of its parts. */
	progress: number;
	/** The worst status among its key results and child objectives. */
	confidence_level: 'on_track' | 'at_risk' | 'off_track' | null;
}

export interface GoalKeyResultCheckInNew {
	/** Its author. */
	employee_id?: string | null;
	/** The metric's value. */
	value: number | boolean | 'yes' | 'no';
	/** What its author thinks of it. */
	confidence_level?: 'on_track' | 'at_risk' | 'off_track' | null;
	/** What there is to say about it. */
	comment?: string | null;
	/** Ids of people who should act on it. */
	assign_to?: string[] | null;
	/** Ids of people who may read it; empty: everyone. */
	visible_to?: string[] | null;
}

export interface OkrObjective {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The workspace that the record belongs to. */
	tenant_id: string;
	/** The application whose credential made it. */
	app_id: string | null;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
	/** The person whose credential made the record. */
	created_by: string | null;
	/** The person whose credential last changed the record. */
	updated_by: string | null;
	/** Provenance tag. */
	source: string;
	/** Where the write came from. */
	source_type: 'frontend' | 'backend' | 'server' | 'system' | 'api';
	/** Whether it is deleted. */
	is_deleted: boolean;
	/** When it was deleted. */
	deleted_at: string | null;
	/** The person who deleted it. */
	deleted_by: string | null;
	/** Version of the record's schema. */
	schema_version: number;
	/** The planning period it belongs to, e.g. 2026-Q4. */
	period: string | null;
	/** Short, action-oriented title. */
	title: string;
	/** The intent and context in free text. */
	description: string | null;
	/** The strategic category that it contributes to. */
	category: string | null;
	/** The person accountable for it. */
	owner_id: string | null;
	/** The team or department that owns it. */
	group_id: string | null;
	/** The objective that this one contributes to. */
	parent_objective_id: string | null;
	/** The key results that contribute to it. */
	key_result_ids: string[];
	/** Where it stands in its life. */
	status: 'draft' | 'active' | 'completed' | 'cancelled';
	/** Weighted progress of its parts. */
	progress_pct: number;
	/** Relative importance within its parent. */
	weight: number;
	/** Ids of projects that contribute to it. */
	linked_project_ids: Json;
	/** External dependencies that affect it. */
	dependencies: Json;
	/** How often check-ins are expected. */
	check_in_frequency: 'weekly' | 'biweekly' | 'monthly' | 'quarterly';
	/** The newest check-in below it. */
	last_check_in_at: string | null;
	/** Free-form tags. */
	tags: string[] | null;
	/** Counts the writes to the record, from 1. */
	version: number;
}

export interface OkrObjectiveNew {
	/** Provenance tag. */
	source?: string | null;
	/** Where the write came from. */
	source_type?: 'frontend' | 'backend' | 'server' | 'system' | 'api' | null;
	/** The planning period it belongs to, e.g. 2026-Q4. */
	period?: string | null;
	/** Short, action-oriented title. */
	title?: string | null;
	/** The intent and context in free text. */
	description?: string | null;
	/** The strategic category that it contributes to. */
	category?: string | null;
	/** The person accountable for it. */
	owner_id?: string | null;
	/** The team or department that owns it. */
	group_id?: string | null;
	/** The objective that this one contributes to. */
	parent_objective_id?: string | null;
	/** The key results that contribute to it. */
	key_result_ids?: string[] | null;
	/** Where it stands in its life. */
	status?: 'draft' | 'active' | 'completed' | 'cancelled' | null;
	/** Relative importance within its parent. */
	weight?: number | null;
	/** Ids of projects that contribute to it. */
	linked_project_ids?: Json;
	/** External dependencies that affect it. */
	dependencies?: Json;
	/** How often check-ins are expected. */
	check_in_frequency?: 'weekly' | 'biweekly' | 'monthly' | 'quarterly' | null;
	/** Free-form tags. */
	tags?: string[] | null;
}

export interface OkrObjectiveChange {
	/** Provenance tag. */
	source?: string | null;
	/** Where the write came from. */
	source_type?: 'frontend' | 'backend' | 'server' | 'system' | 'api' | null;
	/** The planning period it belongs to, e.g. 2026-Q4. */
	period?: string | null;
	/** Short, action-oriented title. */
	title?: string | null;
	/** The intent and context in free text. */
	description?: string | null;
	/** The strategic category that it contributes to. */
	category?: string | null;
	/** The person accountable for it. */
	owner_id?: string | null;
	/** The team or department that owns it. */
	group_id?: string | null;
	/** The objective that this one contributes to. */
	parent_objective_id?: string | null;
	/** The key results that contribute to it. */
	key_result_ids?: string[] | null;
	/** Where it stands in its life. */
	status?: 'draft' | 'active' | 'completed' | 'cancelled' | null;
	/** Relative importance within its parent. */
	weight?: number | null;
	/** Ids of projects that contribute to it. */
	linked_project_ids?: Json;
	/** External dependencies that affect it. */
	dependencies?: Json;
	/** How often check-ins are expected. */
	check_in_frequency?: 'weekly' | 'biweekly' | 'monthly' | 'quarterly' | null;
	/** Free-form tags. */
	tags?: string[] | null;
	/** Counts the writes to the record, from 1. */
	version?: number | null;
}

export interface OkrKeyResult {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** The workspace that the record belongs to. */
	tenant_id: string;
	/** The application whose credential made it. */
	app_id: string | null;
	/** When the record was made. */
	created_at: string;
	/** When the record last changed. */
	updated_at: string;
	/** The person whose credential made the record. */
	created_by: string | null;
	/** The person whose credential last changed the record. */
	updated_by: string | null;
	/** Provenance tag. */
	source: string;
	/** Where the write came from. */
	source_type: 'frontend' | 'backend' | 'server' | 'system' | 'api';
	/** Whether it is deleted. */
	is_deleted: boolean;
	/** When it was deleted. */
	deleted_at: string | null;
	/** The person who deleted it. */
	deleted_by: string | null;
	/** Version of the record's schema. */
	schema_version: number;
	/** The objective that it contributes to. */
	objective_id: string | null;
	/** Short, descriptive title. */
	title: string;
	/** What kind of number it is. */
	metric_type: 'number' | 'percentage' | 'currency' | 'boolean';
	/** The metric's value at the start. */
	baseline: number;
	/** The value to reach. */
	target: number;
	/** The newest known value. */
	current: number;
	/** Unit of the metric, e.g. % or users. */
	unit: string | null;
	/** Whether progress is made by the metric going up or down. */
	direction: 'increase' | 'decrease';
	/** The person accountable for it. */
	owner_id: string | null;
	/** Where the value comes from. */
	data_source: 'manual' | 'connector' | 'query';
	/** The connector that pulls the metric. */
	connector_id: string | null;
	/** Metric query expression. */
	query: string | null;
	/** How far current has come from start to target. */
	progress_pct: number;
	/** What the newest check-in said. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** When its value was last set. */
	last_update_at: string | null;
	/** Ordered log of its values. */
	history: HistoryEntry[];
	/** Free-form tags. */
	tags: string[] | null;
	/** Relative importance within its objective. */
	weight: number;
	/** Counts the writes to the record, from 1. */
	version: number;
}

export interface HistoryEntry {
	/** When the value holds. */
	at: string | null;
	/** The value. */
	value: number | null;
	/** The value before. */
	previous_value: number | null;
	/** A check-in, or a direct edit. */
	source: 'check_in' | 'edit' | null;
	/** The status that was given with it. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | 'blocked' | null;
	/** What was said about it. */
	comment: string | null;
	/** The person who recorded it. */
	by: string | null;
}

export interface OkrKeyResultNew {
	/** Provenance tag. */
	source?: string | null;
	/** Where the write came from. */
	source_type?: 'frontend' | 'backend' | 'server' | 'system' | 'api' | null;
	/** The objective that it contributes to. */
	objective_id?: string | null;
	/** Short, descriptive title. */
	title?: string | null;
	/** What kind of number it is. */
	metric_type?: 'number' | 'percentage' | 'currency' | 'boolean' | null;
	/** The metric's value at the start. */
	baseline?: number | null;
	/** The value to reach. */
	target?: number | null;
	/** The newest known value. */
	current?: number | boolean | 'yes' | 'no' | null;
	/** Unit of the metric, e.g. % or users. */
	unit?: string | null;
	/** Whether progress is made by the metric going up or down. */
	direction?: 'increase' | 'decrease' | null;
	/** The person accountable for it. */
	owner_id?: string | null;
	/** Where the value comes from. */
	data_source?: 'manual' | 'connector' | 'query' | null;
	/** The connector that pulls the metric. */
	connector_id?: string | null;
	/** Metric query expression. */
	query?: string | null;
	/** What the newest check-in said. */
	status?: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** Free-form tags. */
	tags?: string[] | null;
	/** Relative importance within its objective. */
	weight?: number | null;
}

export interface OkrKeyResultChange {
	/** Provenance tag. */
	source?: string | null;
	/** Where the write came from. */
	source_type?: 'frontend' | 'backend' | 'server' | 'system' | 'api' | null;
	/** The objective that it contributes to. */
	objective_id?: string | null;
	/** Short, descriptive title. */
	title?: string | null;
	/** What kind of number it is. */
	metric_type?: 'number' | 'percentage' | 'currency' | 'boolean' | null;
	/** The metric's value at the start. */
	baseline?: number | null;
	/** The value to reach. */
	target?: number | null;
	/** The newest known value. */
	current?: number | boolean | 'yes' | 'no' | null;
	/** Unit of the metric, e.g. % or users. */
	unit?: string | null;
	/** Whether progress is made by the metric going up or down. */
	direction?: 'increase' | 'decrease' | null;
	/** The person accountable for it. */
	owner_id?: string | null;
	/** Where the value comes from. */
	data_source?: 'manual' | 'connector' | 'query' | null;
	/** The connector that pulls the metric. */
	connector_id?: string | null;
	/** Metric query expression. */
	query?: string | null;
	/** What the newest check-in said. */
	status?: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** Free-form tags. */
	tags?: string[] | null;
	/** Relative importance within its objective. */
	weight?: number | null;
	/** Counts the writes to the record, from 1. */
	version?: number | null;
}

export interface Me {
	/** The workspace that the credential belongs to. */
	workspace: MyWorkspace;
	/** The API key; null for a token and for a session. */
	key: MyKey | null;
	/** The person whom a token names, or who signed in; null for a key, which acts for the workspace. */
	user: MyUser | null;
	/** The person whose name writes carry. */
	user_id: string | null;
	/** The application that it acts for; null: for the whole workspace. */
	app_id: string | null;
	/** What it may do. */
	scopes:
		| ('okrs:read' | 'write:okrs' | 'kpis:read' | 'kpis:write' | 'okr-checkins:write' | 'reviews:read' | 'workspace:admin')[];
	/** Which types of OKRs, and whether KPIs, the person may make somewhere without a parent; only people are told. */
	can_create?: ('individual' | 'team' | 'department' | 'org' | 'kpi')[];
	/** How much it may ask. */
	limits: MyLimits;
}

export interface MyWorkspace {
	/** The workspace's id. */
	id: string;
	/** The workspace's name. */
	name: string;
}

export interface MyKey {
	/** The key's id. */
	id: string;
	/** What the key is for. */
	name: string;
	/** The first nine characters, to tell keys apart. */
	prefix: string;
	/** When the key stops working. */
	expires_at: string | null;
}

export interface MyUser {
	/** The person's id. */
	id: string;
	/** The person's name. */
	name: string;
	/** The person's e-mail address. */
	email: string;
	/** The person's role. */
	role: 'member' | 'manager' | 'admin';
}

export interface MyLimits {
	/** 0 is unlimited. */
	requests_per_minute: number;
	/** How many records a list gives at most. */
	records_per_page: number;
}

export interface JournalRow {
	/** Its number: from 1, without gaps. */
	sequence: number;
	/** When it was written. */
	at: string;
	/** What happened. */
	type:
		| 'okr.created'
		| 'okr.updated'
		| 'okr.deleted'
		| 'okr.restored'
		| 'key_result.created'
		| 'key_result.updated'
		| 'key_result.deleted'
		| 'key_result.restored'
		| 'key_result.target_changed'
		| 'check_in.created'
		| 'check_in.updated'
		| 'check_in.deleted'
		| 'kpi.created'
		| 'kpi.updated'
		| 'kpi.deleted'
		| 'kpi_update.created'
		| 'kpi_update.updated'
		| 'kpi_update.deleted'
		| 'initiative.created'
		| 'initiative.updated'
		| 'initiative.deleted'
		| 'cycle.created'
		| 'cycle.updated'
		| 'cycle.deleted'
		| 'review_cycle.created'
		| 'review_cycle.updated'
		| 'review_cycle.deleted'
		| 'review.created'
		| 'review.updated'
		| 'review.shared'
		| 'review.deleted'
		| 'user.created'
		| 'user.updated'
		| 'user.deactivated'
		| 'user.reactivated'
		| 'team.created'
		| 'team.updated'
		| 'team.deleted'
		| 'department.created'
		| 'department.updated'
		| 'department.deleted'
		| 'api_key.created'
		| 'api_key.updated'
		| 'api_key.revoked'
		| 'api_key.rotated'
		| 'workspace.created'
		| 'workspace.journal_started'
		| 'workspace.updated'
		| 'user.invited'
		| 'sign_in.succeeded'
		| 'sign_in.failed'
		| 'sign_in.session_ended'
		| 'cycle.phase_changed'
		| 'import.applied'
		| 'import.reverted'
		| 'workspace.exported'
		| 'okr.closed'
		| 'okr.reopened'
		| 'workspace.restored'
		| 'user.deleted';
	/** The record that it happened to. */
	subject: JournalSubject;
	/** Who did it. */
	actor: JournalActor;
	/** The door that it came in by. */
	via: 'api' | 'console' | 'mcp' | 'okrctl' | 'import' | 'connector' | 'courier';
	/** The `X-Request-Id` of the answer; null for okrctl. */
	request_id: string | null;
	/** Why, in the words of whoever did it. */
	reason: string | null;
	/** Each field that changed, with its value before and after; null once the content is erased. */
	changes: { [name: string]: unknown } | null;
	/** Of a check-in and an edited value: the progress of the OKR before and after, value and status of the key result after. */
	context: { [name: string]: unknown } | null;
	/** The hash of the row and of everything before it. */
	hash: string;
	/** When its content was erased. */
	erased_at?: string;
}

export interface JournalSubject {
	/** What kind of record it is. */
	type:
		| 'okr'
		| 'key_result'
		| 'check_in'
		| 'kpi'
		| 'kpi_update'
		| 'initiative'
		| 'cycle'
		| 'review_cycle'
		| 'review'
		| 'user'
		| 'team'
		| 'department'
		| 'api_key'
		| 'workspace'
		| null;
	/** The record's id. */
	id: string | null;
	/** What it was called then; null for what has no title. */
	title: string | null;
}

export interface JournalActor {
	/** An API key is itself, not the person whose name it writes with. */
	type: 'person' | 'key' | 'system' | null;
	/** The person's or the key's id. */
	id: string | null;
	/** The name of today. */
	name: string | null;
	/** Of a key the first nine characters. */
	prefix: string | null;
}

export interface AuditHead {
	/** The newest row; 0 without any. */
	sequence: number | null;
	/** Its hash, which stands for everything before it. */
	hash: string | null;
	/** When it was written. */
	at: string | null;
}

export interface AuditVerdict {
	/** Whether all of it is as it was. */
	valid: boolean;
	/** How many rows were looked at. */
	checked: number | null;
	/** The first row that is bad. */
	sequence: number | null;
	/** `content` does not fit its digest, a row does not fit the chain (`link`), or is missing (`gap`). */
	reason: 'content' | 'link' | 'gap' | null;
	/** Where to go on; null at the newest row. */
	next_from: number | null;
}

export interface Workspace {
	/** The workspace's id. */
	id: string;
	/** The workspace's name, unique. */
	name: string;
	/** An IANA time zone: when mails go out, and how the console prints times. Days stay UTC in every number. */
	time_zone: string;
	/** The language of mails and of the console. */
	locale: 'en' | 'de';
	/** Who may edit: everyone with the scope, or owners alone. */
	edit_policy: 'everyone' | 'owners';
	/** The day on which check-ins are expected; null: any. */
	check_in_weekday: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | null;
	/** Whether changes of targets, weights, dates and owners in a running cycle must say why. */
	change_reason: 'optional' | 'required';
	/** Days by which a check-in may be late before anybody is reminded. */
	grace_days: number;
	/** Whether managers hear of check-ins that stay away. */
	escalation: boolean;
	/** Progress from which on a grade counts as the next level: three rising numbers over 0, at most 1. */
	level_marks: number[];
	/** How many there should be, `objectives_per_owner` (and cycle) and `key_results_per_objective`; null: any number. A hint, never a refusal. */
	limits: { [name: string]: unknown };
}

export interface WorkspaceChange {
	/** The workspace's name, unique. */
	name?: string;
	/** An IANA time zone: when mails go out, and how the console prints times. Days stay UTC in every number. */
	time_zone?: string | null;
	/** The language of mails and of the console. */
	locale?: 'en' | 'de' | null;
	/** Who may edit: everyone with the scope, or owners alone. */
	edit_policy?: 'everyone' | 'owners' | null;
	/** The day on which check-ins are expected; null: any. */
	check_in_weekday?: 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun' | null;
	/** Whether changes of targets, weights, dates and owners in a running cycle must say why. */
	change_reason?: 'optional' | 'required' | null;
	/** Days by which a check-in may be late before anybody is reminded. */
	grace_days?: number | null;
	/** Whether managers hear of check-ins that stay away. */
	escalation?: boolean | null;
	/** Progress from which on a grade counts as the next level: three rising numbers over 0, at most 1. */
	level_marks?: number[] | null;
	/** How many there should be, `objectives_per_owner` (and cycle) and `key_results_per_objective`; null: any number. A hint, never a refusal. */
	limits?: { [name: string]: unknown } | null;
}

export interface WaysIn {
	/** The ways that are open here and now: `password`, `link` (one can be sent by mail), `remote` (the web server knows who you are). */
	methods: string[];
	/** What the identity provider is called. */
	oidc_name: string | null;
	/** Whether the first administrator is still to be made. */
	setup: boolean;
	/** What this installation calls itself. */
	site_name: string | null;
}

export interface MySession {
	/** The workspace that the credential belongs to. */
	workspace: MyWorkspace;
	/** The API key; null for a token and for a session. */
	key: MyKey | null;
	/** The person whom a token names, or who signed in; null for a key, which acts for the workspace. */
	user: MyUser | null;
	/** The person whose name writes carry. */
	user_id: string | null;
	/** The application that it acts for; null: for the whole workspace. */
	app_id: string | null;
	/** What it may do. */
	scopes:
		| ('okrs:read' | 'write:okrs' | 'kpis:read' | 'kpis:write' | 'okr-checkins:write' | 'reviews:read' | 'workspace:admin')[];
	/** Which types of OKRs, and whether KPIs, the person may make somewhere without a parent; only people are told. */
	can_create?: ('individual' | 'team' | 'department' | 'org' | 'kpi')[];
	/** How much it may ask. */
	limits: MyLimits;
	/** The session that asks. */
	session: MySessionDetails;
}

export interface MySessionDetails {
	/** The session's id. */
	id: string;
	/** How the person signed in. */
	method: 'password' | 'link' | 'oidc' | 'remote' | 'jwt';
	/** When the person signed in. */
	created_at: string;
	/** When it ends at the latest; without requests it ends sooner. */
	expires_at: string;
}

export interface WorkspaceChoices {
	/** Send the same request again with the `workspace_id` of one of them. */
	choose: WorkspaceChoice[];
}

export interface WorkspaceChoice {
	/** The workspace's id. */
	id: string;
	/** The workspace's name. */
	name: string;
}

export interface CredentialsNew {
	/** The address, in any case. */
	email?: string | null;
	/** The password. */
	password?: string | null;
	/** A token (JWT) of a person, instead of address and password. */
	jwt?: string | null;
	/** Which workspace, where the same address is in several. */
	workspace_id?: string | null;
}

export interface LinkFormNew {
	/** What stands behind `#` in the link. */
	token: string;
	/** The new password, 12 to 256 characters: needed with a link that resets it, optional with an invitation, and not taken with a link that only signs in. */
	password?: string | null;
}

export interface LinkRequestNew {
	/** To whom the link is to be sent. */
	email: string;
}

export interface Session {
	/** Its id. */
	id: string;
	/** How the person signed in. */
	method: 'password' | 'link' | 'oidc' | 'remote' | 'jwt';
	/** When the person signed in. */
	created_at: string;
	/** The minute of its last request. */
	seen_at: string;
	/** When it ends at the latest; without requests it ends sooner. */
	expires_at: string;
	/** What the browser called itself when the person signed in. */
	user_agent: string | null;
	/** The address from which the person signed in. */
	address: string | null;
	/** Whether it is the session that asks. */
	current: boolean;
}

export interface PasswordFormChange {
	/** The present one; not needed while there is none. */
	current_password?: string | null;
	/** 12 to 256 characters. */
	new_password?: string;
}

export interface Invitation {
	/** When the link stops working. */
	expires_at: string;
	/** The link, to be handed over; in this answer and in no other. */
	url?: string;
}

export interface SetupFormNew {
	/** The setting `setup_code` of the server. */
	code: string;
	/** The administrator's name. */
	name: string;
	/** The administrator's e-mail address. */
	email: string;
	/** The password, 12 to 256 characters. */
	password: string;
	/** Makes a workspace of this name; without it the only one is joined, or the first one made. */
	workspace_name?: string | null;
}

export interface TodoItem {
	/** What is owed: a check-in of a key result, or a new value of a KPI. */
	kind: 'check_in' | 'kpi_update';
	/** The day (UTC) on which it is due. */
	due_on: string;
	/** Days since then; 0 up to that day. */
	days_late: number;
	/** What it is about. */
	subject: TodoSubject;
	/** What was said last. */
	last: TodoLast;
	/** The value at which progress is the elapsed share of the period; null where there is none. */
	expected_value: number | null;
	/** What the figures say: on_track up to 10 points behind what is expected, at_risk up to 25, else off_track; blocked stays blocked; null for a KPI. */
	suggested_status: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | 'blocked' | null;
	/** The path of the console's page about it. */
	url: string;
}

export interface TodoSubject {
	/** What kind of record it is: key_result or kpi. */
	type: 'okr' | 'key_result' | 'kpi' | 'cycle';
	/** The record's id. */
	id: string;
	/** Its title; of a KPI the name. */
	title: string;
	/** The OKR of a key result. */
	okr_id: string | null;
	/** Its title. */
	okr_title: string | null;
	/** How the values of a key result are meant; null for a KPI. */
	metric_type: 'number' | 'percentage' | 'currency' | 'boolean' | null;
	/** The unit of the values. */
	unit: string | null;
	/** Where a key result began; null for a KPI. */
	start_value: number | null;
	/** Where it should get. */
	target_value: number | null;
	/** Progress of a key result at the end of the day seven days ago, by its start and target of today; null when it was not there yet. */
	progress_week_ago: number | null;
	/** The last 12 values with their days, oldest first. */
	recent: RecentValue[];
}

export interface TodoLast {
	/** The value as it stands. */
	value: number | null;
	/** What the newest check-in said, blocked included; of a KPI its computed status. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | 'blocked' | null;
	/** The time of the newest check-in or update; null without one. */
	at: string | null;
}

export interface Explanation {
	/** The sum of share times progress; 0 without parts, 1 when such an OKR is completed. */
	progress: number;
	/** The sum of share times health, rounded, and lowered to what `cap` allows. */
	health: number;
	/** What somebody said of a key result, when that lowered the health: at_risk to 74, off_track to 49. */
	cap: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** The elapsed share of the period. */
	expected_progress: number;
	/** Key results, then the OKRs below that count. */
	parts: ExplainedPart[];
}

export interface ExplainedPart {
	/** key_result or okr. The parts that you may not see are one without type, id and title. */
	type: 'okr' | 'key_result' | 'kpi' | 'cycle' | null;
	/** The id of the key result or OKR. */
	id: string | null;
	/** Its title. */
	title: string | null;
	/** Its weight, 1 where none was given. */
	weight: number;
	/** Its weight in all weights, 0–1; equal shares when all weigh nothing. */
	share: number;
	/** Its progress, not rounded to four decimals. */
	progress: number;
	/** How far it is behind what is expected, a fraction. */
	gap: number | null;
	/** Days since its newest check-in. */
	days_since_check_in: number | null;
	/** Points taken off 100 for the gap. */
	penalty_gap: number | null;
	/** Points taken off for check-ins that are late. */
	penalty_recency: number | null;
	/** Points taken off for a trend that is flat or worse. */
	penalty_velocity: number | null;
	/** 100 less the penalties, at least 0. */
	health: number;
}

export interface ImportInList {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** What the file's columns or members are. */
	format: 'okr' | 'mapping' | 'engagedly';
	/** Where the file comes from: keys mean the same record within a source alone. */
	source: string;
	/** Checked: nothing is written yet. Applied, and perhaps reverted. */
	state: 'checked' | 'applied' | 'reverted';
	/** The options as they were given. */
	options: { [name: string]: unknown };
	/** By kind of record how many would be made, changed and left alone; once applied, how many were. */
	counts: { [name: string]: unknown };
	/** How many errors the newest check found. */
	error_count: number;
	/** When the record was made. */
	created_at: string;
	/** The person whose credential made the record. */
	created_by: string | null;
	/** When it was applied. */
	applied_at: string | null;
	/** When it was reverted. */
	reverted_at: string | null;
}

export interface Import {
	/** The record's id: 128 bits, time-ordered (UUID version 7). */
	id: string;
	/** What the file's columns or members are. */
	format: 'okr' | 'mapping' | 'engagedly';
	/** Where the file comes from: keys mean the same record within a source alone. */
	source: string;
	/** Checked: nothing is written yet. Applied, and perhaps reverted. */
	state: 'checked' | 'applied' | 'reverted';
	/** The options as they were given. */
	options: { [name: string]: unknown };
	/** By kind of record how many would be made, changed and left alone; once applied, how many were. */
	counts: { [name: string]: unknown };
	/** How many errors the newest check found. */
	error_count: number;
	/** When the record was made. */
	created_at: string;
	/** The person whose credential made the record. */
	created_by: string | null;
	/** When it was applied. */
	applied_at: string | null;
	/** When it was reverted. */
	reverted_at: string | null;
	/** What is left out or guessed, the first 100. */
	warnings: { [name: string]: unknown }[];
	/** What is wrong, the first 100; `row` counts with the header as 1. */
	errors: { [name: string]: unknown }[];
	/** The first 20 records, each with what would become of it. */
	preview: { [name: string]: unknown }[];
}

export interface SearchHit {
	/** What kind of record it is. */
	type: 'okr' | 'key_result' | 'kpi' | 'initiative' | 'user';
	/** Its id. */
	id: string;
	/** Its title or name. */
	title: string;
	/** The cycle of an OKR, the OKR of a key result or an initiative, the group of a KPI; null without one. */
	context: string | null;
	/** The path of the console's page about it. */
	url: string;
}

export interface OkrPoint {
	/** The day (UTC) at whose end it was so. */
	day: string;
	/** Progress by the values of that day, with the targets, weights and links of today. */
	progress: number;
	/** Of today; null for days that are over. */
	health_score: number | null;
	/** Of today; null for days that are over. */
	status: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** Of today, what the check-ins say; null for days that are over. */
	confidence: 'not_started' | 'on_track' | 'at_risk' | 'off_track' | null;
	/** The elapsed share of the period then. */
	expected_progress: number;
}

export interface KeyResultPoint {
	/** The day (UTC) at whose end it was so. */
	day: string;
	/** The last value of that day or week. */
	value: number;
	/** Progress of that value, by start and target of today. */
	progress: number;
	/** The elapsed share of the period then. */
	expected_progress: number;
}

export interface KpiPoint {
	/** The day (UTC) at whose end it was so. */
	day: string;
	/** The last value of that day or week. */
	value: number;
}

export interface HostReport {
	/** The program's version. */
	version: string;
	/** The number of the newest tables that the database has, 0 without any; null when it cannot be asked. */
	tables_applied: number | null;
	/** The number that the program needs. */
	tables_known: number;
	/** Whether `POST /setup` would make the first administrator now. */
	can_make_admin: boolean;
	/** What was looked at, what a later one needs first. */
	checks: HostFinding[];
}

export interface HostFinding {
	/** What was looked at. */
	check: string;
	/** `ok`, or `mend`. */
	result: string;
	/** What there is, where that says something. */
	found: string | null;
	/** What is wrong, and how to mend it. */
	advice: string | null;
}

export interface HostFormNew {
	/** The setting `setup_code` of the server. */
	code: string;
	/** What your clock says, to be compared with the host's. */
	now?: string | null;
}

export interface CycleStepNew {
	/** The next phase, or the one before. */
	phase: 'running' | 'draft' | 'review' | 'closed';
	/** What else there is to say, for the audit log. */
	note?: string | null;
	/** Why the cycle goes back; kept in the audit log. Needed from review to running, and from closed to review. */
	reason?: string | null;
}

export interface BatchAnswer {
	/** One for each request, in their order. */
	responses: BatchResponse[];
}

export interface BatchResponse {
	/** Of the request that is answered. */
	id: string;
	/** As alone; 424 where it was not tried, or not kept, because of another. */
	status: number;
	/** Those of the answer that a client goes on by. */
	headers: BatchHeaders;
	/** As alone; null where there is none. */
	body: Json;
}

export interface BatchHeaders {
	/** The header `ETag`, where there would be one. */
	etag?: string;
	/** The header `Location`, likewise. */
	location?: string;
}

export interface BatchOfRequestsNew {
	/** All or nothing, in one transaction; true unless it is said. */
	atomic?: boolean | null;
	/** 1 to 100 requests, in the order in which they are done. */
	requests: BatchRequestNew[];
}

export interface BatchRequestNew {
	/** What others of the batch, and the answer, call this request; 1 to 64 characters. Without it: its place, from `0`. */
	id?: string | null;
	/** A writing method. */
	method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** As alone, without `/api/v1`; with a query where there is one. `{a.id}` stands for a value of an earlier answer. */
	path: string;
	/** As alone. `{"$from": "a", "field": "id"}` anywhere in it stands for a value of an earlier answer; names may have dots. */
	body?: Json;
	/** What the header `If-Match` would say. */
	if_match?: string | null;
}

export interface ClosingNew {
	/** What came out of it; dropped cancels the OKR, the others complete it. */
	outcome: 'achieved' | 'partial' | 'missed' | 'dropped';
	/** 0–1; without it progress is proposed, rounded to 0.1. */
	grade?: number | null;
	/** What there is to say in the end; without it the note there is stays. */
	note?: string | null;
	/** What became of its key results. One that is not named gets a proposed grade. */
	key_results?: ClosedKeyResultNew[] | null;
}

export interface ClosedKeyResultNew {
	/** One of the key results. */
	id: string;
	/** 0–1; without it progress is proposed, rounded to 0.1. */
	grade?: number | null;
	/** What came out of it. */
	outcome?: 'achieved' | 'partial' | 'missed' | 'dropped' | null;
	/** What there is to say in the end; without it the note there is stays. */
	note?: string | null;
}

export interface ReopeningNew {
	/** Why it is open again; kept in the audit log. */
	reason?: string | null;
}

export interface GoalSearch {
	/** Goals of this kind of owner. */
	owner_type?:
		| 'company'
		| 'department'
		| 'team'
		| 'employee'
		| ('company' | 'department' | 'team' | 'employee')[];
	/** Goals whose title contains this text, whatever case and accents. */
	text?: string;
	/** Goals with this status. */
	status?: 'active' | 'completed' | 'cancelled' | ('active' | 'completed' | 'cancelled')[];
	/** Whether the goal is shared with others. */
	is_shared?: boolean | boolean[];
	/** Goals with this confidence level. */
	confidence_level?:
		| 'on_track'
		| 'at_risk'
		| 'off_track'
		| ('on_track' | 'at_risk' | 'off_track')[];
	/** Goals that end on this day or later. */
	date_period_start?: string;
	/** Goals that begin on this day or earlier. */
	date_period_end?: string;
	/** Only goals without a parent. */
	only_top_level?: boolean;
	/** Goals that contribute to one of these. */
	parent_goal_id?: string | string[];
	/** Changed at this time or later. */
	updated_since?: string;
	/** false (the default), true, or any. */
	archived?: boolean | 'any';
	sort?:
		| 'created_at'
		| '-created_at'
		| 'updated_at'
		| '-updated_at'
		| 'title'
		| '-title'
		| 'progress'
		| '-progress'
		| 'date_end'
		| '-date_end';
	/** How many records a page has: 50 without it, up to 500 or what the key's own page limit says. */
	limit?: number;
	cursor?: string;
}

export interface AuditVerdictSearch {
	/** The first row to look at; 1 by default. */
	from?: number;
	/** The last one; the newest by default. */
	to?: number;
}

export interface Success {
	success: true;
}

export interface ListOkrsQuery {
	/** OKRs of this cycle. */
	cycle_id?: string;
	/** OKRs with this computed status. */
	status?: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** OKRs of this level. */
	type?: 'org' | 'company' | 'department' | 'team' | 'individual';
	/** OKRs of this owner. */
	owner_id?: string;
	/** OKRs of this team. */
	team_id?: string;
	/** OKRs of this department. */
	department_id?: string;
	/** OKRs that contribute to this one. */
	parent_okr_id?: string;
	/** OKRs whose title contains this text. */
	q?: string;
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** false (the default), true, or any. */
	archived?: 'false' | 'true' | 'any';
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListKeyResultsQuery {
	/** Key results of this OKR. */
	okr_id?: string;
	/** Key results with this stored status. */
	status?: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** Key results of this owner. */
	owner_id?: string;
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListCheckInsQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListOkrChangesQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListKeyResultChangesQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListCyclesQuery {
	/** Cycles with this status today. */
	status?: 'upcoming' | 'active' | 'ended';
	/** Cycles in this phase. */
	phase?: 'running' | 'draft' | 'review' | 'closed';
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListKpisQuery {
	/** KPIs with this computed status. */
	status?: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** KPIs of this category. */
	category?: 'acquisition' | 'conversion' | 'retention' | 'revenue' | 'custom';
	/** KPIs of this owner. */
	owner_id?: string;
	/** KPIs of this team. */
	team_id?: string;
	/** KPIs with this grouping label. */
	group_name?: string;
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListKpiUpdatesQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListKpiChangesQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListInitiativesQuery {
	/** Initiatives with this status. */
	status?: 'todo' | 'in_progress' | 'done' | 'blocked';
	/** Initiatives with this priority. */
	priority?: 'p0' | 'p1' | 'p2' | 'p3';
	/** Initiatives linked to this OKR or to one of its key results. */
	okr_id?: string;
	/** Initiatives linked to this key result. */
	kr_id?: string;
	/** Initiatives of this owner. */
	owner_id?: string;
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListReviewCyclesQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListReviewsQuery {
	/** Reviews of this review cycle. */
	cycle_id?: string;
	/** Reviews of this person. */
	employee_id?: string;
	/** Reviews of this type. */
	type?: 'self' | 'manager' | 'peer';
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListMyTodoQuery {
	/** What is due on this day or before; by default within seven days. */
	until?: string;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListUsersQuery {
	/** Users whose name contains this text. */
	q?: string;
	/** The user with this address. */
	email?: string;
	/** Users with this role. */
	role?: 'member' | 'manager' | 'admin';
	/** Users of this department. */
	department_id?: string;
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListDepartmentsQuery {
	/** Departments whose name contains this text. */
	q?: string;
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListTeamsQuery {
	/** Teams whose name contains this text. */
	q?: string;
	/** Teams of this department. */
	department_id?: string;
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListUserTodoQuery {
	/** What is due on this day or before; by default within seven days. */
	until?: string;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListApiKeysQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListSessionsQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListImportsQuery {
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListAuditQuery {
	/** Rows of this type. */
	type?:
		| 'okr.created'
		| 'okr.updated'
		| 'okr.deleted'
		| 'okr.restored'
		| 'key_result.created'
		| 'key_result.updated'
		| 'key_result.deleted'
		| 'key_result.restored'
		| 'key_result.target_changed'
		| 'check_in.created'
		| 'check_in.updated'
		| 'check_in.deleted'
		| 'kpi.created'
		| 'kpi.updated'
		| 'kpi.deleted'
		| 'kpi_update.created'
		| 'kpi_update.updated'
		| 'kpi_update.deleted'
		| 'initiative.created'
		| 'initiative.updated'
		| 'initiative.deleted'
		| 'cycle.created'
		| 'cycle.updated'
		| 'cycle.deleted'
		| 'review_cycle.created'
		| 'review_cycle.updated'
		| 'review_cycle.deleted'
		| 'review.created'
		| 'review.updated'
		| 'review.shared'
		| 'review.deleted'
		| 'user.created'
		| 'user.updated'
		| 'user.deactivated'
		| 'user.reactivated'
		| 'team.created'
		| 'team.updated'
		| 'team.deleted'
		| 'department.created'
		| 'department.updated'
		| 'department.deleted'
		| 'api_key.created'
		| 'api_key.updated'
		| 'api_key.revoked'
		| 'api_key.rotated'
		| 'workspace.created'
		| 'workspace.journal_started'
		| 'workspace.updated'
		| 'user.invited'
		| 'sign_in.succeeded'
		| 'sign_in.failed'
		| 'sign_in.session_ended'
		| 'cycle.phase_changed'
		| 'import.applied'
		| 'import.reverted'
		| 'workspace.exported'
		| 'okr.closed'
		| 'okr.reopened'
		| 'workspace.restored'
		| 'user.deleted';
	/** Rows about this kind of record. */
	subject_type?:
		| 'okr'
		| 'key_result'
		| 'check_in'
		| 'kpi'
		| 'kpi_update'
		| 'initiative'
		| 'cycle'
		| 'review_cycle'
		| 'review'
		| 'user'
		| 'team'
		| 'department'
		| 'api_key'
		| 'workspace';
	/** Rows about this record. */
	subject_id?: string;
	/** What this person or this key did. */
	actor_id?: string;
	/** What came in by this door. */
	via?: 'api' | 'console' | 'mcp' | 'okrctl' | 'import' | 'connector' | 'courier';
	/** Written on this day (UTC) or later; a time stamp counts to the second. */
	from?: string | Date;
	/** Written on this day (UTC) or earlier, or up to this second. */
	to?: string | Date;
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListGoalsQuery {
	/** Goals of this kind of owner. */
	owner_type?:
		| 'company'
		| 'department'
		| 'team'
		| 'employee'
		| ('company' | 'department' | 'team' | 'employee')[];
	/** Goals whose title contains this text, whatever case and accents. */
	text?: string;
	/** Goals with this status. */
	status?: 'active' | 'completed' | 'cancelled' | ('active' | 'completed' | 'cancelled')[];
	/** Whether the goal is shared with others. */
	is_shared?: boolean | boolean[];
	/** Goals with this confidence level. */
	confidence_level?:
		| 'on_track'
		| 'at_risk'
		| 'off_track'
		| ('on_track' | 'at_risk' | 'off_track')[];
	/** Goals that end on this day or later. */
	date_period_start?: string;
	/** Goals that begin on this day or earlier. */
	date_period_end?: string;
	/** Only goals without a parent. */
	only_top_level?: boolean;
	/** Goals that contribute to one of these. */
	parent_goal_id?: string | string[];
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** false (the default), true, or any. */
	archived?: 'false' | 'true' | 'any';
	/** What the list is ordered by, `-` for descending; the newest come first without it. */
	sort?:
		| 'created_at'
		| '-created_at'
		| 'updated_at'
		| '-updated_at'
		| 'title'
		| '-title'
		| 'progress'
		| '-progress'
		| 'date_end'
		| '-date_end';
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListObjectivesQuery {
	/** Objectives of this period or cycle. */
	period?: string;
	/** Objectives of this team or department. */
	group_id?: string;
	/** Objectives that contribute to this one. */
	parent_objective_id?: string;
	/** Objectives with this tag. */
	tags?: string;
	/** Objectives whose title or description contains this text. */
	search?: string;
	/** true: deleted objectives as well. */
	include_deleted?: boolean;
	/** false (the default), true, or any. */
	archived?: 'false' | 'true' | 'any';
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** Records whose `id` is this. */
	id?: string;
	/** Records whose `tenant_id` is this. */
	tenant_id?: string;
	/** Records whose `app_id` is this. */
	app_id?: string;
	/** Records whose `created_at` is this. */
	created_at?: string | Date;
	/** Records whose `created_at` is this or greater. */
	created_at_from?: string | Date;
	/** Records whose `created_at` is this or less. */
	created_at_to?: string | Date;
	/** Records whose `updated_at` is this. */
	updated_at?: string | Date;
	/** Records whose `updated_at` is this or greater. */
	updated_at_from?: string | Date;
	/** Records whose `updated_at` is this or less. */
	updated_at_to?: string | Date;
	/** Records whose `created_by` is this. */
	created_by?: string;
	/** Records whose `updated_by` is this. */
	updated_by?: string;
	/** Records whose `source` is this. */
	source?: string;
	/** Records whose `source_type` is this. */
	source_type?: 'frontend' | 'backend' | 'server' | 'system' | 'api';
	/** Records whose `is_deleted` is this. */
	is_deleted?: boolean;
	/** Records whose `deleted_at` is this. */
	deleted_at?: string | Date;
	/** Records whose `deleted_at` is this or greater. */
	deleted_at_from?: string | Date;
	/** Records whose `deleted_at` is this or less. */
	deleted_at_to?: string | Date;
	/** Records whose `deleted_by` is this. */
	deleted_by?: string;
	/** Records whose `schema_version` is this. */
	schema_version?: number;
	/** Records whose `schema_version` is this or greater. */
	schema_version_from?: number;
	/** Records whose `schema_version` is this or less. */
	schema_version_to?: number;
	/** Records whose `title` is this. */
	title?: string;
	/** Records whose `description` is this. */
	description?: string;
	/** Records whose `category` is this. */
	category?: string;
	/** Records whose `owner_id` is this. */
	owner_id?: string;
	/** Records whose `status` is this. */
	status?: 'draft' | 'active' | 'completed' | 'cancelled';
	/** Records whose `progress_pct` is this. */
	progress_pct?: number;
	/** Records whose `progress_pct` is this or greater. */
	progress_pct_from?: number;
	/** Records whose `progress_pct` is this or less. */
	progress_pct_to?: number;
	/** Records whose `weight` is this. */
	weight?: number;
	/** Records whose `weight` is this or greater. */
	weight_from?: number;
	/** Records whose `weight` is this or less. */
	weight_to?: number;
	/** Records whose `check_in_frequency` is this. */
	check_in_frequency?: 'weekly' | 'biweekly' | 'monthly' | 'quarterly';
	/** Records whose `last_check_in_at` is this. */
	last_check_in_at?: string | Date;
	/** Records whose `last_check_in_at` is this or greater. */
	last_check_in_at_from?: string | Date;
	/** Records whose `last_check_in_at` is this or less. */
	last_check_in_at_to?: string | Date;
	/** Records whose `version` is this. */
	version?: number;
	/** Records whose `version` is this or greater. */
	version_from?: number;
	/** Records whose `version` is this or less. */
	version_to?: number;
	/** What the list is ordered by, `-` for descending; the newest come first without it. */
	sort?:
		| 'created_at'
		| '-created_at'
		| 'updated_at'
		| '-updated_at'
		| 'title'
		| '-title'
		| 'progress'
		| '-progress'
		| 'date_end'
		| '-date_end';
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}

export interface ListObjectiveKeyResultsQuery {
	/** Key results of this objective. */
	objective_id?: string;
	/** Key results with this tag. */
	tags?: string;
	/** Key results whose title or description contains this text. */
	search?: string;
	/** true: deleted key results as well. */
	include_deleted?: boolean;
	/** Changed at this time or later. */
	updated_since?: string | Date;
	/** Records whose `id` is this. */
	id?: string;
	/** Records whose `tenant_id` is this. */
	tenant_id?: string;
	/** Records whose `app_id` is this. */
	app_id?: string;
	/** Records whose `created_at` is this. */
	created_at?: string | Date;
	/** Records whose `created_at` is this or greater. */
	created_at_from?: string | Date;
	/** Records whose `created_at` is this or less. */
	created_at_to?: string | Date;
	/** Records whose `updated_at` is this. */
	updated_at?: string | Date;
	/** Records whose `updated_at` is this or greater. */
	updated_at_from?: string | Date;
	/** Records whose `updated_at` is this or less. */
	updated_at_to?: string | Date;
	/** Records whose `created_by` is this. */
	created_by?: string;
	/** Records whose `updated_by` is this. */
	updated_by?: string;
	/** Records whose `source` is this. */
	source?: string;
	/** Records whose `source_type` is this. */
	source_type?: 'frontend' | 'backend' | 'server' | 'system' | 'api';
	/** Records whose `is_deleted` is this. */
	is_deleted?: boolean;
	/** Records whose `deleted_at` is this. */
	deleted_at?: string | Date;
	/** Records whose `deleted_at` is this or greater. */
	deleted_at_from?: string | Date;
	/** Records whose `deleted_at` is this or less. */
	deleted_at_to?: string | Date;
	/** Records whose `deleted_by` is this. */
	deleted_by?: string;
	/** Records whose `schema_version` is this. */
	schema_version?: number;
	/** Records whose `schema_version` is this or greater. */
	schema_version_from?: number;
	/** Records whose `schema_version` is this or less. */
	schema_version_to?: number;
	/** Records whose `title` is this. */
	title?: string;
	/** Records whose `metric_type` is this. */
	metric_type?: 'number' | 'percentage' | 'currency' | 'boolean';
	/** Records whose `baseline` is this. */
	baseline?: number;
	/** Records whose `baseline` is this or greater. */
	baseline_from?: number;
	/** Records whose `baseline` is this or less. */
	baseline_to?: number;
	/** Records whose `target` is this. */
	target?: number;
	/** Records whose `target` is this or greater. */
	target_from?: number;
	/** Records whose `target` is this or less. */
	target_to?: number;
	/** Records whose `current` is this. */
	current?: number;
	/** Records whose `current` is this or greater. */
	current_from?: number;
	/** Records whose `current` is this or less. */
	current_to?: number;
	/** Records whose `unit` is this. */
	unit?: string;
	/** Records whose `direction` is this. */
	direction?: 'increase' | 'decrease';
	/** Records whose `owner_id` is this. */
	owner_id?: string;
	/** Records whose `data_source` is this. */
	data_source?: 'manual' | 'connector' | 'query';
	/** Records whose `connector_id` is this. */
	connector_id?: string;
	/** Records whose `query` is this. */
	query?: string;
	/** Records whose `progress_pct` is this. */
	progress_pct?: number;
	/** Records whose `progress_pct` is this or greater. */
	progress_pct_from?: number;
	/** Records whose `progress_pct` is this or less. */
	progress_pct_to?: number;
	/** Records whose `status` is this. */
	status?: 'not_started' | 'on_track' | 'at_risk' | 'off_track';
	/** Records whose `last_update_at` is this. */
	last_update_at?: string | Date;
	/** Records whose `last_update_at` is this or greater. */
	last_update_at_from?: string | Date;
	/** Records whose `last_update_at` is this or less. */
	last_update_at_to?: string | Date;
	/** Records whose `weight` is this. */
	weight?: number;
	/** Records whose `weight` is this or greater. */
	weight_from?: number;
	/** Records whose `weight` is this or less. */
	weight_to?: number;
	/** Records whose `version` is this. */
	version?: number;
	/** Records whose `version` is this or greater. */
	version_from?: number;
	/** Records whose `version` is this or less. */
	version_to?: number;
	/** What the list is ordered by, `-` for descending; the newest come first without it. */
	sort?:
		| 'created_at'
		| '-created_at'
		| 'updated_at'
		| '-updated_at'
		| 'title'
		| '-title'
		| 'progress'
		| '-progress';
	/** The fields that each record of the answer has, with commas between them; `key_results.title` is a field of the records within. `id` is always there. Without it the answer has all of them, but for those that are shown on request alone. */
	fields?: string;
	/** How many records a page has at most: up to 500, or what the key's own page limit says. */
	limit?: number;
	/** Where the page begins, as the page before it said. */
	cursor?: string;
}
