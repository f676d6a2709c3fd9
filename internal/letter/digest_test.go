package letter

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/demo"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mail"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/ticket"
	"github.com/waymood/waymood/templates"
)

// newDawn is a desk over the sample café with made-up answers of the weeks
// before monday. Change may alter the journey before it is applied, and its
// answers before they are kept.
func newDawn(t testing.TB, change func(*journey.Journey), alter func([]*survey.Response)) *desk {
	t.Helper()
	src, err := templates.FS.ReadFile("journeys/dawn.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read, _, err := journey.Parse("dawn.yaml", src)
	if err != nil || len(read) != 1 {
		t.Fatal(len(read), err)
	}
	if change != nil {
		change(read[0])
	}
	s := storetest.OpenAt(t, filepath.Join(t.TempDir(), "waymood.db"), store.Options{Create: true, Clock: func() time.Time { return monday }})
	j := storetest.Apply(t, s, read[0])[0].Journey
	made, err := demo.Answers(j, 900, 1, monday)
	if err != nil {
		t.Fatal(err)
	}
	if alter != nil {
		alter(made)
	}
	storetest.Add(t, s, made...)
	return newDeskOver(t, s)
}

// digest posts the digest that a subscription to the café gets now.
func (d *desk) digest(language string, change ...func(*subscription.Subscription)) (*store.Mail, *mail.Message) {
	d.t.Helper()
	sub := d.subscribe(language, append([]func(*subscription.Subscription){func(s *subscription.Subscription) { s.Journey = "dawn" }}, change...)...)
	m, err := d.Next(d.t.Context(), sub)
	if err != nil {
		d.t.Fatal(err)
	}
	m.Key = "digest:" + sub.ID
	added, err := d.store.PostMails(d.t.Context(), []store.Mail{*m})
	if err != nil || len(added) != 1 {
		d.t.Fatal(len(added), err)
	}
	return &added[0], d.write(&added[0])
}

func (d *desk) write(m *store.Mail) *mail.Message {
	d.t.Helper()
	msg, err := d.Write(d.t.Context(), m)
	if err != nil {
		d.t.Fatal(err)
	}
	return msg
}

func TestDigest(t *testing.T) {
	d := newDawn(t, nil, nil)
	for _, language := range languages {
		t.Run(language, func(t *testing.T) {
			m, msg := d.digest(language)
			said := document(t, m).Digest.Say(d.Catalog.In(language))
			told := bare(msg.Text)
			if headline := d.headline(m); !strings.Contains(said.Subject, headline) || !strings.Contains(told, bare(headline)) {
				t.Errorf("the headline is %q, the subject %q", headline, said.Subject)
			}
			if msg.Subject != said.Subject || len(said.Items) == 0 || !strings.Contains(told, bare(said.Lead)) {
				t.Errorf("%q is told of %d items", msg.Subject, len(said.Items))
			}
			for _, item := range said.Items {
				for _, f := range item.Facts {
					if !strings.Contains(told, bare(f.Text)) {
						t.Errorf("it does not tell %q", f.Text)
					}
				}
			}
			for _, p := range slices.Concat(said.News, said.Parts) {
				for _, line := range p.Lines {
					if !strings.Contains(told, bare(line.Text)) {
						t.Errorf("it does not tell %q", line.Text)
					}
				}
			}
			checkMessage(t, msg)
			if n := len(msg.Pictures[0].PNG); n > 60_000 {
				t.Errorf("the picture has %d bytes", n)
			}
		})
	}
}

// TestDigestLinks is that each item asks with three links that do what they
// say, that the mail can be stopped with one, and that in a preview none does
// anything.
func TestDigestLinks(t *testing.T) {
	d := newDawn(t, nil, nil)
	m, msg := d.digest("en")
	signer := ticket.NewSigner(d.store.Secret("digest"))
	open := func(msg *mail.Message) (all []ticket.Ticket) {
		t.Helper()
		for _, address := range addresses(msg.Text) {
			if token, ours := strings.CutPrefix(address, "https://mood.example.com/digest/"); ours {
				one, ok := signer.Open(token)
				if !ok {
					t.Errorf("%s is no link of ours", address)
				}
				all = append(all, one)
			}
		}
		return all
	}
	asked := map[string][]ticket.Act{}
	for _, one := range open(msg) {
		if one.Preview() || one.Mail != m.ID || one.Subscription != m.Subscription || one.Until.Unix() != m.Created.Add(ticket.Life).Unix() {
			t.Errorf("a ticket is %+v", one)
		}
		if one.Act == ticket.Stop {
			if one.Kind != "digest" || msg.Unsubscribe != "https://mood.example.com/digest/"+signer.Token(one) {
				t.Errorf("the link that stops is %+v, the header %s", one, msg.Unsubscribe)
			}
			continue
		}
		asked[one.Touchpoint] = append(asked[one.Touchpoint], one.Act)
	}
	if len(asked) == 0 || len(asked) > 3 {
		t.Errorf("asks about %v", asked)
	}
	for key, acts := range asked {
		if !slices.Equal(acts, []ticket.Act{ticket.Take, ticket.Doing, ticket.NoProblem}) {
			t.Errorf("of %s: %v", key, acts)
		}
	}
	sub, err := d.store.Subscription(t.Context(), m.Subscription)
	if err != nil {
		t.Fatal(err)
	}
	preview, err := d.Preview(t.Context(), m, sub)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range open(preview) {
		if !one.Preview() {
			t.Errorf("in the preview: %+v", one)
		}
	}
	if !strings.Contains(preview.Text, "This is a preview") || strings.Contains(msg.Text, "This is a preview") {
		t.Error("only the preview says that it is one")
	}
}

// TestDigestAgain is that a letter written again is the same, also after the
// map has changed; only what was erased meanwhile is gone from it.
func TestDigestAgain(t *testing.T) {
	d := newDawn(t, nil, nil)
	m, first := d.digest("zh-Hant")
	more := storetest.Answer("queue", 5, "")
	j, err := d.store.Journey(t.Context(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	for _, tp := range j.Walk() {
		if tp.Key == "queue" {
			more.Code = tp.Placements[0].Code
		}
	}
	for range 30 {
		one := *more
		one.ID, one.ReceivedAt = storetest.Answer("", 5, "").ID, monday.Add(-time.Hour)
		storetest.Sum(&one)
		storetest.Add(t, d.store, &one)
	}
	again := d.write(m)
	if again.HTML != first.HTML || again.Text != first.Text || again.ID != first.ID || !slices.Equal(again.Pictures[0].PNG, first.Pictures[0].PNG) {
		t.Error("written again it is another letter")
	}
	ids, quotes := quotesOf(t, d, m)
	if len(ids) < 2 {
		t.Fatalf("the digest quotes %d answers", len(ids))
	}
	for _, id := range ids {
		text := tidy(quotes[id], mostQuote)
		if !strings.Contains(bare(first.Text), bare(text)) {
			t.Errorf("it does not quote %q", text)
		}
		if strings.Contains(string(m.Document), text) {
			t.Error("the outbox holds a customer's words")
		}
	}
	if err := d.store.Erase(t.Context(), parseID(t, ids[0])); err != nil {
		t.Fatal(err)
	}
	gone := d.write(m)
	if text := bare(tidy(quotes[ids[0]], mostQuote)); strings.Contains(bare(gone.Text), text) || strings.Contains(bare(gone.HTML), text) {
		t.Error("an erased answer is still quoted")
	}
	if text := bare(tidy(quotes[ids[1]], mostQuote)); !strings.Contains(bare(gone.Text), text) {
		t.Error("another answer is gone with it")
	}
	checkMessage(t, gone)
}

// TestDigestGone is that nothing is written of a document that is no longer
// kept or cannot be read.
func TestDigestGone(t *testing.T) {
	d := newDawn(t, nil, nil)
	m, _ := d.digest("en")
	blank := *m
	blank.Document = []byte("{}")
	if _, err := d.Write(t.Context(), &blank); !errors.Is(err, fault.Gone) {
		t.Errorf("without a document: %v", err)
	}
	blank.Document = []byte("no JSON")
	if _, err := d.Write(t.Context(), &blank); err == nil {
		t.Error("nonsense was written as a letter")
	}
}

// TestDigestQuiet is that a quiet digest has neither a picture nor buttons.
func TestDigestQuiet(t *testing.T) {
	d := newDawn(t, nil, nil)
	sub := d.subscribe("en", func(s *subscription.Subscription) { s.Journey = "dawn" })
	quiet := digest.Digest{Journey: "dawn", Name: survey.Wording{"en": "Dawn"}, From: 20000, To: 20028, Answers: 12, Target: 75}
	msg := d.post(d.told(sub, &quiet))
	if len(msg.Pictures) != 0 || strings.Contains(msg.HTML, "<img") || strings.Contains(msg.Text, "[ ") {
		t.Errorf("a quiet digest is\n%s", msg.Text)
	}
	checkMessage(t, msg)
}

// quotesOf are the ids that a digest quotes, with what was said.
func quotesOf(t *testing.T, d *desk, m *store.Mail) ([]string, map[string]string) {
	t.Helper()
	j, err := d.store.Journey(t.Context(), "dawn")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, item := range document(t, m).Digest.Items {
		ids = append(ids, item.Quotes...)
	}
	found, err := d.store.QuotesOf(t.Context(), j, ids)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for id, q := range found {
		said[id] = q.Text
	}
	return slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(slices.Collect(maps.Keys(said)), id) }), said
}
