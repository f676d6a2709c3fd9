package job

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

// holding does work under a lease; fault.Busy when another node holds it.
func holding(ctx context.Context, s *store.Store, name string, ttl time.Duration, work func(*store.Lease) error) (err error) {
	lease, err := s.Lease(ctx, name, ttl)
	if err != nil {
		return fmt.Errorf("take the lease of %s: %w", name, err)
	}
	defer func() {
		// Released even when ctx has ended, so that the next one need not wait.
		free, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if e := lease.Release(free); e != nil && err == nil && !errors.Is(e, fault.Busy) {
			err = fmt.Errorf("release the lease of %s: %w", name, e)
		}
	}()
	return work(lease)
}
