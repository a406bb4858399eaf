/*
 * The limit of the transport: a FastCGI program of the plainest kind, libfcgi and nothing else,
 * that answers a constant body. `/…/SIZE` gives so many bytes, `/…/304` an answer without any.
 * It forks its workers and leaves everything else to whoever measures with it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcgiapp.h>

enum { BACKLOG = 1024, BODY_MAX = 64 << 20, NOT_MODIFIED = 304 };

static const char head[] =
	"Status: %d %s\r\n"
	"Cache-Control: private, no-cache\r\n"
	"Vary: Authorization, Accept, Accept-Encoding\r\n"
	"Content-Type: application/json; charset=utf-8\r\n"
	"ETag: \"0-0123456789abcdef-20260101-0123456789abcdef\"\r\n";

static int number_at_end(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	long number = slash ? strtol(slash + 1, NULL, 10) : 0;

	return number > 0 && number <= BODY_MAX ? (int)number : 0;
}

static void answer(FCGX_Request *request, const char *body)
{
	int size = number_at_end(FCGX_GetParam("REQUEST_URI", request->envp));

	if (size == NOT_MODIFIED) {
		FCGX_FPrintF(request->out, head, NOT_MODIFIED, "Not Modified");
		FCGX_PutS("\r\n", request->out);
		return;
	}
	FCGX_FPrintF(request->out, head, 200, "OK");
	FCGX_FPrintF(request->out, "Content-Length: %d\r\n\r\n", size);
	FCGX_PutStr(body, size, request->out);
}

static void serve(int listener)
{
	char *body = malloc(BODY_MAX);
	FCGX_Request request;

	if (!body)
		abort();
	memset(body, 'x', BODY_MAX);
	FCGX_InitRequest(&request, listener, 0);
	while (FCGX_Accept_r(&request) == 0) {
		answer(&request, body);
		FCGX_Finish_r(&request);
	}
}

int main(int count, char **values)
{
	int listener, workers;

	if (count != 3) {
		fputs("usage: null_responder SOCKET WORKERS\n", stderr);
		return 2;
	}
	FCGX_Init();
	listener = FCGX_OpenSocket(values[1], BACKLOG);
	workers = (int)strtol(values[2], NULL, 10);
	if (listener < 0)
		return 1;
	for (int i = 0; i < workers; i++) {
		if (fork() == 0) {
			serve(listener);
			return 0;
		}
	}
	while (wait(NULL) > 0)
		continue;
	return 0;
}
