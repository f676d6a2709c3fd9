package job

import (
	"strings"
	"testing"
	"time"
)

func TestParseSchedule(t *testing.T) {
	start := time.Date(2026, 11, 21, 10, 2, 30, 0, time.UTC)
	for spec, next := range map[string]string{
		"@every 1m":                  "2026-11-21T10:03:30Z",
		"*/5 * * * *":                "2026-11-21T10:05:00Z",
		" @hourly ":                  "2026-11-21T11:00:00Z",
		"TZ=Asia/Taipei 0 3 * * *":   "2026-11-21T19:00:00Z",
		"CRON_TZ=Europe/Kyiv @daily": "2026-11-21T22:00:00Z",
		"0 0 29 2 *":                 "2028-02-29T00:00:00Z",
	} {
		s, err := ParseSchedule(spec)
		if err != nil {
			t.Errorf("%q: %v", spec, err)
			continue
		}
		if got := s.Next(start).UTC().Format(time.RFC3339); got != next {
			t.Errorf("%q: next is %s, want %s", spec, got, next)
		}
	}
}

func TestParseScheduleRefuses(t *testing.T) {
	for spec, word := range map[string]string{
		"":                          "write a schedule",
		"TZ=Asia/Taipei":            "time zone",
		"CRON_TZ=Asia/Taipei  ":     "time zone",
		"TZ=Nowhere/Land * * * * *": "write a schedule",
		"0 0 31 2 *":                "no such time",
		"often":                     "write a schedule",
		"@every often":              "write a schedule",
		"@every 0s":                 "at least a second",
		"@every -1m":                "at least a second",
		"61 * * * *":                "write a schedule",
	} {
		_, err := ParseSchedule(spec)
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%q: %v, want something about %q", spec, err, word)
		}
	}
}

func FuzzParseSchedule(f *testing.F) {
	for _, seed := range []string{"@every 1m", "TZ=", "TZ= ", "* * * * *", "0 0 31 2 *", "CRON_TZ=UTC @daily"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, spec string) {
		s, err := ParseSchedule(spec)
		if err == nil && !s.Next(time.Unix(1e9, 0)).After(time.Unix(1e9, 0)) {
			t.Errorf("%q is never due", spec)
		}
	})
}

func TestParseRetention(t *testing.T) {
	for s, want := range map[string]Retention{
		"":                        {24, 12},
		"texts=24m,contacts=12m":  {24, 12},
		"contacts=6m":             {24, 6},
		" texts=2y , contacts=3m": {24, 3},
		"texts=forever":           {0, 12},
	} {
		if got, err := ParseRetention(s); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"texts", "texts=", "texts=24", "texts=24d", "texts=0m", "texts=-1m", "names=1m", "24m", "texts=m"} {
		if got, err := ParseRetention(s); err == nil {
			t.Errorf("%q is read as %v", s, got)
		}
	}
}

func TestRetentionBefore(t *testing.T) {
	now := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	texts, contacts := Retention{Texts: 24}.Before(now)
	if want := time.Date(2024, 11, 21, 0, 0, 0, 0, time.UTC); !texts.Equal(want) || !contacts.IsZero() {
		t.Errorf("texts before %v, contacts before %v", texts, contacts)
	}
}
