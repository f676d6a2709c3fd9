package digest

import (
	"cmp"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// AlertKind is what an alert is about; the words are stored.
type AlertKind string

// The kinds: two of signals, one of silence, and four of trouble, which owners
// hear of.
const (
	Fall        AlertKind = "fall"        // a touchpoint left what is usual there, downwards
	Rise        AlertKind = "rise"        // upwards
	Silent      AlertKind = "silent"      // nobody answers any more
	Undelivered AlertKind = "undelivered" // a mail could not be delivered
	Unheard     AlertKind = "unheard"     // a webhook is switched off, because nothing arrives
	Behind      AlertKind = "behind"      // texts wait to be read
	Unmade      AlertKind = "unmade"      // a journey's digest cannot be made
)

// Compare puts what is worst first: falls, silence, trouble, then good news.
func (k AlertKind) Compare(o AlertKind) int {
	order := []AlertKind{Fall, Silent, Undelivered, Unmade, Unheard, Behind, Rise}
	return cmp.Compare(slices.Index(order, k), slices.Index(order, o))
}

// Named is a key and what it is called.
type Named struct {
	Key  string         `json:"key"`
	Name survey.Wording `json:"name,omitempty"`
}

func (n Named) in(v i18n.Voice) string { return or(n.Name.In(v.Lang), n.Key) }

// Alert is all that one person is alerted of in one mail, in the order in
// which it is told. It is kept as JSON until the mail is sent.
type Alert struct {
	Found []AlertItem `json:"found"`
}

// AlertItem is one of the things that an alert tells.
type AlertItem struct {
	Kind       AlertKind      `json:"kind"`
	Journey    Named          `json:"journey,omitzero"`
	Touchpoint Named          `json:"touchpoint,omitzero"` // of a silence zero: the whole journey
	Placement  Named          `json:"placement,omitzero"`  // of a silence at one placement its code and place
	Channel    string         `json:"channel,omitempty"`   // of that placement
	Heard      time.Time      `json:"heard,omitzero"`      // of a silence when a tablet there was last heard of, in the journey's zone
	Since      journey.Day    `json:"since"`               // when it began; of a silence the last day with an answer
	From       float64        `json:"from"`                // of a fall or rise, on 0..100; of a silence the usual answers a day
	To         float64        `json:"to"`                  // of a fall or rise, on 0..100
	Answers    int64          `json:"answers"`             // that To rests on, the first since then; of Behind the texts that wait
	Delight    bool           `json:"delight,omitempty"`   // the touchpoint is one of the journey's delights
	Team       string         `json:"team,omitempty"`      // that owns the touchpoint
	TeamName   survey.Wording `json:"team_name,omitempty"`
	About      string         `json:"about,omitempty"` // of Undelivered: the mail's id in the outbox; of Unheard: the webhook's name; of Unmade: the journey's
}

// AlertSaid is an alert in words: finished sentences, without markup.
type AlertSaid struct {
	Subject string // carries the finding
	Lead    string // the preheader, and the first line
	Items   []AlertSaying
	Foot    []string // how rare this is by chance, and how often one is told
}

// AlertSaying is one of the things in words.
type AlertSaying struct {
	Title string
	Lines []string // what, and what to do
	Where string   // journey and team; "" for trouble
	Path  string   // of the page to look at, on the public URL
	Look  string   // what its link is called
}

// Say puts an alert into words.
func (a *Alert) Say(v i18n.Voice) AlertSaid {
	said := AlertSaid{Subject: a.Subject(v), Lead: v.T("alert.lead", "Count", len(a.Found))}
	signals := false
	for _, f := range a.Found {
		said.Items = append(said.Items, f.say(v))
		signals = signals || f.Kind == Fall || f.Kind == Rise
	}
	if signals {
		said.Foot = append(said.Foot, v.T("alert.rare"), v.T("alert.again"))
	}
	said.Foot = append(said.Foot, v.T("alert.daily"))
	return said
}

// Subject is the first thing that an alert tells, and how many more there are.
func (a *Alert) Subject(v i18n.Voice) string {
	if len(a.Found) == 0 {
		return ""
	}
	f := a.Found[0]
	first := f.Line(v)
	switch f.Kind {
	case Fall, Rise, Silent:
		first = v.T("alert.in_journey", "What", first, "Journey", f.Journey.in(v))
	}
	if more := len(a.Found) - 1; more > 0 {
		return v.T("alert.more", "First", first, "Count", more)
	}
	return first
}

// Line tells it in a line, for where its journey is known.
func (f *AlertItem) Line(v i18n.Voice) string {
	if f.Kind == Behind {
		return v.T("alert.line_behind", "Count", int(f.Answers))
	}
	return v.T("alert.line_"+f.about(), "Name", f.called(v),
		"From", whole(f.From), "To", whole(f.To), "Day", v.Day(f.Since.Time()))
}

func (f *AlertItem) say(v i18n.Voice) AlertSaying {
	s := AlertSaying{Title: v.T("alert.title_"+f.about(), "Name", f.called(v)), Look: v.T("alert.look")}
	line := func(id string, args ...any) { s.Lines = append(s.Lines, v.T(id, args...)) }
	switch f.Kind {
	case Fall, Rise:
		line("alert.moved", "From", whole(f.From), "To", whole(f.To), "Day", v.Day(f.Since.Time()), "Count", int(f.Answers))
		if f.Delight {
			line("alert.delight_" + string(f.Kind))
		} else {
			line("alert.next_" + string(f.Kind))
		}
		s.Path = f.page()
	case Silent:
		s.Lines, s.Path = f.silence(v), f.page()
		if f.Touchpoint.Key == "" {
			s.Look = v.T("alert.look_all")
		}
	case Undelivered:
		line("alert.undelivered")
		s.Path, s.Look = "/admin/digests/log", v.T("alert.log")
	case Unheard:
		line("alert.unheard")
		s.Path, s.Look = "/admin/webhooks", v.T("alert.hooks")
	case Unmade:
		line("alert.unmade", "Day", v.Day(f.Since.Time()))
		line("alert.unmade_next")
		s.Path, s.Look = "/admin/digests", v.T("alert.mails")
	case Behind:
		line("alert.behind", "Count", int(f.Answers))
		line("alert.behind_next")
		s.Path, s.Look = "/admin", v.T("alert.home")
	}
	switch {
	case f.Team != "":
		s.Where = v.T("alert.where_team", "Journey", f.Journey.in(v), "Team", Named{f.Team, f.TeamName}.in(v))
	case f.Journey.Key != "":
		s.Where = v.T("alert.where", "Journey", f.Journey.in(v))
	}
	return s
}

// about is the part of a message's key that says what an alert is about.
func (f *AlertItem) about() string {
	if f.Kind == Silent && f.Touchpoint.Key == "" {
		return "silent_all"
	}
	return string(f.Kind)
}

// called is the name of what an alert is about.
func (f *AlertItem) called(v i18n.Voice) string {
	switch {
	case f.Kind == Unheard, f.Kind == Unmade:
		return f.About
	case f.Placement.Key == "":
		return f.Touchpoint.in(v)
	case len(f.Placement.Name) == 0:
		return v.T("alert.at_channel", "Name", f.Touchpoint.in(v), "Channel", v.T("staff.channel."+f.Channel))
	}
	return v.T("alert.at_place", "Name", f.Touchpoint.in(v), "Place", f.Placement.in(v), "Channel", v.T("staff.channel."+f.Channel))
}

// page of the touchpoint, or of the whole journey.
func (f *AlertItem) page() string {
	if f.Touchpoint.Key == "" {
		return "/admin/journeys/" + f.Journey.Key
	}
	return "/admin/journeys/" + f.Journey.Key + "/touchpoints/" + f.Touchpoint.Key
}
