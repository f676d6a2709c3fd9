package webhook

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
)

// Happened is an event with all that is told of it.
type Happened struct {
	ID      string // of the delivery, a UUID
	Type    string
	Journey *journey.Journey // nil of a test
	Data    []byte           // as the standard shape sends it
}

// unhappyBelow is the score, of 100, below which a chat is told of an answer.
const unhappyBelow = 50

// Say is what a chat is told of an event, in a voice's language: the place, the
// figures, what happened and a link below the public URL; nothing that a
// customer wrote, and no contact. ok is false where a chat has nothing to say:
// of answers it tells the unhappy ones alone, by their rating as they come in
// and by their words where they have no rating.
func (h *Happened) Say(v i18n.Voice, public *url.URL) (m Message, ok bool, err error) {
	s := speech{Voice: v, journey: h.Journey}
	path := "/admin/webhooks"
	switch h.Type {
	case "response.created", "response.scored":
		m.Text, path, err = s.response(h.Type, h.Data)
	case "pain.raised":
		m.Text, path, err = say(h.Data, s.pain)
	case "change.confirmed":
		m.Text, path, err = say(h.Data, s.change)
	case "alert.raised":
		m.Text, path, err = say(h.Data, s.alert)
	case "touchpoint.silent":
		m.Text, path, err = say(h.Data, s.silence)
	case "action.verdict":
		m.Text, path, err = say(h.Data, s.verdict)
	case "test":
		m.Text = v.T("hook.tell_test")
	}
	if err != nil {
		return Message{}, false, fmt.Errorf("tell %s: %w", h.Type, err)
	}
	m.ID, m.Link, m.Label = h.ID, public.String()+path, v.T("hook.tell_look")
	return m, m.Text != "", nil
}

// say reads an event's data and puts it into words.
func say[T any](data []byte, words func(*T) (text, path string)) (text, path string, err error) {
	var d T
	if err := json.Unmarshal(data, &d); err != nil {
		return "", "", err
	}
	text, path = words(&d)
	return text, path, nil
}

// speech puts events of a journey into words.
type speech struct {
	i18n.Voice
	journey *journey.Journey
}

// at says something of a place.
func (s speech) at(id string, p Place, args ...any) (text, path string) {
	name, of := p.Touchpoint, p.Journey
	if s.journey != nil {
		of = first(s.journey.Name.In(s.Lang), of)
		if _, t := s.journey.Touchpoint(p.Touchpoint); t != nil {
			name = first(t.Name.In(s.Lang), name)
		}
	}
	text = s.T(id, append(args, "Name", Name(name), "Journey", Name(of))...)
	return text, "/admin/journeys/" + url.PathEscape(p.Journey) + "/touchpoints/" + url.PathEscape(p.Touchpoint)
}

// answered is the part of an answer that a chat is told.
type answered struct {
	Place
	ID     string   `json:"response_id"`
	Rating *int     `json:"rating"`
	Mood   *float64 `json:"mood"`
}

func (s speech) response(kind string, data []byte) (text, path string, err error) {
	var a answered
	if err := json.Unmarshal(data, &a); err != nil {
		return "", "", err
	}
	rated := a.Rating != nil
	if a.Mood == nil || *a.Mood >= unhappyBelow || rated != (kind == "response.created") {
		return "", "", nil
	}
	id := "hook.tell_unhappy"
	if !rated {
		id = "hook.tell_unhappy_words"
	}
	text, _ = s.at(id, a.Place, "N", whole(*a.Mood))
	return text, "/admin/journeys/" + url.PathEscape(a.Journey) + "/responses?touchpoint=" + url.QueryEscape(a.Touchpoint) + "#a-" + url.PathEscape(a.ID), nil
}

func (s speech) pain(p *Pain) (text, path string) {
	return s.at("hook.tell_pain", p.Place, "N", whole(p.Mood), "Count", max(int(math.Round(p.PointsLost)), 1))
}

func (s speech) change(c *Change) (text, path string) {
	id := "hook.tell_better"
	if c.To < c.From {
		id = "hook.tell_worse"
	}
	return s.at(id, c.Place, "From", whole(c.From), "To", whole(c.To))
}

func (s speech) alert(a *Alert) (text, path string) {
	id := "hook.tell_rise"
	if a.Direction == "fall" {
		id = "hook.tell_fall"
	}
	return s.at(id, a.Place, "From", whole(a.From), "To", whole(a.To), "Day", s.day(a.Since))
}

func (s speech) silence(q *Silence) (text, path string) {
	switch {
	case q.Touchpoint == "":
		text, _ = s.at("alert.chat_silent_all", q.Place, "Day", s.day(q.Since))
		return text, "/admin/journeys/" + url.PathEscape(q.Journey)
	case q.Placement == "":
		return s.at("hook.tell_silent", q.Place, "Day", s.day(q.Since))
	}
	place, channel := q.Placement, ""
	if s.journey != nil {
		if _, t := s.journey.Touchpoint(q.Touchpoint); t != nil {
			for p := range t.Live() {
				if p.Code == q.Placement {
					place, channel = first(p.Place.In(s.Lang), place), s.T("staff.channel."+string(p.Channel))
				}
			}
		}
	}
	return s.at("alert.chat_silent_part", q.Place, "Place", Name(place), "Channel", first(channel, q.Placement), "Day", s.day(q.Since))
}

func (s speech) verdict(d *Verdict) (text, path string) {
	id, effect := "hook.tell_verdict_"+d.Verdict, ""
	if d.Effect != nil {
		effect = signed(*d.Effect)
	}
	switch {
	case d.Verdict == "worked" || d.Verdict == "worse":
	case d.Verdict != "none":
		id = "hook.tell_verdict_open"
	}
	text, _ = s.at(id, d.Place, "Title", Name(d.Title), "Effect", effect)
	return text, "/admin/journeys/" + url.PathEscape(d.Journey) + "/actions/" + strconv.FormatInt(d.Action, 10)
}

// day writes a date; one that is none is told as it is.
func (s speech) day(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return Name(date)
	}
	return s.Day(t)
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func whole(x float64) string { return strconv.Itoa(int(math.Round(x))) }

// signed is a difference with its sign, which is never a hyphen.
func signed(x float64) string {
	if n := whole(math.Abs(x)); x < 0 && n != "0" {
		return "−" + n
	} else {
		return "+" + n
	}
}
