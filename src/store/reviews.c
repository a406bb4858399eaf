/*
 * Statements about reviews: who reviewed how many, and the answers of some of them. Reviews
 * themselves are read by things.c.
 */
#include "store/reviews.h"

#include "store/statement.h"

static const char count_sql[] =
	"SELECT review_cycle_id, COUNT(DISTINCT employee_id) "
	"FROM review WHERE organisation_id = ? GROUP BY review_cycle_id";
static const char load_sql[] =
	"SELECT question, answer FROM review_answer "
	"WHERE organisation_id = ? AND review_id = ? ORDER BY position";
static const char clear_sql[] =
	"DELETE FROM review_answer "
	"WHERE organisation_id = ? AND review_id = ?";
static const char add_sql[] =
	"INSERT INTO review_answer (organisation_id, review_id, position, question, answer) "
	"VALUES (?, ?, ?, ?, ?)";

static const struct field count_fields[] = {
	FIELD(struct review_count, review_cycle_id, FIELD_COLUMN),
	FIELD(struct review_count, people, FIELD_COLUMN),
};
static const struct form count_form = FORM(struct review_count, count_fields);

const struct error *review_count_people(struct db *db, struct id organisation_id, struct list *out)
{
	struct value value = value_id(organisation_id);

	return db_rows(db, count_sql, &value, 1, &count_form, out);
}

const struct error *review_load_answers(struct db *db, struct review *review)
{
	struct value values[] = { value_id(review->record.organisation_id),
				  value_id(review->record.id) };

	return db_rows(db, load_sql, values, 2, &review_answer_thing.form, &review->answers);
}

const struct error *review_store_answers(struct db *db, const struct review *review)
{
	const struct review_answer *answers = review->answers.items;
	struct value key[] = { value_id(review->record.organisation_id),
			       value_id(review->record.id) };
	const struct error *error = db_run(db, clear_sql, key, 2, NULL);

	for (size_t i = 0; !error && i < review->answers.count; i++) {
		struct value values[] = { key[0], key[1], value_integer((int64_t)i),
					  value_text(answers[i].question),
					  value_text(answers[i].answer) };

		error = db_run(db, add_sql, values, 5, NULL);
	}
	return error;
}
