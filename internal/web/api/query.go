package api

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/theme"
)

// asked reads the query of an address and gathers what is wrong with it.
type asked struct {
	c      echo.Context
	params []fault.Param
}

func (a *asked) refuse(name, code, reason string, args ...any) {
	a.params = append(a.params, wrong(name, code, reason, args...))
}

func (a *asked) err() error {
	if len(a.params) == 0 {
		return nil
	}
	return invalid(a.params)
}

// known refuses parameters that this address does not have: a misspelt filter
// that is ignored would answer another question than the one asked.
func (a *asked) known(names ...string) {
	if _, err := url.ParseQuery(a.c.Request().URL.RawQuery); err != nil {
		a.refuse("", "bad_query", "the address cannot be read after its ?; write %%3B for a semicolon and %%25 for a percent sign")
	}
	for name := range a.c.QueryParams() {
		if !slices.Contains(names, name) && len(a.params) < 20 {
			a.refuse(clip(name), "unknown_parameter", "there is no such parameter; known are %s", strings.Join(names, ", "))
		}
	}
}

// limit of a list: 100, at most 1000.
func (a *asked) limit() int {
	s := a.c.QueryParam("limit")
	if s == "" {
		return 100
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1000 {
		a.refuse("limit", "out_of_range", "must be a number from 1 to 1000")
	}
	return n
}

// moment reads a time with offset.
func (a *asked) moment(name string) time.Time {
	s := a.c.QueryParam(name)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		a.refuse(name, "bad_time", "must be a time with offset, such as 2026-11-21T10:00:00+08:00 (in an address + is written %%2B)")
	}
	return t
}

// theme reads a theme by its key.
func (a *asked) theme(themes []theme.Theme) string {
	key := a.c.QueryParam("theme")
	known := slices.ContainsFunc(themes, func(t theme.Theme) bool { return t.Key == key })
	if key != "" && len(themes) > 0 && !known {
		keys := make([]string, len(themes))
		for i, t := range themes {
			keys[i] = t.Key
		}
		a.refuse("theme", "unknown_theme", "there is no such theme; known are %s", strings.Join(keys, ", "))
	}
	return key
}

// yes reads a switch: true or false.
func (a *asked) yes(name string) bool {
	s := a.c.QueryParam(name)
	if s != "" && s != "true" && s != "false" {
		a.refuse(name, "wrong_type", "must be true or false")
	}
	return s == "true"
}

// sentiment reads the feeling of a text by its label.
func (a *asked) sentiment() mood.Sentiment {
	s := a.c.QueryParam("sentiment")
	for _, known := range []mood.Sentiment{mood.TextNegative, mood.TextNeutral, mood.TextPositive} {
		if label(known) == s {
			return known
		}
	}
	if s != "" {
		a.refuse("sentiment", "unknown_sentiment", "must be negative, neutral or positive")
	}
	return mood.NoText
}

// The bounds of a map's period.
const (
	mostDays  = 3660
	firstYear = 2000
)

// period reads from (included) and to (excluded); by default the 28 days that
// end with today, where the journey is.
func (a *asked) period(j *journey.Journey, now time.Time) journey.Period {
	today := journey.DayOf(now, j.Location())
	p := journey.Period{To: today + 1}
	if d, ok := a.day("to"); ok {
		p.To = d
	}
	p.From = p.To - 28
	if d, ok := a.day("from"); ok {
		p.From = d
	}
	switch {
	case len(a.params) > 0:
	case p.From >= p.To:
		a.refuse("from", "bad_period", "must be before to (%s), which is not included", p.To)
	case p.From > today:
		a.refuse("from", "bad_period", "is after today (%s)", today)
	case p.Days() > mostDays || p.From.Time().Year() < firstYear:
		a.refuse("from", "bad_period", "a map is of at most %d days, from the year %d on", mostDays, firstYear)
	}
	return p
}

func (a *asked) day(name string) (journey.Day, bool) {
	s := a.c.QueryParam(name)
	if s == "" {
		return 0, false
	}
	d, err := journey.ParseDay(s)
	if err != nil {
		a.refuse(name, "bad_date", "must be a date, such as 2026-11-21")
		return 0, false
	}
	return d, true
}

// filter reads what narrows a map. What the journey does not have is refused
// with what it has: an empty map would look like silence.
func (a *asked) filter(j *journey.Journey) store.Filter {
	f := store.Filter{
		Persona:  a.c.QueryParam("persona"),
		Place:    a.c.QueryParam("place"),
		Channel:  a.c.QueryParam("channel"),
		Language: a.c.QueryParam("language"),
	}
	if f.Persona != "" && j.Persona(f.Persona) == nil {
		a.refuse("persona", "unknown_persona", "this journey has %s", oneOf(j.PersonaKeys()))
	}
	if f.Language != "" && !slices.Contains(j.Languages, f.Language) {
		a.refuse("language", "unknown_language", "this journey has %s", strings.Join(j.Languages, ", "))
	}
	channels, places, found := where(j, f.Place)
	if f.Channel != "" && !slices.Contains(channels, f.Channel) {
		a.refuse("channel", "unknown_channel", "this journey has %s", oneOf(channels))
	}
	if f.Place != "" && !found {
		a.refuse("place", "unknown_place", "this journey has %s", oneOf(places))
	}
	return f
}

// where lists a journey's channels and places, and whether a place, one of the
// past included, has that name in any language.
func where(j *journey.Journey, place string) (channels, places []string, found bool) {
	for _, t := range j.Walk() {
		for p := range t.Live() {
			if ch := string(p.Channel); !slices.Contains(channels, ch) {
				channels = append(channels, ch)
			}
			if name := p.Place.In(j.Languages[0]); name != "" && !slices.Contains(places, name) {
				places = append(places, name)
			}
		}
	}
	for _, st := range j.Stages {
		for _, t := range st.Touchpoints {
			for _, p := range t.Placements {
				for _, name := range p.Place {
					found = found || name == place
				}
			}
		}
	}
	return channels, places, found
}

// speak is the language in which names are told: ?lang=, else what the caller
// accepts, else the journey's first.
func speak(c echo.Context, j *journey.Journey) string {
	return i18n.Match(c.QueryParam("lang"), c.Request().Header.Get("Accept-Language"), j.Languages)
}

func isNotFound(err error) bool { return errors.Is(err, fault.NotFound) }

// list is how this API answers with several things.
type list[T any] struct {
	Data []T     `json:"data"`
	Next *string `json:"next_cursor"`
}

func listOf[T any](data []T, next string) list[T] {
	if data == nil {
		data = []T{}
	}
	l := list[T]{Data: data}
	if next != "" {
		l.Next = &next
	}
	return l
}
