package letter

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
)

// trial is the document of a test mail.
type trial struct {
	By string `json:"by,omitempty"` // address of who asked for it, "" where that is not known
}

// Trial is a test mail to a subscription's address, to be posted; by is the
// address of who asked for it. Its key lets a subscription have one a minute.
func Trial(sub *subscription.Subscription, by string, now time.Time) (store.Mail, error) {
	document, err := json.Marshal(trial{by})
	if err != nil {
		return store.Mail{}, fmt.Errorf("write a test mail's document: %w", err)
	}
	return store.Mail{
		Key: fmt.Sprintf("test:%s:%d", sub.ID, now.Unix()/60), Kind: store.TestMail, Subscription: sub.ID, Journey: sub.Journey,
		To: sub.Mail, Language: sub.Language, Document: document,
	}, nil
}

// trial says that mails arrive, who asked, and what comes next.
func (l *letter) trial(ctx context.Context) (*sheet, error) {
	var t trial
	if err := json.Unmarshal(l.mail.Document, &t); err != nil {
		return nil, fmt.Errorf("read a test mail's document: %w", err)
	}
	j, err := l.Store.Journey(ctx, l.sub.Journey)
	if err != nil {
		return nil, err
	}
	name := l.name(j.Name, j.Key)
	s := l.begin(j, l.T("letter.test_why"))
	s.Subject, s.Title = l.T("letter.test_subject", "Name", name), l.T("letter.test_title")
	asked := l.T("letter.test_asked")
	if t.By != "" {
		asked = l.T("letter.test_asked_by", "By", t.By)
	}
	next := l.T("letter.test_never", "Name", name)
	if at := l.sub.Next(l.Clock()); !at.IsZero() {
		at = at.In(l.sub.Location())
		next = l.T("letter.test_next", "Name", name, "Time", l.Moment(at), "Zone", l.sub.Location().String())
	}
	s.Preview = asked
	s.Parts = append(s.Parts,
		part{Text: asked},
		part{Text: next},
		part{Links: []link{{l.T("letter.map"), l.page("admin", "journeys", j.Key)}}},
	)
	return s, nil
}
