package sentiment

import (
	"os"
	"strings"
	"testing"
)

// The card speaks of the model that ships.
func TestCard(t *testing.T) {
	card, err := os.ReadFile("MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	title, _, _ := strings.Cut(string(card), "\n")
	if version := load(t).Version(); !strings.Contains(title, version) {
		t.Errorf("the card is titled %q, the model is %s", title, version)
	}
}
