package letter

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/text"
	"github.com/waymood/waymood/internal/ticket"
)

// Next is the digest that a subscription would get if it were due now. It is in
// no outbox. fault.NotFound as of Digest.
func (w *Writer) Next(ctx context.Context, sub *subscription.Subscription) (*store.Mail, error) {
	now := w.Clock()
	document, err := w.DigestDocument(ctx, sub, subscription.Period{At: now})
	if err != nil {
		return nil, err
	}
	return &store.Mail{
		ID: "preview", Kind: store.DigestMail, Subscription: sub.ID, Journey: sub.Journey,
		To: sub.Mail, Language: sub.Language, Document: document, Created: now,
	}, nil
}

// digest is the letter that asks for decisions.
func (l *letter) digest(ctx context.Context) (*sheet, error) {
	var t Document
	if err := json.Unmarshal(l.mail.Document, &t); err != nil {
		return nil, fmt.Errorf("read a digest's document: %w", err)
	}
	if t.Digest == nil || t.Map == nil {
		return nil, fault.New(fault.Gone, "what this mail said is no longer kept")
	}
	j, err := l.Store.Journey(ctx, l.mail.Journey)
	if err != nil {
		return nil, err
	}
	quotes, err := l.quotes(ctx, j, t.Digest)
	if err != nil {
		return nil, err
	}
	said := t.Digest.Say(l.Voice)
	s := l.begin(j, l.T("letter.why_"+string(l.sub.Cadence)))
	s.Subject, s.Title, s.Preview = said.Subject, t.Digest.Headline(l.Voice), l.previewed(&said)
	s.About = said.About + " · " + said.Period
	s.Parts = append(s.Parts, part{Text: said.Lead})
	for _, line := range append(said.Quiet, said.Calm) {
		if line != "" {
			s.Parts = append(s.Parts, part{Text: line})
		}
	}
	var named []string
	for i := range said.Items {
		named = append(named, said.Items[i].Key)
		s.Parts = append(s.Parts, l.item(&said, &said.Items[i], quotes))
	}
	s.Parts = append(s.Parts, l.told(said.News)...)
	if d := t.Digest.Delight; d != nil {
		named = append(named, d.Key)
	}
	if !t.Digest.Quiet() {
		m := t.Map.Thaw(nil)
		for _, p := range m.Pains[:min(len(m.Pains), 2)] { // what hurts most bears its name though somebody works on it
			named = append(named, p.Touchpoint.Key)
		}
		curve, err := l.curve(m, named)
		if err != nil {
			return nil, err
		}
		s.Parts = append(append(s.Parts, part{Heading: l.T("staff.chart.title")}), curve...)
	}
	s.Parts = append(s.Parts, l.told(said.Parts)...)
	s.Parts = append(s.Parts, part{Links: []link{{l.T("letter.map"), l.page("admin", "journeys", j.Key)}}})
	var footer []part
	for _, line := range said.Footer {
		footer = append(footer, part{Text: line})
	}
	s.Small = append(append(footer, part{Links: []link{{l.T("letter.method"), l.page("admin", "how")}}}), s.Small...)
	return s, nil
}

// previewed is what a list of mails shows after the subject: what else there is
// to decide, and how the journey stands.
func (l *letter) previewed(said *digest.Said) string {
	if len(said.Items) < 2 {
		return said.Lead
	}
	var titles []string
	for i := range said.Items[1:] {
		titles = append(titles, said.Items[i+1].Title)
	}
	return l.T("letter.also", "Names", strings.Join(titles, l.T("staff.list_separator")), "Lead", said.Lead)
}

// item is one thing to decide.
func (l *letter) item(said *digest.Said, i *digest.SaidItem, quotes map[string]mood.Quote) part {
	card := []part{{Head: i.Title}}
	for _, f := range i.Facts {
		card = append(card, part{Fact: &fact{l.T("letter.label", "Label", f.Label), f.Text}})
	}
	first := true
	for _, id := range i.Quotes {
		q, there := quotes[id]
		if !there {
			continue
		}
		if first {
			card = append(card, part{Label: said.Quotes})
		}
		first = false
		card = append(card, part{Quote: &quote{q.Text, q.Language}})
	}
	if i.Ask {
		card = append(card, part{Label: said.Ask}, part{Buttons: []link{
			l.decision(said.Take, ticket.Take, i.Key), l.decision(said.Doing, ticket.Doing, i.Key), l.decision(said.NoProblem, ticket.NoProblem, i.Key),
		}})
	}
	return part{Card: append(card, part{Links: []link{{i.Look, l.point(i.Key)}}})}
}

// told are headings with lists.
func (l *letter) told(said []digest.Part) []part {
	var list []part
	for _, p := range said {
		list = append(list, part{Heading: p.Title}, part{Lines: l.lines(p.Lines)})
	}
	return list
}

// lines with the addresses of what they are about.
func (l *letter) lines(lines []digest.Line) []link {
	var list []link
	for _, x := range lines {
		to := link{Label: x.Text}
		switch {
		case x.Action != 0:
			to.URL = l.page("admin", "journeys", l.mail.Journey, "actions", fmt.Sprint(x.Action))
		case x.Touchpoint != "":
			to.URL = l.point(x.Touchpoint)
		}
		list = append(list, to)
	}
	return list
}

// quotes are what customers said, as it is there now. Mails are passed on, so
// names and contacts are hidden from owners too.
func (l *letter) quotes(ctx context.Context, j *journey.Journey, d *digest.Digest) (map[string]mood.Quote, error) {
	var ids []string
	for i := range d.Items {
		ids = append(ids, d.Items[i].Quotes...)
	}
	found, err := l.Store.QuotesOf(ctx, j, ids)
	if err != nil {
		return nil, fmt.Errorf("read what customers said: %w", err)
	}
	for id, q := range found {
		q.Text = text.Word(text.Mask(q.Text, q.Language), l.Hidden)
		if q.Language == "unknown" {
			q.Language = ""
		}
		found[id] = q
	}
	return found, nil
}
