-- The generic cell rate algorithm, as store.Cell. ARGV: now, every, burst, all
-- in microseconds but the burst. Returns how long to wait, in microseconds.
local now, every, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = tonumber(redis.call('GET', KEYS[1]) or '0')
-- Of a clock that was set back: as used up as it can be.
local most = now + burst * every
local next, wait = math.max(math.min(full, most), now) + every, 0
if next > most then
  if full <= most then return next - most end
  next, wait = most, every
end
-- The key ends with the allowance; the caller's clock may differ from Redis's.
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000) + 1000)
return wait
