package job

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Retention is how many months words and contacts are kept; 0 keeps them for
// good. What an answer adds to the tallies stays (analytics, rule 5).
type Retention struct {
	Texts    int
	Contacts int
}

// Before are the times before which texts and contacts are blanked, the zero
// time where they are kept for good.
func (r Retention) Before(now time.Time) (texts, contacts time.Time) {
	if r.Texts > 0 {
		texts = now.AddDate(0, -r.Texts, 0)
	}
	if r.Contacts > 0 {
		contacts = now.AddDate(0, -r.Contacts, 0)
	}
	return texts, contacts
}

// ParseRetention reads "texts=24m,contacts=12m": months (m) or years (y), or
// "forever". What is not named keeps its default, 24 and 12 months.
func ParseRetention(s string) (Retention, error) {
	r := Retention{Texts: 24, Contacts: 12}
	for part := range strings.SplitSeq(s, ",") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		kind, age, _ := strings.Cut(part, "=")
		months, err := parseMonths(age)
		if err != nil {
			return Retention{}, fmt.Errorf("%s: %w", part, err)
		}
		switch kind {
		case "texts":
			r.Texts = months
		case "contacts":
			r.Contacts = months
		default:
			return Retention{}, fmt.Errorf("%q is not kept for a time of its own; write texts= or contacts=", kind)
		}
	}
	return r, nil
}

func parseMonths(s string) (int, error) {
	if s == "forever" {
		return 0, nil
	}
	factor := map[string]int{"m": 1, "y": 12}
	if s != "" {
		if per, ok := factor[s[len(s)-1:]]; ok {
			if n, err := strconv.Atoi(s[:len(s)-1]); err == nil && n >= 1 && n <= 1200 {
				return n * per, nil
			}
		}
	}
	return 0, fmt.Errorf("write months or years, such as 24m or 2y, or forever")
}
