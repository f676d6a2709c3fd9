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

// longestSpared is how old a mail gets before trouble that is everybody's costs
// its tries, too: nothing waits for ever, and what is given up in the end is
// still new enough to be told of as undelivered.
const longestSpared = 8 * 24 * time.Hour

// sparedDelay is how long a mail of an age waits when the server takes none, or
// few, from anybody: a fifth of it, from a minute to an hour, so that a server
// that is away for a moment is asked soon, and one that does not know the
// password is not asked all the time. The random number is as for Delay.
func sparedDelay(age time.Duration, random float64) time.Duration {
	wait := min(max(age/5, time.Minute), time.Hour)
	return time.Duration(float64(wait) * (0.8 + 0.4*random))
}
