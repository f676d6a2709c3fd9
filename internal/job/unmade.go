package job

import (
	"context"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/store"
)

// longestUnmade is the longest wait for another try to make a digest.
const longestUnmade = time.Hour

// unmadeDelay is how long a digest waits that could not be made n times: a
// minute, twice as long each time, an hour at most.
func unmadeDelay(n int) time.Duration {
	if n > 6 {
		return longestUnmade
	}
	return min(time.Minute<<(n-1), longestUnmade)
}

// waits says whether a digest is left alone for now. No clock that is right puts
// it off for longer than the longest wait.
func waits(u store.Unmade, now time.Time) bool {
	return u.Tries > 0 && now.Before(u.Next) && u.Next.Sub(now) <= longestUnmade
}

// failed are the subscriptions whose digests could not be made, by id.
func (d *Digesting) failed(ctx context.Context) (map[string]store.Unmade, error) {
	all, err := d.Store.Unmade(ctx)
	if err != nil {
		return nil, fmt.Errorf("read which digests cannot be made: %w", err)
	}
	failed := map[string]store.Unmade{}
	for _, u := range all {
		failed[u.Subscription] = u
	}
	return failed, nil
}

// note keeps what became of the making of a digest, and logs it where that is
// news. The error is one of keeping it.
func (d *Digesting) note(ctx context.Context, one dueDigest, failure error) error {
	if failure == nil {
		if one.failed.Tries == 0 {
			return nil
		}
		return d.made(ctx, one.sub.ID)
	}
	now := d.Clock()
	u := one.failed
	if u.Tries == 0 {
		u = store.Unmade{Subscription: one.sub.ID, Since: now}
	}
	u.Tries++
	u.Next = now.Add(unmadeDelay(u.Tries))
	noted, err := d.Store.SetUnmade(ctx, u)
	if err == nil && noted && u.Tries == 1 {
		d.Log.Error("a digest cannot be made; it is tried again, after an hour at most, and said once more when it is mended", "subscription", one.sub.ID, "journey", one.sub.Journey, "period", one.period.Key, "error", failure)
	}
	return err
}

// made notes that a subscription lacks no digest any more.
func (d *Digesting) made(ctx context.Context, subscription string) error {
	changed, err := d.Store.Made(ctx, subscription)
	if changed {
		d.Log.Info("a digest that could not be made is no longer missing", "subscription", subscription)
	}
	return err
}
