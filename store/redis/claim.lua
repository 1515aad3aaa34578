-- ARGV: base, now, later, limit. Returns key, v, n, g, d, e of each record that
-- is due, which is put off to later.
local base, due = ARGV[1], ARGV[1] .. 'due'
local limit, out = tonumber(ARGV[4]), {}
while #out < limit do
  local keys = redis.call('ZRANGEBYSCORE', due, '-inf', ARGV[2], 'LIMIT', 0, limit - #out)
  if #keys == 0 then break end
  for _, key in ipairs(keys) do
    local record = base .. 'r:' .. key
    local r = redis.call('HMGET', record, 'v', 'n', 'g', 'd', 'e')
    if r[2] then
      local time = redis.call('TIME')
      local version = math.max(tonumber(time[1]) * 1000000 + tonumber(time[2]), tonumber(redis.call('GET', KEYS[1]) or '0') + 1)
      version = string.format('%.0f', version)
      redis.call('SET', KEYS[1], version)
      redis.call('HSET', record, 'n', version, 'd', ARGV[3])
      redis.call('ZADD', due, ARGV[3], key)
      out[#out + 1] = {key, r[1], version, r[3], ARGV[3], r[5]}
    else
      redis.call('ZREM', due, key)
    end
  end
end
return out
