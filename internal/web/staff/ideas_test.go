package staff

import (
	"testing"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/theme"
)

// TestIdeas: there is an idea for every theme that texts are read for.
func TestIdeas(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	reader, err := theme.Load()
	if err != nil {
		t.Fatal(err)
	}
	pg := page{Voice: catalog.In("en")}
	for _, th := range reader.Themes() {
		if list := pg.ideas([]action.Theme{{Key: th.Key}}); len(list) == 0 {
			t.Errorf("nobody has an idea about %s", th.Key)
		}
	}
	if list := pg.ideas([]action.Theme{{Key: "queue"}, {Key: "nothing"}, {Key: "payment"}, {Key: "queue"}}); len(list) != 4 || list[0] != "Open a second till at rush hour" {
		t.Errorf("%q", list)
	}
}
