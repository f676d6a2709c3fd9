package letter

import (
	"net/url"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/ticket"
)

// letter is one under way: what is written, to whom, in which language.
type letter struct {
	*Writer
	i18n.Voice
	mail    *store.Mail
	sub     *subscription.Subscription
	preview bool // nothing in it acts
}

// page is an address of the service. Path elements are escaped.
func (l *letter) page(elements ...string) string {
	return l.PublicURL.JoinPath(escaped(elements)...).String()
}

func escaped(elements []string) []string {
	list := make([]string, len(elements))
	for i, e := range elements {
		list[i] = url.PathEscape(e)
	}
	return list
}

// point is the address of a touchpoint's own page.
func (l *letter) point(touchpoint string) string {
	return l.page("admin", "journeys", l.mail.Journey, "touchpoints", touchpoint)
}

// decision is a link with which the reader decides about a touchpoint without
// signing in.
func (l *letter) decision(label string, act ticket.Act, touchpoint string) link {
	return link{label, l.ticket(ticket.Ticket{Act: act, Touchpoint: touchpoint, Journey: l.mail.Journey})}
}

// stops is the kind of mails that the letter's reader can end with it.
func (l *letter) stops() store.MailKind {
	if l.mail.Kind == store.TestMail {
		return store.DigestMail // what it tried the way for
	}
	return l.mail.Kind
}

// stop is the address that ends mails of this kind; "" where there is no
// subscription that could end.
func (l *letter) stop() string {
	if l.sub.ID == "" {
		return ""
	}
	return l.ticket(ticket.Ticket{Act: ticket.Stop, Kind: string(l.stops())})
}

// wanted says whether anybody still is to be told.
func (l *letter) wanted() bool {
	kind := l.mail.Kind
	atOnce := kind == store.AlertMail || kind == store.NoticeMail
	return l.sub.Brings(string(kind)) && (!atOnce || l.fresh())
}

// newsTime is how long what is told at once is news. A mail server that was away
// for weeks is not met with all that happened meanwhile.
const newsTime = 7 * 24 * time.Hour

// fresh says whether an alert or a notice is still news.
func (l *letter) fresh() bool { return l.Clock().Sub(l.mail.Created) < newsTime }

// ticket is the address of what one may do with it. In a preview it does
// nothing.
func (l *letter) ticket(t ticket.Ticket) string {
	t.Subscription, t.Mail = l.sub.ID, l.mail.ID
	t.Until = l.mail.Created.Add(ticket.Life)
	if l.preview {
		t.Mail = ""
	}
	return l.page("digest", l.signer.Token(t))
}

// name of something in the reader's language, or its key.
func (l *letter) name(w survey.Wording, key string) string {
	if s := w.In(l.Lang); s != "" {
		return s
	}
	return key
}

// begin is a sheet with what all letters have: why it came, and where to change
// or stop that.
func (l *letter) begin(j *journey.Journey, why string) *sheet {
	return l.start(l.name(j.Name, j.Key), why)
}

// start is begin for a letter that may be about several journeys.
func (l *letter) start(about, why string) *sheet {
	s := &sheet{Language: l.Lang, About: about}
	if l.preview {
		s.Parts = append(s.Parts, part{Notice: l.T("letter.preview_note")})
	}
	links := []link{{l.T("letter.settings"), l.page("admin", "digests")}}
	if stop := l.stop(); stop != "" {
		links = append(links, link{l.T("letter.stop_" + string(l.stops())), stop})
	}
	s.Small = []part{{Text: why}, {Links: links}}
	return s
}

// message is the mail that a sheet makes.
func (l *letter) message(s *sheet) (*mail.Message, error) {
	s.tidy()
	html, err := l.frame.html(s)
	if err != nil {
		return nil, err
	}
	m := &mail.Message{
		ID: l.mail.ID + "@" + l.PublicURL.Hostname(), From: l.From, To: l.mail.To, Date: l.Clock(),
		Subject: s.Subject, Language: s.Language, Text: s.text(), HTML: html, Unsubscribe: l.stop(),
	}
	for _, p := range s.pictures() {
		m.Pictures = append(m.Pictures, mail.Picture{CID: p.CID, PNG: p.PNG, Name: p.Name})
	}
	return m, nil
}

// pictures that stand in the mail beside its HTML.
func (s *sheet) pictures() []*picture {
	var list []*picture
	for _, p := range s.Parts {
		if p.Picture != nil {
			list = append(list, p.Picture)
		}
	}
	return list
}
