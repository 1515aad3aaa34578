-- ARGV: base, key. Returns 1 if there was a record.
local base, key = ARGV[1], ARGV[2]
local record = base .. 'r:' .. key
local group = redis.call('HGET', record, 'g')
if group then redis.call('ZREM', base .. 'g:' .. group, key) end
redis.call('ZREM', base .. 'keys', key)
redis.call('ZREM', base .. 'due', key)
return redis.call('DEL', record)
