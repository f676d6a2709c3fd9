package journey

// OpenOn says whether a placement takes answers on a day at which somebody is
// there: it has not ended, the day is within its from and until, and within
// its opening hours if it has any. Hours that go over midnight belong to both
// days.
func (p *Placement) OpenOn(day Day) bool {
	if p.Ended || p.Archived {
		return false
	}
	if p.Open == nil {
		return true
	}
	if from, err := ParseDay(p.Open.From); err == nil && day < from {
		return false
	}
	if until, err := ParseDay(p.Open.Until); err == nil && day > until {
		return false
	}
	if len(p.Open.Hours) == 0 {
		return true
	}
	w := day.Time().Weekday()
	for _, text := range p.Open.Hours {
		if h, err := ParseHours(text); err == nil && (h.Days[w] || h.Until < h.From && h.Days[(w+6)%7]) {
			return true
		}
	}
	return false
}

// OpenOn says whether any of the touchpoint's placements is open on a day.
func (t *Touchpoint) OpenOn(day Day) bool {
	for p := range t.Live() {
		if p.OpenOn(day) {
			return true
		}
	}
	return false
}
