-- Requests for wrk, from the file that is named behind `--`: one a line, as METHOD, path, API key
-- and body, parted by tabs. {n} in a body becomes a number that changes. Every POST gets an
-- Idempotency-Key of its own. Prints what was measured as one line that bench.mjs reads.

local lines, at, made = {}, 0, 0
local extra = os.getenv("BENCH_HEADER") -- "Name: value"
local unique = tostring(os.time()) .. "-" .. tostring(math.random(1, 1000000000))

function init(arguments)
	math.randomseed(os.time())
	for line in io.lines(arguments[1]) do
		local method, path, key, body = line:match("^(%S+)\t(%S+)\t(%S*)\t?(.*)$")
		local headers = {}

		if key ~= "" then
			headers["Authorization"] = "Bearer " .. key
		end
		if extra then
			local name, value = extra:match("^([^:]+): (.*)$")
			headers[name] = value
		end
		if method == "POST" then
			headers["Content-Type"] = "application/json"
			lines[#lines + 1] = { method = method, path = path, headers = headers, body = body }
		else
			lines[#lines + 1] = wrk.format(method, path, headers)
		end
	end
	-- In an order of chance, so that connections do not meet at one workspace. Pairs stay pairs.
	at = os.getenv("BENCH_PAIRS") and 0 or math.random(0, #lines - 1)
end

function request()
	local line = lines[at % #lines + 1]

	at = at + 1
	if type(line) == "string" then
		return line
	end
	made = made + 1
	line.headers["Idempotency-Key"] = unique .. "-" .. made
	return wrk.format(line.method, line.path, line.headers,
		(line.body:gsub("{n}", tostring(made % 97))))
end

function done(summary, latency)
	io.write(string.format("BENCH %d %d %d %d %d %d\n", summary.requests, summary.duration,
		summary.errors.status, summary.errors.connect + summary.errors.read +
		summary.errors.write + summary.errors.timeout, latency:percentile(50),
		latency:percentile(99)))
end
