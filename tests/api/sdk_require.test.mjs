/*
 * The tests of the JavaScript client once more, with the build that require() gives.
 */
process.env.OKR_TEST_SDK = 'require';
await import('./sdk.test.mjs');
