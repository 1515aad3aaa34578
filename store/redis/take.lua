-- The generic cell rate algorithm, as store.Cell. ARGV: now, every, burst, all
-- in microseconds but the burst. Returns how long to wait, in microseconds.
local now, every, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = tonumber(redis.call('GET', KEYS[1]) or '0')
local next = math.max(full, now) + every
local early = next - now - burst * every
if early > 0 then return early end
-- The key ends with the allowance; the caller's clock may differ from Redis's.
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000) + 1000)
return 0
