package letter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/text"
)

// notice tells of unhappy answers, as far as they still are there and count.
func (l *letter) notice(ctx context.Context) (*sheet, error) {
	var n digest.Notice
	if err := json.Unmarshal(l.mail.Document, &n); err != nil {
		return nil, fmt.Errorf("read a notice's document: %w", err)
	}
	j, err := l.Store.Journey(ctx, l.mail.Journey)
	if err != nil {
		return nil, err
	}
	var items []digest.NoticeItem
	for _, id := range n.Answers {
		item, err := l.noticed(ctx, j, id)
		switch {
		case errors.Is(err, fault.NotFound), errors.Is(err, fault.Gone):
		case err != nil:
			return nil, err
		default:
			items = append(items, *item)
		}
	}
	if len(items) == 0 {
		return nil, fault.New(fault.NotFound, "the answers that this notice tells of are gone")
	}
	said := digest.SayNotice(l.Voice, digest.Named{Key: j.Key, Name: j.Name}, items)
	s := l.begin(j, l.T("alert.why_notice"))
	s.Subject, s.Title, s.Preview = said.Subject, said.Lead, said.Items[0].Title
	if words := said.Items[0].Text; words != "" { // a list of mails should show what it is about
		s.Preview = l.T("alert.preview", "What", s.Preview, "Words", words)
	}
	for i, item := range said.Items {
		card := []part{{Strong: item.Title}, {Text: item.Facts}}
		if item.Text != "" {
			card = append(card, part{Quote: &quote{item.Text, item.Lang}})
		}
		if item.Contact != "" {
			card = append(card, part{Text: item.Contact})
		}
		card = append(card, part{Links: []link{{item.Look, l.page("admin", "journeys", j.Key, "responses", items[i].ID)}}})
		s.Parts = append(s.Parts, part{Card: card})
	}
	if said.More != "" {
		s.Parts = append(s.Parts, part{Text: said.More}, part{Links: []link{{l.T("alert.list"), l.page("admin", "journeys", j.Key, "responses")}}})
	}
	s.Parts = append(s.Parts, part{Text: l.T("alert.notice_hour")})
	return s, nil
}

// noticed is an answer as it is told now; fault.NotFound where it does not
// count any more.
func (l *letter) noticed(ctx context.Context, j *journey.Journey, id string) (*digest.NoticeItem, error) {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return nil, fault.New(fault.NotFound, "this is no id of an answer")
	}
	r, err := l.Store.Response(ctx, parsed)
	if err != nil {
		return nil, err
	}
	if r.State != survey.Counted || r.Superseded || r.Journey != j.Key {
		return nil, fault.New(fault.NotFound, "this answer does not count")
	}
	item := &digest.NoticeItem{ID: id, Touchpoint: digest.Named{Key: r.Touchpoint}, Rating: r.Rating, When: r.AnsweredAt.In(l.sub.Location())}
	if r.Text != "" {
		item.Text, item.Language = text.Word(text.Mask(r.Text, r.Written()), l.Hidden), r.Written()
	}
	if p := j.Persona(r.Persona); p != nil {
		item.Persona = p.Name
	}
	if _, tp := j.Touchpoint(r.Touchpoint); tp != nil {
		item.Touchpoint.Name = tp.Name
		if asked := j.Survey(tp.Survey); asked != nil {
			item.Contact = leftContact(asked, r)
			if q := asked.Rating(); q != nil {
				item.Question = q.Type
			}
		}
	}
	return item, nil
}

// leftContact says whether an answer holds an address to write to.
func leftContact(asked *survey.Survey, r *store.Record) bool {
	for _, q := range asked.Questions {
		if address, _ := r.Answers[q.Key].(string); q.Type == survey.Email && address != "" {
			return true
		}
	}
	return false
}
