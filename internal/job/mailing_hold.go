package job

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

// mailHold is how long a mail belongs to who claimed it: it is renewed while the
// mail is written and handed in, so that after a death it is claimed again a
// minute later. It is long enough for nodes whose clocks differ by half of it.
const mailHold = time.Minute

// hold renews a claim until release is called. Whether it is still held is asked
// once more before the message's first byte, so a process that was stopped and
// wakes up sends nothing that its successor sends; from there on nobody can know.
func (p *mailPass) hold(ctx context.Context, m *store.ClaimedMail) (release func()) {
	ctx, cancel := context.WithCancel(ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() {
		tick := time.NewTicker(cmp.Or(p.renew, mailHold/3))
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				if err := p.Store.HoldMail(ctx, m.ID, m.Token, mailHold); errors.Is(err, fault.Conflict) {
					return
				}
			}
		}
	})
	return func() { cancel(); renewing.Wait() }
}
