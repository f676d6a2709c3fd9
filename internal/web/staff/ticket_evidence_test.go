package staff_test

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/ticket"
	"github.com/waymood/waymood/internal/web"
)

// moved is a house whose café was told of in every way: the queue fell two weeks
// ago, day by day; the menu fell with the last closed period; paying always
// hurt. Half of its customers work in offices.
func moved(t *testing.T) *house {
	h := newHouse(t, "https://mood.example.com")
	h.apply("testdata/cafe.yaml")
	said := "{en: A good coffee, zh-Hant: 好咖啡, zh-Hans: 好咖啡, uk: Добра кава}\n"
	h.change(append(teams, "languages:", "goal: "+said+"start: "+said+"end: "+said+"languages:")...)
	today := journey.DayOf(noon, time.UTC)
	closed := mood.Closed(today)
	var rs []*survey.Response
	for day := today - 150; day < today; day++ {
		marks := map[string][]int{"k7q2x": {4, 5}, "men22": {4, 5}, "pay22": {2, 3}, "dri22": {5, 5}}
		if day >= today-14 {
			marks["k7q2x"] = []int{1, 2}
		}
		if day >= closed.From {
			marks["men22"] = []int{2, 3}
		}
		for code, two := range marks {
			for i, mark := range two {
				rs = append(rs, &survey.Response{
					ID: uuid.New(), Code: code, Answers: survey.Answers{"rating": mark}, Language: "en", Persona: []string{"office", ""}[i],
					AnsweredAt: day.Time().Add(4 * time.Hour), ReceivedAt: h.now, Trusted: true,
				})
			}
		}
	}
	for _, added := range h.store.AddResponses(t.Context(), rs) {
		if added.Err != nil {
			t.Fatal(added.Err)
		}
	}
	return h
}

// told makes a digest of now and is what it says of each touchpoint, with the
// mail as it is sent.
func (m *mailed) told(key string) (map[string]*digest.Item, digest.Said, string) {
	m.t.Helper()
	w, err := m.letters(web.Config{Store: m.store, PublicURL: &url.URL{Scheme: "https", Host: m.host}, Clock: func() time.Time { return m.now }})
	if err != nil {
		m.t.Fatal(err)
	}
	ctx := m.t.Context()
	d, err := w.Digest(ctx, m.sub, subscription.Period{At: m.now})
	if err != nil {
		m.t.Fatal(err)
	}
	document, err := json.Marshal(d)
	if err != nil {
		m.t.Fatal(err)
	}
	added, err := m.store.PostMails(ctx, []store.Mail{{
		Key: key, Kind: store.DigestMail, Subscription: m.sub.ID, Journey: "dawn", To: m.sub.Mail, Language: m.sub.Language, Document: document, Asks: d.Digest.Asks(),
	}})
	if err != nil || len(added) != 1 {
		m.t.Fatal(added, err)
	}
	m.mail = added[0].ID
	message, err := w.Write(ctx, &added[0])
	if err != nil {
		m.t.Fatal(err)
	}
	catalog, err := i18n.Load()
	if err != nil {
		m.t.Fatal(err)
	}
	items := map[string]*digest.Item{}
	for i := range d.Digest.Items {
		items[d.Digest.Items[i].Key] = &d.Digest.Items[i]
	}
	return items, d.Digest.Say(catalog.In(m.sub.Language)), message.Text
}

var (
	card      = regexp.MustCompile(`(?s)<section class="card evidence".*?</section>`)
	tag       = regexp.MustCompile(`<[^>]*>`)
	number    = regexp.MustCompile(`\d+(?:[.,]\d+)?`)
	anyTicket = regexp.MustCompile(`/digest/([\w-]+)`)
)

// evidence is the block of a page that says why, as text.
func (h *house) evidence(p page) string {
	h.t.Helper()
	h.want(p, http.StatusOK)
	found := card.FindString(p.Body)
	if found == "" {
		h.t.Fatal("the page gives no reason")
	}
	return strings.Join(strings.Fields(html.UnescapeString(tag.ReplaceAllString(found, " "))), " ")
}

// TestTicketSaysWhatTheMailSaid holds the pages of a decision to the mail that
// asked for it, for each kind of item, in each language, and for some customers
// only: whatever is answered after the mail.
func TestTicketSaysWhatTheMailSaid(t *testing.T) {
	h := moved(t)
	h.signIn(account.Owner)
	kinds := map[string]bool{}
	said, items := map[string]digest.Said{}, map[string]map[string]*digest.Item{}
	mails, asks := map[string]*mailed{}, map[string]map[string]string{}
	var all []string
	for _, persona := range []string{"", "office"} {
		for _, language := range []string{"en", "uk", "zh-Hant", "zh-Hans"} {
			name := language + persona
			m := h.subscribe("first"+name, func(s *subscription.Subscription) {
				s.Mail, s.Language, s.Persona, s.Team = "reader"+name+"@example.com", language, persona, ""
			})
			told, s, text := m.told("second" + name)
			items[name] = told
			for _, i := range told {
				kinds[fmt.Sprintf("change %v signal %v pain %v persona %q", len(i.Changes) > 0, i.Signal != nil, i.Pain != nil, persona)] = true
			}
			for _, i := range s.Items {
				for _, f := range i.Facts {
					if !strings.Contains(strings.Join(strings.Fields(text), ""), strings.Join(strings.Fields(f.Text), "")) {
						t.Errorf("%s: the mail does not say %q", name, f.Text)
					}
				}
			}
			said[name], mails[name], asks[name] = s, m, m.asks(text)
			all = append(all, name)
		}
	}
	if len(kinds) < 4 {
		t.Fatalf("the mails tell only of %v", kinds)
	}
	h.ratings(map[string][5]int{"k7q2x": {0, 0, 0, 0, 99}, "men22": {0, 0, 0, 0, 99}, "pay22": {0, 0, 0, 0, 99}}, noon.Add(-time.Hour))
	h.now = h.now.Add(time.Hour)
	for _, name := range all {
		m := mails[name]
		for _, i := range said[name].Items {
			link := asks[name][i.Key]
			asked := h.stranger("GET", link)
			shown := h.evidence(asked)
			var facts string
			for _, f := range i.Facts {
				facts += " " + f.Text
			}
			about := items[name][i.Key]
			m.saysOnly(name+" "+i.Key, shown, facts+" "+said[name].Period)
			if what := []rune(i.Facts[0].Text); (len(about.Changes) > 0 || about.Signal != nil) && !strings.Contains(shown, string(what[:40])) {
				t.Errorf("%s: the page does not say how it moved\npage: %s\nmail: %s", name, shown, string(what))
			}
			form := url.Values{"title": {"Mend " + i.Key + name}, "owner": {"floor"}, "due": {"2026-12-01"}}
			h.want(m.sends(link, form), http.StatusSeeOther, link)
			list := m.actions()
			a := list[len(list)-1]
			kept := h.evidence(h.get(fmt.Sprintf(dawn+"/actions/%d?lang=%s", a.ID, m.sub.Language)))
			if !strings.HasPrefix(kept, shown) {
				t.Errorf("%s: the action’s reason is another\n%s\n%s", name, shown, kept)
			}
		}
	}
}

// saysOnly holds what a page shows to figures that the mail told too, and to its
// sentences about what moved.
func (m *mailed) saysOnly(name, shown, mail string) {
	m.t.Helper()
	told := append(number.FindAllString(mail, -1), "100", "7.5", "7,5") // of 100, and what is told at all
	for _, figure := range number.FindAllString(shown, -1) {
		if !slices.Contains(told, figure) {
			m.t.Errorf("%s: the mail does not say %s\npage: %s\nmail: %s", name, figure, shown, mail)
		}
	}
}

// asks are the links of a mail's text that take something on, by touchpoint.
func (m *mailed) asks(text string) map[string]string {
	m.t.Helper()
	links := map[string]string{}
	for _, found := range anyTicket.FindAllStringSubmatch(text, -1) {
		if t, ok := ticket.NewSigner(m.store.Secret("digest")).Open(found[1]); ok && t.Act == ticket.Take {
			links[t.Touchpoint] = found[0]
		}
	}
	return links
}

// TestOrigin: what was decided by mail says by which one, and leads to it who may
// see it.
func TestOrigin(t *testing.T) {
	m := newMailed(t)
	m.want(m.sends(m.link(ticket.Take), url.Values{"title": {"Till"}, "owner": {"floor"}, "due": {"2026-12-01"}}), http.StatusSeeOther, m.link(ticket.Take))
	a := m.actions()[0]
	doing := func(t *ticket.Ticket) { t.Touchpoint = "menu" }
	m.now = m.now.AddDate(0, 0, 3)
	m.want(m.sends(m.link(ticket.NoProblem, doing), url.Values{"note": {"It is wanted"}}), http.StatusSeeOther, m.link(ticket.NoProblem, doing))
	pages := []string{fmt.Sprintf(dawn+"/actions/%d", a.ID), dawn, dawn + "/touchpoints/menu"}
	const text, link = "Decided from the digest of 20 November 2026 about Dawn Café", "/preview\">See the mail"
	m.signIn(account.Viewer)
	for _, page := range pages {
		p := m.get(page)
		m.want(p, http.StatusOK, text)
		m.lacks(p, link)
	}
	m.signIn(account.Owner)
	for _, page := range pages {
		m.want(m.get(page), http.StatusOK, text, `href="/admin/digests/mails/`+m.mail+link)
	}
	p := m.stranger("GET", m.link(ticket.NoProblem, doing))
	m.want(p, http.StatusOK, text)
	m.lacks(p, link)
	claimed, err := m.store.ClaimMails(t.Context(), 1, time.Minute)
	if err != nil || len(claimed) != 1 {
		t.Fatal(claimed, err)
	}
	if err := m.store.MailSent(t.Context(), m.mail, claimed[0].Token, "sent"); err != nil {
		t.Fatal(err)
	}
	if _, err := m.store.BlankMails(t.Context(), m.now.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		p := m.get(page)
		m.want(p, http.StatusOK, text)
		m.lacks(p, link)
	}
	// What is said on the pages afterwards came by no mail.
	m.want(m.post(dawn+"/touchpoints/menu/stance", url.Values{"says": {"no_problem"}, "note": {"still so"}}), http.StatusSeeOther, dawn)
	m.lacks(m.get(dawn), text)
}
