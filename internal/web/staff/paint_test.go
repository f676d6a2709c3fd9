package staff

import (
	"context"
	"errors"
	"testing"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/raster"
)

// TestPaintForThoseWhoWait: pictures are painted one at a time, and those whose
// askers have left are not painted at all, whether or not it is their turn.
func TestPaintForThoseWhoWait(t *testing.T) {
	p := New(Config{})
	fonts, err := raster.FindFonts(nil)
	if err != nil {
		t.Fatal(err)
	}
	drawing := []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"></svg>`)
	gone, leave := context.WithCancel(t.Context())
	leave()
	p.painting <- struct{}{}
	if _, err := p.paint(gone, drawing, fonts, 1); !errors.Is(err, fault.Busy) {
		t.Errorf("in the queue: %v", err)
	}
	<-p.painting
	for range 20 { // both ways out are open
		if _, err := p.paint(gone, drawing, fonts, 1); !errors.Is(err, fault.Busy) {
			t.Fatalf("at its turn: %v", err)
		}
	}
	if b, err := p.paint(t.Context(), drawing, fonts, 1); err != nil || len(b) == 0 {
		t.Errorf("somebody waits: %d bytes, %v", len(b), err)
	}
}
