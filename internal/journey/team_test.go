package journey

import (
	"testing"

	"github.com/waymood/waymood/internal/survey"
)

func TestTeamName(t *testing.T) {
	j := &Journey{Teams: map[string]Team{
		"floor": {Name: survey.Wording{"zh-Hant": "外場", "en": "Floor"}}, "bar": {Mail: "bar@example.org"}, "hall": {Name: survey.Wording{"uk": "Зал"}},
	}}
	for _, c := range []struct{ key, language, want string }{
		{"floor", "zh-Hant", "外場"}, {"floor", "en", "Floor"}, {"floor", "uk", "Floor"}, {"bar", "en", "bar"}, {"hall", "zh-Hans", "Зал"},
		{"Anna", "en", "Anna"}, {"", "en", ""},
	} {
		if got := j.TeamName(c.key, c.language); got != c.want {
			t.Errorf("%s in %s is %q, want %q", c.key, c.language, got, c.want)
		}
	}
	if got := new(Journey).TeamName("floor", "en"); got != "floor" {
		t.Errorf("without teams it is %q", got)
	}
}
