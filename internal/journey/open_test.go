package journey

import (
	"testing"
	"time"

	"github.com/waymood/waymood/internal/survey"
)

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestClosed(t *testing.T) {
	taipei, _ := time.LoadLocation("Asia/Taipei")
	span := &Open{From: "2026-11-01", Until: "2026-12-31", Hours: []string{"mon 08:00-09:00"}}
	for _, c := range []struct {
		p    Placement
		at   string
		want bool
	}{
		{Placement{}, "2026-11-22T00:00:00Z", false},
		{Placement{Ended: true}, "2026-11-22T00:00:00Z", true},
		{Placement{Archived: true}, "2026-11-22T00:00:00Z", true},
		{Placement{Open: span}, "2026-10-31T15:59:59Z", true}, // a second before midnight in Taipei
		{Placement{Open: span}, "2026-10-31T16:00:00Z", false},
		{Placement{Open: span}, "2026-12-31T15:59:59Z", false}, // until includes its day
		{Placement{Open: span}, "2026-12-31T16:00:00Z", true},
		{Placement{Open: span, Timezone: "UTC"}, "2026-12-31T16:00:00Z", false},
		{Placement{Open: &Open{From: "2026-11-01"}}, "2030-01-01T00:00:00Z", false},
		{Placement{Open: &Open{Until: "2026-11-01"}}, "2020-01-01T00:00:00Z", false},
		{Placement{Open: &Open{Hours: span.Hours}}, "2026-11-22T00:00:00Z", false}, // hours refuse nobody
	} {
		if got := c.p.Closed(at(c.at), taipei); got != c.want {
			t.Errorf("%+v at %s: %v", c.p, c.at, got)
		}
	}
}

func TestHours(t *testing.T) {
	for _, c := range []struct {
		hours, at string
		want      bool
	}{
		{"mon-fri 08:00-20:00", "2026-11-23T08:00:00Z", true}, // a Monday
		{"mon-fri 08:00-20:00", "2026-11-23T20:00:00Z", false},
		{"mon-fri 08:00-20:00", "2026-11-22T12:00:00Z", false},
		{"fri-mon 08:00-20:00", "2026-11-22T12:00:00Z", true},
		{"sat,sun 08:00-20:00", "2026-11-22T12:00:00Z", true},
		{"daily 00:00-24:00", "2026-11-22T23:59:59Z", true},
		{"Sat 18:00-02:00", "2026-11-22T01:59:00Z", true}, // past midnight it is Saturday's evening still
		{"sat 18:00-02:00", "2026-11-22T02:00:00Z", false},
		{"sat 18:00-02:00", "2026-11-21T01:00:00Z", false},
		{"sat 18:00-02:00", "2026-11-21T18:00:00Z", true},
	} {
		h, err := ParseHours(c.hours)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Contains(at(c.at)); got != c.want {
			t.Errorf("%s at %s: %v", c.hours, c.at, got)
		}
	}
	for _, bad := range []string{"", "mon", "08:00-20:00", "mon 8", "mon 25:00-26:00", "mon 08:60-09:00", "mon 24:00-08:00", "mon -", "mon- 08:00-09:00", "mon 08:00-09:00 x", "mon 8:0-9:0"} {
		if _, err := ParseHours(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	p := Placement{Open: &Open{Hours: []string{"mon 08:00-09:00", "sun 10:00-12:00"}}, Timezone: "Asia/Taipei"}
	if !p.Attended(at("2026-11-22T03:00:00Z"), time.UTC) || p.Attended(at("2026-11-22T10:30:00Z"), time.UTC) || !(&Placement{}).Attended(time.Now(), time.UTC) {
		t.Error("attended")
	}
}

func TestPersonaOf(t *testing.T) {
	j := dawn(t)
	s := j.Survey("faces")
	for _, c := range []struct {
		who, said, card, want string
	}{
		{"", "", "", ""},
		{"office", "tourist", "student", "office"}, // what people say of themselves goes first
		{"", "tourist", "student", "tourist"},
		{"", "nobody", "student", "student"},
		{"nobody", "", "", ""},
		{"", "", "visitor", "tourist"},
	} {
		a := survey.Answers{}
		if c.who != "" {
			a["who"] = c.who
		}
		if got := j.PersonaOf(s, a, c.said, map[string]string{"card": c.card}); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}
