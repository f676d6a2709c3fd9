// Package subscription is who is told what, and when: the calendar by which a
// digest is due exactly once in each of a person's days, weeks or months.
package subscription

import (
	"slices"
	"time"
	_ "time/tzdata" // a small container has no zone files, and every subscription names a zone
)

// Cadence is how often a digest comes.
type Cadence string

// The cadences.
const (
	Never       Cadence = "never"
	Daily       Cadence = "daily"
	Weekly      Cadence = "weekly"
	Fortnightly Cadence = "fortnightly"
	Monthly     Cadence = "monthly"
)

// Cadences are all of them, from never to often to rarely, as they are offered.
func Cadences() []Cadence { return []Cadence{Never, Daily, Weekly, Fortnightly, Monthly} }

// Subscription is what one person is told of one journey.
type Subscription struct {
	ID       string // random text
	User     string // id of the account, "" for an address without one
	Mail     string
	Language string // tag
	Zone     string // IANA name
	Journey  string // key
	Team     string // "": all
	Persona  string // key, "": all

	Cadence  Cadence      // of the digest
	Weekday  time.Weekday // weekly and fortnightly
	MonthDay int          // monthly, 1..31; where the month is shorter, its last day
	Hour     int          // 0..23, local
	Minute   int          // 0..59

	Alerts    bool
	Notices   bool // of unhappy answers
	QuietFrom int  // minute of the local day from which no notice is sent
	QuietTo   int  // minute from which they are again; equal: always

	Since   time.Time // when it was made or put at another time: what was due before is not caught up
	Stopped time.Time // zero: it is active
}

// Location of the subscription's zone, UTC where this program does not know it.
func (s *Subscription) Location() *time.Location {
	if loc, err := time.LoadLocation(s.Zone); err == nil {
		return loc
	}
	return time.UTC
}

// Active says whether anything is told at all.
func (s *Subscription) Active() bool { return s.Stopped.IsZero() }

// Brings says whether mails of a kind come at all: digest, alert, notice, or test,
// which tries the way for the others.
func (s *Subscription) Brings(kind string) bool {
	if !s.Active() {
		return false
	}
	switch kind {
	case "digest":
		return s.Cadence != Never
	case "alert":
		return s.Alerts
	case "notice":
		return s.Notices
	}
	return kind == "test"
}

// Concerns says whether something that was found at a journey and concerns some
// teams is told to this subscriber: to who asked for a team, what is its. It is
// of all customers, whatever persona was asked for.
func (s *Subscription) Concerns(journey string, teams []string) bool {
	return s.Journey == journey && (s.Team == "" || slices.Contains(teams, s.Team))
}

// Quiet says whether now is in the hours in which no notice is sent; they may
// go over midnight.
func (s *Subscription) Quiet(now time.Time) bool {
	local := now.In(s.Location())
	minute := local.Hour()*60 + local.Minute()
	if s.QuietFrom <= s.QuietTo {
		return s.QuietFrom <= minute && minute < s.QuietTo
	}
	return s.QuietFrom <= minute || minute < s.QuietTo
}

// Retimed says whether digests come at other times than those of another
// subscription, which must then not be caught up.
func (s *Subscription) Retimed(was *Subscription) bool {
	return s.Cadence != was.Cadence || s.Weekday != was.Weekday || s.MonthDay != was.MonthDay ||
		s.Hour != was.Hour || s.Minute != was.Minute || s.Zone != was.Zone || s.Active() != was.Active()
}
