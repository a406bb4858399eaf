// Loaded before each test file (script/test). No file takes as long as this: one that hangs fails here, by
// name, before it hangs the whole run.
const MAX_MINUTES = 20;

if (process.env.NODE_TEST_CONTEXT) {
	setTimeout(() => {
		process.stderr.write(`${process.argv[1]} was not done after ${MAX_MINUTES} minutes.\n`);
		process.exit(1);
	}, MAX_MINUTES * 60000).unref();
}
