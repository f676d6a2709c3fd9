//go:build browser

package visit

import (
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/waymood/waymood/internal/survey"
)

// TestBrowserProof: a browser that was too quick does its work on the thanks
// page, which stays alive meanwhile, and the answer counts.
func TestBrowserProof(t *testing.T) {
	s := working(t)
	ctx, url := tab(t, s, 390)
	thanks := s.quick()
	if r := s.records()[0]; r.State != survey.Quarantined {
		t.Fatalf("state %d", r.State)
	}
	do(t, ctx, chromedp.Navigate(url+thanks))
	for s.records()[0].State == survey.Quarantined && t.Context().Err() == nil && ctx.Err() == nil {
		eval[bool](t, ctx, `document.hasFocus() || true`) // is answered between two slices of the work
	}
	if r := s.records()[0]; r.State != survey.Counted || !r.Doubts.Has(survey.Worked) {
		t.Errorf("state %d, doubts %s", r.State, r.Doubts)
	}
}
