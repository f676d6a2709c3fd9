package letter

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// unhappy keeps an answer that a notice tells of, and gives its id.
func (d *desk) unhappy(code string, answers survey.Answers, change ...func(*survey.Response)) string {
	d.t.Helper()
	r := storetest.Answer(code, 1, "")
	r.Answers, r.ReceivedAt, r.AnsweredAt, r.Trusted = answers, monday, monday, true
	for _, f := range change {
		f(r)
	}
	storetest.Sum(r)
	storetest.Add(d.t, d.store, r)
	return r.ID.String()
}

func noticeOf(t *testing.T, sub *subscription.Subscription, ids ...string) store.Mail {
	t.Helper()
	document, err := json.Marshal(digest.Notice{Answers: ids})
	if err != nil {
		t.Fatal(err)
	}
	return store.Mail{Key: "notice:" + uuid.NewString(), Kind: store.NoticeMail, Subscription: sub.ID, Journey: sub.Journey, To: sub.Mail, Language: sub.Language, Document: document}
}

func TestNotice(t *testing.T) {
	d := newDesk(t)
	fixed := func(id string) func(*survey.Response) {
		return func(r *survey.Response) { r.ID = uuid.MustParse(id) }
	}
	ids := []string{
		d.unhappy("queue-qr", survey.Answers{"rating": 1, "comment": "Waited for ages, call me on 0912 345 678"}, fixed("f47ac10b-58cc-4372-a567-0e02b2c3d471"), func(r *survey.Response) { r.Persona = "office" }),
		d.unhappy("order-web", survey.Answers{"recommend": 3, "comment": "排隊太久了", "mail": "guest@example.net"}, fixed("f47ac10b-58cc-4372-a567-0e02b2c3d472")),
		d.unhappy("drink-qr", survey.Answers{"rating": 2}, fixed("f47ac10b-58cc-4372-a567-0e02b2c3d473")),
	}
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			golden(t, "notice."+language+".txt", d.post(noticeOf(t, d.subscribe(language), ids...)))
		})
	}
}

// What was erased or left out meanwhile is not sent, no contact ever is, and
// where nothing is left there is no mail.
func TestNoticeOfWhatIsGone(t *testing.T) {
	d := newDesk(t)
	ctx := t.Context()
	sub := d.subscribe("en")
	erased := d.unhappy("queue-qr", survey.Answers{"rating": 1, "comment": "canary one"})
	leftOut := d.unhappy("queue-qr", survey.Answers{"rating": 1, "comment": "canary two"})
	stays := d.unhappy("order-web", survey.Answers{"recommend": 1, "comment": "stays", "mail": "guest@example.net"})
	m := noticeOf(t, sub, erased, leftOut, stays, uuid.NewString(), "nonsense")
	added, err := d.store.PostMails(ctx, []store.Mail{m})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(added[0].Document), "canary") {
		t.Error("words in the outbox")
	}
	if err := d.store.Erase(ctx, uuid.MustParse(erased)); err != nil {
		t.Fatal(err)
	}
	if err := d.store.SetState(ctx, uuid.MustParse(leftOut), survey.LeftOut); err != nil {
		t.Fatal(err)
	}
	msg, err := d.Write(ctx, &added[0])
	if err != nil {
		t.Fatal(err)
	}
	raw := msg.Subject + msg.Text + msg.HTML
	if strings.Contains(raw, "canary") || strings.Contains(raw, "guest@example.net") || !strings.Contains(raw, "stays") || !strings.Contains(raw, "/responses/"+stays) {
		t.Errorf("%s", msg.Text)
	}
	if err := d.store.Erase(ctx, uuid.MustParse(stays)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Write(ctx, &added[0]); !errors.Is(err, fault.NotFound) {
		t.Errorf("all are gone: %v", err)
	}
}
