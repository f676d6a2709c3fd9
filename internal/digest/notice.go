package digest

import (
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// Notice names the unhappy answers that somebody hears of, oldest first. It is
// kept as JSON until the mail is sent; what they say is read only then.
type Notice struct {
	Answers []string `json:"answers"` // ids
}

// NoticeItem is one unhappy answer as it is told.
type NoticeItem struct {
	ID         string
	Touchpoint Named
	Question   survey.Type // of the rating
	Rating     *int        // nil: there are only words
	Text       string      // masked; "" without words
	Language   string      // of the words, "" where it is not known
	When       time.Time   // given, in the zone in which it is told
	Persona    survey.Wording
	Contact    bool // they left an address
}

// NoticeSaid is a notice in words.
type NoticeSaid struct {
	Subject string
	Lead    string
	Items   []NoticeSaying
	More    string // how many are not written out; "" where all are
}

// NoticeSaying is one answer in words.
type NoticeSaying struct {
	Title   string // the touchpoint and the rating
	Facts   string // when, and who if that is known
	Text    string // the customer's words
	Lang    string // of them
	Contact string // that they left an address
	Look    string // what the link to the answer is called
}

// mostNoticed are the answers that one mail writes out.
const mostNoticed = 20

// SayNotice puts unhappy answers of a journey into words.
func SayNotice(v i18n.Voice, journey Named, items []NoticeItem) NoticeSaid {
	said := NoticeSaid{Lead: v.T("alert.notice_lead", "Count", len(items))}
	switch {
	case len(items) == 1:
		said.Subject = v.T("alert.notice_one", "Name", items[0].Touchpoint.in(v), "Journey", journey.in(v))
	default:
		said.Subject = v.T("alert.notice_many", "Count", len(items), "Journey", journey.in(v))
	}
	for _, item := range items[:min(len(items), mostNoticed)] {
		said.Items = append(said.Items, item.say(v))
	}
	if more := len(items) - mostNoticed; more > 0 {
		said.More = v.T("alert.notice_more", "Count", more)
	}
	return said
}

func (i *NoticeItem) say(v i18n.Voice) NoticeSaying {
	s := NoticeSaying{Title: i.Touchpoint.in(v), Facts: v.Moment(i.When), Text: i.Text, Lang: i.Language, Look: v.T("alert.read")}
	if rating := i.rating(v); rating != "" {
		s.Title = v.T("alert.rated", "Name", i.Touchpoint.in(v), "Rating", rating)
	}
	if who := i.Persona.In(v.Lang); who != "" {
		s.Facts = v.T("alert.when_who", "When", s.Facts, "Persona", who)
	}
	if i.Contact {
		s.Contact, s.Look = v.T("alert.contact"), v.T("alert.reply")
	}
	return s
}

// rating is "2 of 5", "" without one.
func (i *NoticeItem) rating(v i18n.Voice) string {
	scale, ok := i.Question.Scale()
	switch {
	case i.Rating == nil || !ok:
		return ""
	case i.Question == survey.YesNo:
		return v.T("alert.no")
	}
	return v.T("alert.of", "N", *i.Rating, "Max", int(scale.Max))
}
