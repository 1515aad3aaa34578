-- ARGV: base, key, group, value, due, expires, precondition, version.
-- Returns the new version, 0 for a conflict.
local base, key, group = ARGV[1], ARGV[2], ARGV[3]
local record = base .. 'r:' .. key
local old = redis.call('HMGET', record, 'n', 'g')
if ARGV[7] == '1' and old[1] then return 0 end
if ARGV[7] == '2' and old[1] ~= ARGV[8] then return 0 end

-- Versions follow the clock and never stand still, so that a record which was
-- deleted and made anew is not mistaken for the old one.
local time = redis.call('TIME')
local version = tonumber(time[1]) * 1000000 + tonumber(time[2])
version = math.max(version, tonumber(redis.call('GET', KEYS[1]) or '0') + 1)
version = string.format('%.0f', version)
redis.call('SET', KEYS[1], version)

if old[2] and old[2] ~= group then redis.call('ZREM', base .. 'g:' .. old[2], key) end
redis.call('DEL', record)
redis.call('HSET', record, 'v', ARGV[4], 'n', version, 'g', group, 'd', ARGV[5], 'e', ARGV[6])
if ARGV[6] ~= '0' then redis.call('PEXPIREAT', record, ARGV[6]) end
redis.call('ZADD', base .. 'keys', 0, key)
redis.call('ZADD', base .. 'g:' .. group, 0, key)
if ARGV[5] == '0' then
  redis.call('ZREM', base .. 'due', key)
else
  redis.call('ZADD', base .. 'due', ARGV[5], key)
end
return tonumber(version)
