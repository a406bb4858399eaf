/*
 * The Model Context Protocol (https://modelcontextprotocol.io/specification) over Streamable HTTP,
 * by POST alone, without sessions: revision 2026-07-28, which is stateless, and 2025-11-25 and
 * 2025-06-18, which begin with `initialize`. A tool is a route without a path: the same gate, views
 * and services as REST. Private to the api room.
 */
#ifndef OKR_API_MCP_H
#define OKR_API_MCP_H

#include "api/route.h"

extern const struct route_group mcp_routes;

#endif
