package job

import "time"

// delays before the next try of a mail, after the first, second … one that
// failed: quick at first, as greylisting wants it, then patient over five days.
var delays = [...]time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour,
	24 * time.Hour, 24 * time.Hour, 24 * time.Hour, 24 * time.Hour,
}

// longestDelay is more than any of them.
const longestDelay = 2 * 24 * time.Hour

// Delay is how long a mail waits after its n-th attempt, and whether it is
// tried again at all. It is up to a fifth shorter or longer, as a random number
// from 0 to 1 says, so that what failed together is not tried together.
func Delay(attempts int, random float64) (time.Duration, bool) {
	if attempts < 1 || attempts > len(delays) {
		return 0, false
	}
	return time.Duration(float64(delays[attempts-1]) * (0.8 + 0.4*random)), true
}
