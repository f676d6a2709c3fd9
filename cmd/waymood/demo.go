package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/demo"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/templates"
)

// demoMail is who is signed in by the demo's link; example.org is nobody's.
const demoMail = "dawn@example.org"

type demoCommand struct {
	// No variable sets it: the demo must never find its way into the
	// database of a real shop.
	Database string `placeholder:"FILE|URL" help:"Keep the demo in this database. Default: a throw-away one."`
	Answers  int    `default:"2500" help:"How many answers to make up. Default: 2500."`
	Seed     uint64 `default:"1" help:"Which answers: the same seed makes the same ones. Default: 1."`
	JSON     bool   `name:"json" help:"Print the links as one line of JSON, once the service answers."`
	service
}

// demoLinks is what the demo prints.
type demoLinks struct {
	Surveys []demoSurvey `json:"surveys"`
	Page    string       `json:"page,omitempty"` // of another site, that shows a survey
	Map     string       `json:"map"`
	Digests string       `json:"digests"`
	SignIn  string       `json:"sign_in"`
	APIKey  string       `json:"api_key"`
}

type demoSurvey struct {
	Touchpoint string `json:"touchpoint"`
	Placement  string `json:"placement"`
	URL        string `json:"url"`
}

func (d *demoCommand) Run(ctx context.Context, a *app) (err error) {
	if d.Answers < 0 || d.Answers > 1_000_000 {
		return misused("--answers is %d: write a number up to a million", d.Answers)
	}
	if a.origins["score-schedule"] == "" && d.ScoreSchedule == defaultSchedule {
		d.ScoreSchedule = "@every 10s" // whoever tries it out does not wait a minute
	}
	c, err := d.check(a)
	if err != nil {
		return err
	}
	database := d.Database
	if database == "" {
		folder, err := os.MkdirTemp("", "waymood-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		database = filepath.Join(folder, "dawn.db")
	}
	r, err := d.prepare(ctx, a, c, database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	j, err := sampleJourney(a.clock())
	if err != nil {
		return err
	}
	page, err := openDemoPage(r, j)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	if page != nil {
		beside.Go(func() { page.serve(ctx, r.log) })
	}
	if j, err = d.fill(ctx, a, r, j); err != nil {
		return err
	}
	if err := tellReaders(ctx, a, c, r, j); err != nil {
		return fmt.Errorf("make the demo's digests: %w", err)
	}
	links, err := d.links(ctx, r, j)
	if err != nil {
		return err
	}
	if page != nil {
		links.Page = page.url
	}
	return r.serve(ctx, func() {
		if err := answers(ctx, r); err != nil {
			r.log.Error("the demo does not answer", "error", err)
			return
		}
		d.print(a, links, c.server != nil)
	})
}

// fill applies the sample journey, makes up its answers and scores them, on
// the ways that real ones go.
func (d *demoCommand) fill(ctx context.Context, a *app, r *running, j *journey.Journey) (*journey.Journey, error) {
	if err := onlyDemo(ctx, r.store); err != nil {
		return nil, err
	}
	applied, err := r.store.Apply(ctx, []*journey.Journey{j}, false)
	if err != nil {
		return nil, err
	}
	j = applied[0].Journey
	made, err := demo.Answers(j, d.Answers, d.Seed, a.clock())
	if err != nil {
		return nil, err
	}
	if err := d.count(ctx, r.store, j, made, a.clock()); err != nil {
		return nil, fmt.Errorf("keep made-up numbers: %w", err)
	}
	for len(made) > 0 {
		n := min(len(made), importBatch)
		for _, added := range r.store.AddResponses(ctx, made[:n]) {
			// A demo that is started again finds its answers there already.
			if err := added.Err; err != nil && !errors.Is(err, fault.Conflict) && !errors.Is(err, fault.Gone) {
				return nil, fmt.Errorf("keep a made-up answer: %w", err)
			}
		}
		made = made[n:]
	}
	// What the answers teach is used before anybody looks, as it would be after
	// the first night.
	for _, work := range []func(context.Context) (int, error){r.scoring().Run, r.learning(a).Run, r.scoring().Run} {
		if _, err := waiting(ctx, a, work); err != nil {
			return nil, err
		}
	}
	if err := act(ctx, a, r.store, j); err != nil {
		return nil, err
	}
	return j, lookBack(ctx, r.store, j, a.clock())
}

// sampleJourney reads the sample; what happened outside is put to the day
// from which its queue is worse.
func sampleJourney(now time.Time) (*journey.Journey, error) {
	const file = "journeys/dawn.yaml"
	src, err := templates.FS.ReadFile(file)
	if err != nil {
		return nil, err
	}
	journeys, _, err := journey.Parse(file, src)
	if err != nil {
		return nil, err
	}
	j := journeys[0]
	for i := range j.Events {
		j.Events[i].Date = journey.DayOf(now.Add(-demo.Worse), j.Location()).String()
	}
	return j, nil
}

// onlyDemo refuses a database in which somebody works: the demo prints a link
// and a key that open everything.
func onlyDemo(ctx context.Context, st *store.Store) error {
	_, _, err := st.UserByMail(ctx, demoMail)
	if err == nil || !errors.Is(err, fault.NotFound) {
		return err
	}
	users, err := st.Users(ctx)
	if err != nil {
		return err
	}
	journeys, err := st.Journeys(ctx)
	if err != nil {
		return err
	}
	if len(users)+len(journeys) > 0 {
		return fmt.Errorf("this database is in use; name a new file with --database, or none")
	}
	return nil
}

// links makes the sign-in and the key, and gathers the addresses.
func (d *demoCommand) links(ctx context.Context, r *running, j *journey.Journey) (demoLinks, error) {
	page := "/admin/journeys/" + j.Key
	l := demoLinks{Map: at(r.url, page), Digests: at(r.url, "/admin/digests")}
	for _, t := range j.Walk() {
		for p := range t.Live() {
			if p.Channel == journey.Import || p.Channel == journey.API {
				continue // no page that a visitor would open
			}
			l.Surveys = append(l.Surveys, demoSurvey{t.Key, p.Code, at(r.url, "/t/"+p.Code)})
		}
	}
	u, _, err := r.store.UserByMail(ctx, demoMail)
	if errors.Is(err, fault.NotFound) {
		u, err = r.store.AddUser(ctx, demoMail, account.Owner, "")
	}
	if err != nil {
		return l, err
	}
	token, err := r.store.NewToken(ctx, store.SignInToken, u.ID, 24*time.Hour)
	if err != nil {
		return l, err
	}
	l.SignIn = at(r.url, "/login", "token", token, "next", page)
	_, l.APIKey, err = r.store.AddKey(ctx, "demo", account.Admin, time.Time{})
	return l, err
}

// answers waits until the service says that it is ready.
func answers(ctx context.Context, r *running) error {
	address := "http://" + r.dialable() + "/readyz"
	var last error
	for range 100 {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		res, err := http.DefaultClient.Do(req)
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
			err = fmt.Errorf("%s is answered with %s", address, res.Status)
		}
		last = err
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	return last
}

func (d *demoCommand) print(a *app, l demoLinks, mails bool) {
	if d.JSON {
		_ = a.json(l)
		return
	}
	a.say("晨曦 / Dawn is open. Answer one of its surveys, on this machine or any other that reaches it:\n")
	last := ""
	for _, s := range l.Surveys {
		if s.Touchpoint != last {
			a.say("  %-11s %s", s.Touchpoint, s.URL)
		}
		last = s.Touchpoint
	}
	if l.Page != "" {
		a.say("\nA page of its own site, which shows the menu's survey:\n  %s", l.Page)
	}
	a.say("\nThe map of its customers' journey (signs you in, once):\n  %s", l.SignIn)
	what := "Who is mailed what, and what Monday's mails say"
	if mails { // nobody is subscribed, since mails would leave
		what = "Mail what it finds to an address of your own"
	}
	a.say("\n%s (once signed in):\n  %s", what, l.Digests)
	a.say("\nAn API key: %s", l.APIKey)
	if d.Database == "" {
		a.say("\nAll of it is made up, and gone when you stop it with Ctrl-C.")
	}
}
