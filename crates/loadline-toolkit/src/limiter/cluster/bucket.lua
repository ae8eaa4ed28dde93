-- The generic cell rate algorithm on the server's clock. A bucket is one number, the moment at which it is full again, in
-- microseconds since 2025; its key expires at that moment, since a full bucket is as good as none.
-- In: the key; the interval from one to the next, the time to fill an empty bucket, how many, the longest wait, and how far
-- ahead a moment may lie before the clock must have gone back, all times in microseconds.
-- Out: 1 if granted, what the bucket owes now, the wait (for the grant, or until it makes sense to ask again).
local interval, fill, count = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local wait_max, jump = tonumber(ARGV[4]), tonumber(ARGV[5])
local time = redis.call('TIME')
local now = (tonumber(time[1]) - 1735689600) * 1000000 + tonumber(time[2])
local full_at = tonumber(redis.call('GET', KEYS[1]) or '') or now
local function keep(moment)
    redis.call('SET', KEYS[1], string.format('%.17g', moment), 'PX', math.ceil((moment - now) / 1000) + 1)
end
if full_at < now then
    full_at = now
elseif full_at - now > jump then
    full_at = now + fill
    keep(full_at)
end
local taken = full_at + interval * count
local wait = math.max(0, taken - now - fill)
if wait > wait_max then
    return { 0, math.ceil(full_at - now), math.ceil(wait) }
end
if taken > now then
    keep(taken)
end
return { 1, math.ceil(taken - now - wait), math.ceil(wait) }
