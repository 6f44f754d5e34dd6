-- Leads an interview to a media server and notes it there, in one step: tickets that are asked for at the same moment
-- spread over the servers, whichever backend they are asked from.
--
-- KEYS: the set of server ids; the id of the server that the interview was led to before.
-- ARGV: the interview; "joins" for the WebSocket of an open session, else "opens"; prefixes of the keys of a server's
--       report and of the interviews on their way to it; for how many seconds they are on their way, and remembered.
-- Returns the server's URL; "" when no server has room; nil when there is no server.

local servers, memory = KEYS[1], KEYS[2]
local interview, joins, report_prefix, arrivals_prefix = ARGV[1], ARGV[2] == 'joins', ARGV[3], ARGV[4]
local arrival_seconds, memory_seconds = tonumber(ARGV[5]), tonumber(ARGV[6])
local now = tonumber(redis.call('TIME')[1])

-- How many places other interviews take, and whether this one has its session here.
local function occupancy(id, report)
  local here, others = {}, 0
  for _, one in ipairs(report.interviews) do here[one] = true end
  local has_session = here[interview] ~= nil
  for _, one in ipairs(redis.call('ZRANGEBYSCORE', arrivals_prefix .. id, now - arrival_seconds, '+inf')) do
    here[one] = true
  end
  for one in pairs(here) do
    if one ~= interview then others = others + 1 end
  end
  return others, has_session
end

local remembered = redis.call('GET', memory)
local is_any, best = false, nil
for _, id in ipairs(redis.call('SMEMBERS', servers)) do
  local text = redis.call('GET', report_prefix .. id)
  if text then
    is_any = true
    local report = cjson.decode(text)
    local others, has_session = occupancy(id, report)
    -- The report itself tells where a session is when a flush has taken the memory.
    local rank = id == remembered and 0 or has_session and 1 or 2
    local load = others / report.capacity
    if load < 1 or (joins and rank < 2) then
      if not best or rank < best.rank or (rank == best.rank and load < best.load) then
        best = {id = id, url = report.url, rank = rank, load = load}
      end
    end
  else
    redis.call('SREM', servers, id)
  end
end

if not best then return is_any and '' or nil end

local arrivals = arrivals_prefix .. best.id
redis.call('SET', memory, best.id, 'EX', memory_seconds)
redis.call('ZREMRANGEBYSCORE', arrivals, '-inf', now - arrival_seconds)
redis.call('ZADD', arrivals, now, interview)
redis.call('EXPIRE', arrivals, arrival_seconds)
return best.url
