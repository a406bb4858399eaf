/*
 * Prints the API description of a server at "/", as `make documents` writes it into docs/. It is
 * built for that target alone.
 */
#include <stdio.h>

#include "api/api.h"

int main(void)
{
	struct buffer out = { 0 };
	size_t written;

	api_describe(&out, TEXT("/"));
	written = fwrite(out.data, 1, out.size, stdout);
	return written == out.size && fflush(stdout) == 0 ? 0 : 1;
}
