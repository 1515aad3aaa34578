-- ARGV: base, start of the range, index, limit. Returns key, v, n, g, d, e of
-- each record. A key whose record has expired is taken out of the index.
local base, index = ARGV[1], ARGV[1] .. ARGV[3]
local from, limit, out = ARGV[2], tonumber(ARGV[4]), {}
while #out < limit do
  local keys = redis.call('ZRANGEBYLEX', index, from, '+', 'LIMIT', 0, limit - #out)
  if #keys == 0 then break end
  for _, key in ipairs(keys) do
    local r = redis.call('HMGET', base .. 'r:' .. key, 'v', 'n', 'g', 'd', 'e')
    if r[2] and (ARGV[3] == 'keys' or 'g:' .. r[3] == ARGV[3]) then
      out[#out + 1] = {key, r[1], r[2], r[3], r[4], r[5]}
    else
      redis.call('ZREM', index, key)
    end
    from = '(' .. key
  end
end
return out
