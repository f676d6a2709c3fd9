package job

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule is when a job is run, checked: it will be due one day.
type Schedule struct {
	spec string
	cron cron.Schedule
}

// String is the schedule as it was written.
func (s Schedule) String() string { return s.spec }

// Next is the first time after t.
func (s Schedule) Next(t time.Time) time.Time { return s.cron.Next(t) }

// ParseSchedule reads cron syntax: five fields, or a descriptor such as
// "@every 1m" or "@hourly", with an optional time zone before them. It refuses
// what the cron library would panic at, or would never run.
func ParseSchedule(spec string) (Schedule, error) {
	spec = strings.TrimSpace(spec)
	if spec == "" {
		return Schedule{}, fmt.Errorf("write a schedule such as %q or %q", "@every 1m", "*/5 * * * *")
	}
	if strings.HasPrefix(spec, "TZ=") || strings.HasPrefix(spec, "CRON_TZ=") {
		// The library cuts at the first space and panics where there is none.
		if _, rest, found := strings.Cut(spec, " "); !found || strings.TrimSpace(rest) == "" {
			return Schedule{}, fmt.Errorf("after the time zone comes the schedule itself, such as %q", "TZ=Asia/Taipei */5 * * * *")
		}
	}
	if every, ok := strings.CutPrefix(spec, "@every "); ok {
		// The library rounds anything below a second up to one, silently.
		if d, err := time.ParseDuration(strings.TrimSpace(every)); err == nil && d < time.Second {
			return Schedule{}, fmt.Errorf("a job can run every second at most; write at least a second")
		}
	}
	s, err := cron.ParseStandard(spec)
	if err != nil {
		return Schedule{}, fmt.Errorf("%w; write a schedule such as %q or %q", err, "@every 1m", "*/5 * * * *")
	}
	// The library gives up looking after five years; so far ahead nothing is
	// due that anybody meant (31 February).
	if s.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return Schedule{}, fmt.Errorf("no such time ever comes; check the day and the month")
	}
	return Schedule{spec: spec, cron: s}, nil
}
