package staff

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRefusedInOrder: mistakes are listed as one meets the fields.
func TestRefusedInOrder(t *testing.T) {
	r := refused{"told-uk": "6", "expected": "4", "title": "1", "told-en": "5", "due": "3", "owner": "2"}
	var got string
	for _, o := range r.InOrder() {
		got += o.Label
	}
	if diff := cmp.Diff("123456", got); diff != "" {
		t.Error(diff)
	}
}
