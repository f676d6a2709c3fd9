package subscription

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/fault"
)

func TestCheck(t *testing.T) {
	good := Subscription{
		Mail: "ann@example.com", Language: "uk", Zone: "Europe/Kyiv", Journey: "cafe", Team: "Зала", Persona: "office",
		Cadence: Monthly, Weekday: time.Monday, MonthDay: 31, Hour: 23, Minute: 59, QuietFrom: 1439,
	}
	if err := good.Check(); err != nil {
		t.Fatal(err, fault.Params(err))
	}
	for field, spoil := range map[string]func(*Subscription){
		"mail":      func(s *Subscription) { s.Mail = "ann@example.com\r\nBcc: bob@example.com" },
		"language":  func(s *Subscription) { s.Language = "" },
		"zone":      func(s *Subscription) { s.Zone = "Europe/Atlantis" },
		"journey":   func(s *Subscription) { s.Journey = "" },
		"team":      func(s *Subscription) { s.Team = "a\nb" },
		"persona":   func(s *Subscription) { s.Persona = strings.Repeat("a", 201) },
		"cadence":   func(s *Subscription) { s.Cadence = "hourly" },
		"weekday":   func(s *Subscription) { s.Weekday = 7 },
		"month_day": func(s *Subscription) { s.MonthDay = 32 },
		"time":      func(s *Subscription) { s.Hour = 24 },
		"quiet":     func(s *Subscription) { s.QuietTo = -1 },
	} {
		s := good
		spoil(&s)
		err := s.Check()
		if p := fault.Params(err); !errors.Is(err, fault.Invalid) || len(p) != 1 || p[0].Name != field || p[0].Code == "" || p[0].Reason == "" {
			t.Errorf("%s: %v, %v", field, err, p)
		}
	}
	for _, day := range []int{-1, 40000} {
		s := good
		s.Cadence, s.MonthDay = Weekly, day
		if s.Check() == nil {
			t.Errorf("day %d is kept for when mails come monthly", day)
		}
	}
	for _, zone := range []string{"", "Local", "../etc/passwd"} {
		s := good
		s.Zone = zone
		if s.Check() == nil {
			t.Errorf("zone %q is taken", zone)
		}
	}
}

func TestQuiet(t *testing.T) {
	for _, c := range []struct {
		from, to int
		now      string
		quiet    bool
	}{
		{22 * 60, 8 * 60, "21:59", false}, {22 * 60, 8 * 60, "22:00", true}, {22 * 60, 8 * 60, "07:59", true}, {22 * 60, 8 * 60, "08:00", false},
		{12 * 60, 14 * 60, "13:00", true}, {12 * 60, 14 * 60, "14:00", false}, {0, 0, "00:00", false}, {600, 600, "10:00", false},
	} {
		s := Subscription{Zone: "Europe/Kyiv", QuietFrom: c.from, QuietTo: c.to}
		if got := s.Quiet(at(t, s.Zone, "2026-11-22 "+c.now)); got != c.quiet {
			t.Errorf("%d to %d at %s: %v", c.from, c.to, c.now, got)
		}
	}
}

func TestBrings(t *testing.T) {
	for _, c := range []struct {
		name string
		sub  Subscription
		want string
	}{
		{"everything", Subscription{Cadence: Weekly, Alerts: true, Notices: true}, "digest alert notice test"},
		{"digests alone", Subscription{Cadence: Monthly}, "digest test"},
		{"alerts alone", Subscription{Cadence: Never, Alerts: true}, "alert test"},
		{"notices alone", Subscription{Cadence: Never, Notices: true}, "notice test"},
		{"stopped", Subscription{Cadence: Weekly, Alerts: true, Notices: true, Stopped: time.Unix(1, 0)}, ""},
	} {
		var brought []string
		for _, kind := range []string{"digest", "alert", "notice", "test", "", "greeting"} {
			if c.sub.Brings(kind) {
				brought = append(brought, kind)
			}
		}
		if got := strings.Join(brought, " "); got != c.want {
			t.Errorf("%s: brings %q, want %q", c.name, got, c.want)
		}
	}
}
