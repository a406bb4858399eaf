/*
 * Import this before everything else of tests/lib: the server that is started then lets people ask as
 * often as they like. For tests that walk many routes in the name of a few.
 */
process.env.OKR_RATE_LIMIT = '0';
process.env.OKR_SESSION_RATE_LIMIT = '0';
// The server that others share has limits of its own.
delete process.env.OKR_TEST_ENV;
