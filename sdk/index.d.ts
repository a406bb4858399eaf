/**
 * Types of the client. Records have the names that the server gives them; a record that is made or
 * changed takes any part of it, and what only the server may say is ignored.
 */

// ---- the client

export interface OkrClientOptions {
	/** Where the server is: "https://okr.example.org"; "/api/v1" may stand behind it. */
	baseUrl: string | URL;
	/** An API key or a JWT, or a function that is asked for one before each request. */
	apiKey: string | (() => string | Promise<string>);
	/** For each try. 30000 by default. */
	timeoutMs?: number;
	/** How often a request is sent again after 429, 503 or no answer. 3 by default, 0 for never. */
	maxRetries?: number;
	/** A longer wait than this is not begun: the error is thrown at once. 60000 by default. */
	maxDelayMs?: number;
	fetch?: typeof globalThis.fetch;
	/** Waits between two tries; for tests. */
	sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface CallOptions {
	signal?: AbortSignal;
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

/** Filters, `limit`, `sort`, `cursor`. */
export type Query = Record<string, Scalar | string[]>;

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

export interface Resource<T, Deleted = void> {
	list(query?: Query, options?: CallOptions): List<T>;
	get(id: string, options?: CallOptions): Promise<T>;
	create(fields?: Fields<T>, options?: CreateOptions): Promise<T>;
	update(id: string, changes: Fields<T>, options?: WriteOptions): Promise<T>;
	delete(id: string, options?: WriteOptions): Promise<Deleted>;
}

/** What is sent: any part of the record, and what later versions of the server may take. */
export type Fields<T> = Partial<T> & Record<string, unknown>;

export class OkrClient {
	constructor(options: OkrClientOptions);

	/** Objectives and key results as documents with stamps and versions; deleting is soft. */
	readonly okr: {
		readonly objectives: Resource<Objective, Objective>;
		readonly keyResults: Resource<ObjectiveKeyResult, ObjectiveKeyResult>;
	};

	/** Goals: a weighted tree. */
	readonly goals: Omit<Resource<Goal>, 'get'> & {
		/** `depth`: how many levels of children stand in the answer, 1 to 5. */
		get(id: string, options?: CallOptions & { depth?: number }): Promise<Goal>;
		search(filters?: GoalFilters, options?: CallOptions): List<Goal>;
		checkin(goalId: string, keyResultId: string, fields: GoalCheckinFields,
			options?: CreateOptions): Promise<GoalCheckinAnswer>;
		readonly keyResults: Pick<SubResource<GoalKeyResult>, 'create' | 'update' | 'delete'>;
	};

	readonly okrs: Resource<Okr> & {
		restore(id: string, options?: CreateOptions): Promise<Okr>;
	};

	readonly keyResults: Omit<Resource<KeyResult>, 'create'> & {
		create(okrId: string, fields: Fields<KeyResult>, options?: CreateOptions): Promise<KeyResult>;
		restore(id: string, options?: CreateOptions): Promise<KeyResult>;
		checkin(id: string, fields: CheckinFields, options?: CreateOptions): Promise<Checkin>;
	};

	readonly checkins: Omit<Resource<Checkin>, 'create' | 'list'> & {
		/** The history of a key result, newest first. */
		list(keyResultId: string, query?: Query, options?: CallOptions): List<Checkin>;
		create(keyResultId: string, fields: CheckinFields, options?: CreateOptions): Promise<Checkin>;
		/** Up to 500, all or nothing. */
		batch(checkins: (CheckinFields & { key_result_id: string })[],
			options?: CreateOptions): Promise<Checkin[]>;
	};

	readonly cycles: Resource<Cycle>;
	readonly kpis: Resource<Kpi> & { readonly updates: SubResource<KpiUpdate> };
	readonly initiatives: Resource<Initiative, { success: true }>;
	readonly users: Resource<User>;
	readonly teams: Resource<Team>;
	readonly departments: Resource<Department>;

	/** Whose credential this is. */
	me(options?: CallOptions): Promise<Record<string, unknown>>;

	/** Any route, e.g. `request('GET', '/reports/risks')`. */
	request<T = unknown>(method: string, route: string, options?: RequestOptions): Promise<Answer<T>>;
}

/** Records under another; its id comes first. */
export interface SubResource<T> {
	list(ownerId: string, query?: Query, options?: CallOptions): List<T>;
	create(ownerId: string, fields: Fields<T>, options?: CreateOptions): Promise<T>;
	update(ownerId: string, id: string, changes: Fields<T>, options?: WriteOptions): Promise<T>;
	delete(ownerId: string, id: string, options?: WriteOptions): Promise<void>;
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

// ---- words

/** An id in any form: a UUID, or one of the forms of the objectives dialect. */
export type Id = string;
/** 2026-04-19T12:00:00Z */
export type Timestamp = string;
/** 2026-04-19 */
export type CalendarDate = string;
export type MetricType = 'number' | 'percentage' | 'currency' | 'boolean';
export type Direction = 'increase' | 'decrease';
export type Status = 'on_track' | 'at_risk' | 'off_track' | 'not_started';
export type Confidence = 'on_track' | 'at_risk' | 'off_track';
export type Lifecycle = 'draft' | 'active' | 'completed' | 'cancelled';
export type Frequency = 'weekly' | 'biweekly' | 'monthly' | 'quarterly';
/** A number; for a boolean key result yes and no as well. */
export type Value = number | boolean | 'yes' | 'no';

// ---- client.okr: the objectives dialect

export interface Stamps {
	readonly id: Id;
	readonly tenant_id: string;
	readonly app_id: string | null;
	readonly created_at: Timestamp;
	readonly updated_at: Timestamp;
	readonly created_by: Id | null;
	readonly updated_by: Id | null;
	source: string;
	source_type: 'frontend' | 'backend' | 'server' | 'system' | 'api';
	readonly is_deleted: boolean;
	readonly deleted_at: Timestamp | null;
	readonly deleted_by: Id | null;
	readonly schema_version: number;
	/** Sent with an update it must be the current one, else a ConflictError. */
	version: number;
}

export interface Objective extends Stamps {
	period: string | null;
	title: string;
	description: string | null;
	category: string | null;
	owner_id: Id | null;
	group_id: Id | null;
	parent_objective_id: Id | null;
	key_result_ids: Id[];
	status: Lifecycle;
	/** 0 to 100. */
	readonly progress_pct: number;
	weight: number;
	linked_project_ids: unknown;
	dependencies: unknown;
	check_in_frequency: Frequency;
	readonly last_check_in_at: Timestamp | null;
	tags: string[] | null;
}

export interface ObjectiveKeyResult extends Stamps {
	objective_id: Id | null;
	title: string;
	metric_type: MetricType;
	baseline: number;
	target: number;
	current: number;
	unit: string | null;
	direction: Direction;
	owner_id: Id | null;
	data_source: 'manual' | 'connector' | 'query';
	connector_id: string | null;
	query: string | null;
	/** 0 to 100. */
	readonly progress_pct: number;
	status: Status;
	readonly last_update_at: Timestamp | null;
	/** Oldest first. */
	readonly history: HistoryEntry[];
	tags: string[] | null;
	weight: number;
}

export interface HistoryEntry {
	at: Timestamp;
	value: number;
	previous_value: number | null;
	source: 'check_in' | 'edit';
	status: Status | 'blocked' | null;
	comment: string | null;
	by: Id | null;
}

// ---- client.goals

export type OwnerType = 'company' | 'department' | 'team' | 'employee';
export type GoalStatus = 'active' | 'completed' | 'cancelled';

export interface Goal {
	readonly id: Id;
	parent_goal_id: Id | null;
	title: string;
	description: string | null;
	owner_type: OwnerType;
	owner_employee_id: Id | null;
	owner_department_id: Id | null;
	owner_team_id: Id | null;
	is_shared: boolean;
	assign_to_ids: Id[];
	visible_to_ids: Id[];
	date_start: CalendarDate | null;
	date_end: CalendarDate | null;
	status: GoalStatus;
	/** 0 to 1. */
	readonly progress: number;
	readonly confidence_level: Confidence | null;
	weight: number;
	is_archived: boolean;
	readonly goal_key_results_count: number;
	readonly has_children: boolean;
	readonly created_at: Timestamp;
	readonly updated_at: Timestamp;
	/** These three not in summaries, the lists not in searches. */
	readonly parent_goal?: Goal | null;
	readonly goal_key_results?: GoalKeyResult[];
	readonly children?: Goal[];
}

export interface GoalKeyResult {
	readonly id: Id;
	readonly goal_id: Id;
	title: string;
	description: string | null;
	metric_type: MetricType;
	start_value: number;
	target_value: number;
	current_value: number;
	unit: string | null;
	/** 0 to 1. */
	readonly progress: number;
	readonly confidence_level: Confidence | null;
	weight: number;
	readonly created_at: Timestamp;
	readonly updated_at: Timestamp;
	/** The newest 50, where the goal itself was asked for. */
	readonly goal_key_result_check_ins?: GoalCheckin[];
}

export interface GoalCheckin {
	readonly id: Id;
	readonly goal_key_result_id: Id;
	employee_id: Id | null;
	value: number;
	confidence_level: Confidence;
	comment: string | null;
	readonly acl: 'everyone' | 'restricted';
	readonly created_by: Id | null;
	assign_to: string[] | null;
	/** Who alone finds it, beside its author, those in `assign_to`, owners and admins; none: everybody. */
	visible_to: string[] | null;
	readonly created_at: Timestamp;
}

export interface GoalCheckinFields {
	value: Value;
	confidence_level?: Confidence | null;
	comment?: string | null;
	employee_id?: Id | null;
	assign_to?: string[] | null;
	visible_to?: string[] | null;
}

export interface GoalCheckinAnswer {
	check_in: GoalCheckin;
	key_result: Pick<GoalKeyResult, 'id' | 'current_value' | 'progress' | 'confidence_level'>;
	/** What the check-in moved: the nearest goal first, the root last. */
	goals: Pick<Goal, 'id' | 'progress' | 'confidence_level'>[];
}

type OneOrMany<T> = T | T[];

/** Filters combine with AND; a list means any of its values. */
export interface GoalFilters {
	owner_type?: OneOrMany<OwnerType>;
	/** In the title, whatever case and accents. */
	text?: string;
	status?: OneOrMany<GoalStatus>;
	is_shared?: OneOrMany<boolean>;
	confidence_level?: OneOrMany<Confidence>;
	date_period_start?: CalendarDate;
	date_period_end?: CalendarDate;
	only_top_level?: boolean;
	parent_goal_id?: OneOrMany<Id>;
	updated_since?: Timestamp;
	archived?: boolean | 'any';
	/** created_at, updated_at, title, progress or date_end; "-" before it for descending. */
	sort?: string;
	/** Records a page, 50 by default, 500 at most. */
	limit?: number;
	cursor?: string;
}

// ---- client.okrs and what belongs to it

export interface Okr {
	readonly id: Id;
	title: string;
	description: string | null;
	/** "company" is taken for "org". */
	type: 'org' | 'company' | 'department' | 'team' | 'individual';
	readonly owner: string | null;
	owner_id: Id | null;
	department_id: Id | null;
	team_id: Id | null;
	visibility: 'organisation' | 'department' | 'team';
	/** 0 to 1. */
	readonly progress: number;
	readonly status: Status;
	readonly health_score: number;
	readonly health: Health;
	readonly confidence_level: Confidence | null;
	readonly cycle: string | null;
	cycle_id: Id | null;
	parent_okr_id: Id | null;
	weight: number;
	lifecycle: Lifecycle;
	is_archived: boolean;
	check_in_frequency: Frequency;
	tags: string[] | null;
	readonly last_check_in_at: Timestamp | null;
	readonly created_at: Timestamp;
	readonly updated_at: Timestamp;
	/** May be made together with the OKR. */
	key_results: Fields<KeyResult>[];
}

export interface Health {
	score: number;
	expected_progress: number;
	gap: number;
	days_since_check_in: number | null;
	stalled: boolean;
	trend: 'regressing' | 'declining' | 'flat' | 'steady';
}

export interface KeyResult {
	readonly id: Id;
	readonly okr_id: Id | null;
	title: string;
	description: string | null;
	metric_type: MetricType;
	start_value: number;
	current_value: number;
	target_value: number;
	unit: string | null;
	direction: Direction;
	weight: number;
	/** 0 to 1. */
	readonly progress: number;
	/** Progress that may be beyond 1 or below 0. */
	readonly attainment: number;
	readonly status: Status;
	readonly confidence_level: Confidence | null;
	readonly trend: Health['trend'];
	owner_id: Id | null;
	readonly last_check_in_at: Timestamp | null;
	readonly created_at: Timestamp;
	readonly updated_at: Timestamp;
}

export interface Checkin {
	readonly id: Id;
	readonly okr_id: Id | null;
	readonly key_result_id: Id;
	value: number;
	readonly previous_value: number | null;
	status: Confidence | 'blocked';
	comment: string | null;
	blocker_note: string | null;
	readonly author: string | null;
	readonly author_id: Id | null;
	checked_in_at: Timestamp;
	readonly created_at: Timestamp;
}

export interface CheckinFields {
	value: Value;
	status?: Checkin['status'];
	comment?: string | null;
	/** Needed when the status is "blocked". */
	blocker_note?: string | null;
	/** For what happened earlier. */
	checked_in_at?: Timestamp;
}

export interface Cycle {
	readonly id: Id;
	name: string;
	start_date: CalendarDate;
	end_date: CalendarDate;
	readonly status: 'active' | 'upcoming' | 'ended';
}

export interface Kpi {
	readonly id: Id;
	readonly organisation_id: Id;
	name: string;
	description: string | null;
	owner_id: Id | null;
	team_id: Id | null;
	category: 'acquisition' | 'conversion' | 'retention' | 'revenue' | 'custom' | null;
	group_name: string | null;
	readonly current: number | null;
	current_value: number | null;
	readonly target: number | null;
	target_value: number | null;
	unit: string | null;
	readonly status: Status;
	readonly overdue: boolean;
	readonly ratio: number | null;
	update_frequency: 'weekly' | 'monthly' | 'quarterly';
	direction: 'higher' | 'lower';
	readonly last_updated: Timestamp | null;
	readonly last_updated_at: Timestamp | null;
	readonly created_by: Id | null;
	readonly created_at: Timestamp;
	readonly updated_at: Timestamp;
}

export interface KpiUpdate {
	readonly id: Id;
	readonly kpi_id: Id;
	/** Sent; the answer calls it `new_value`. */
	value?: number;
	/** Null when the value was cleared. */
	readonly new_value: number | null;
	readonly previous_value: number | null;
	comment: string | null;
	readonly created_by: Id | null;
	readonly created_at: Timestamp;
}

export interface Initiative {
	readonly id: Id;
	title: string;
	description: string | null;
	status: 'todo' | 'in_progress' | 'done' | 'blocked';
	priority: 'p0' | 'p1' | 'p2' | 'p3' | null;
	start_date: CalendarDate | null;
	end_date: CalendarDate | null;
	owner_id: Id | null;
	kr_id: Id | null;
	okr_id: Id | null;
	readonly created_at: Timestamp;
	readonly updated_at: Timestamp;
}

export interface User {
	readonly id: Id;
	name: string;
	email: string;
	role: 'admin' | 'manager' | 'member';
	department_id: Id | null;
	team_ids: Id[];
	external_id: string | null;
	active: boolean;
	readonly created_at: Timestamp;
	readonly updated_at: Timestamp;
}

export interface Team {
	readonly id: Id;
	name: string;
	department_id: Id | null;
}

export interface Department {
	readonly id: Id;
	name: string;
	parent_id: Id | null;
}
