package letter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// AlertItem is an alert of the store with the names that are told; j is nil for
// trouble, which is no journey's.
func AlertItem(j *journey.Journey, a store.Alert) digest.AlertItem {
	item := digest.AlertItem{
		Kind: digest.AlertKind(a.Kind), Since: a.Since, From: a.From, To: a.To, Answers: a.Answers, Delight: a.Delight, About: a.About,
	}
	if j == nil {
		return item
	}
	item.Journey, item.Touchpoint.Key = digest.Named{Key: j.Key, Name: j.Name}, a.Touchpoint
	if !a.Heard.IsZero() {
		item.Heard = a.Heard.In(j.Location())
	}
	_, tp := j.Touchpoint(a.Touchpoint)
	if tp == nil {
		return item
	}
	item.Touchpoint.Name, item.Team, item.TeamName = tp.Name, tp.Owner, j.Teams[tp.Owner].Name
	for p := range tp.Live() {
		if p.Code == a.Placement {
			item.Placement, item.Channel = digest.Named{Key: p.Code, Name: p.Place}, string(p.Channel)
		}
	}
	return item
}

// alert tells of what was found, each thing under a heading of its own.
func (l *letter) alert(ctx context.Context) (*sheet, error) {
	var a digest.Alert
	if err := json.Unmarshal(l.mail.Document, &a); err != nil {
		return nil, fmt.Errorf("read an alert's document: %w", err)
	}
	if len(a.Found) == 0 {
		return nil, fault.New(fault.NotFound, "this alert tells nothing")
	}
	said := a.Say(l.Voice)
	s := l.start(l.Date(l.Clock().In(l.sub.Location())), l.T("alert.why_"+l.reason()))
	s.Subject, s.Title, s.Preview = said.Subject, said.Lead, said.Items[0].Lines[0]
	alone := len(said.Items) == 1
	if alone {
		s.Title = said.Items[0].Title
	}
	for i, item := range said.Items {
		if !alone {
			s.Parts = append(s.Parts, part{Heading: item.Title})
		}
		s.Parts = append(s.Parts, part{Strong: item.Lines[0]})
		for _, line := range item.Lines[1:] {
			s.Parts = append(s.Parts, part{Text: line})
		}
		if item.Where != "" {
			s.Parts = append(s.Parts, part{Text: item.Where})
		}
		to, err := l.undelivered(ctx, a.Found[i])
		if err != nil {
			return nil, err
		}
		if to != "" {
			s.Parts = append(s.Parts, part{Fact: &fact{l.T("alert.to"), to}})
		}
		s.Parts = append(s.Parts, part{Links: []link{{item.Look, l.PublicURL.JoinPath(item.Path).String()}}})
	}
	for i, line := range said.Foot {
		p := part{Text: line}
		if i == 0 {
			p.Heading = l.T("alert.foot")
		}
		s.Parts = append(s.Parts, p)
	}
	return s, nil
}

// reason is why one gets alerts: one subscribed to them, or is an owner.
func (l *letter) reason() string {
	if l.sub.ID == "" {
		return "owner"
	}
	return "subscribed"
}

// undelivered is the address of the mail that an alert is about, "" for other
// alerts and where it is no longer known.
func (l *letter) undelivered(ctx context.Context, item digest.AlertItem) (string, error) {
	if item.Kind != digest.Undelivered || item.About == "" {
		return "", nil
	}
	m, err := l.Store.MailByID(ctx, item.About)
	if errors.Is(err, fault.NotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return m.To, nil
}
