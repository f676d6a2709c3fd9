package store_test

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
	"pgregory.net/rapid"
)

// Whatever happens to answers, and in whatever order, three ways to the
// tallies must agree to the last digit: what was added up while it happened,
// what a rebuild makes of the stored answers, and what this test makes of what
// it did.
func TestTalliesAreExact(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var n atomic.Int64
		rapid.Check(t, func(rt *rapid.T) {
			w := newWorld(rt, t.Context(), s, n.Add(1))
			for range rapid.IntRange(5, 40).Draw(rt, "steps") {
				w.step()
				if rapid.IntRange(0, 9).Draw(rt, "look") == 0 {
					w.compare() // what was read once must not be remembered for too long
				}
			}
			w.compare()
			w.rebuild()
		})
	})
}

// world is a journey and what the test knows of its answers.
type world struct {
	*rapid.T
	ctx     context.Context
	s       *store.Store
	j       *journey.Journey
	answers []*known
	model   string
	lists   string
	lessons map[string]string // by language
	now     time.Time
	first   int64

	decisions []store.Decision
}

// known is an answer as the test knows it.
type known struct {
	r      survey.Response
	order  int
	touch  string
	state  survey.State
	scored bool
	model  string
	lists  string // that found the themes
	lesson string
	judged store.Judgement

	decision int64 // about many, which moved it last; 0 none
}

func newWorld(rt *rapid.T, ctx context.Context, s *store.Store, n int64) *world {
	j := storetest.Cafe()
	j.Key = fmt.Sprintf("cafe-%d", n)
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			for p := range j.Stages[i].Touchpoints[k].Placements {
				code := &j.Stages[i].Touchpoints[k].Placements[p].Code
				*code = fmt.Sprintf("%s-%d", *code, n)
			}
		}
	}
	w := &world{T: rt, ctx: ctx, s: s, j: j, model: "m1", lists: "l1", lessons: map[string]string{}, now: time.Date(2026, 3, 28, 15, 30, 0, 0, time.UTC)}
	w.apply()
	w.start()
	return w
}

// start finds out where this world's answers begin: the store is shared with
// those before.
func (w *world) start() {
	k := &known{touch: "queue", state: survey.Test}
	k.r = survey.Response{ID: uuid.New(), Code: w.j.Stages[0].Touchpoints[0].Placements[0].Code, Answers: survey.Answers{"comment": "fine"}, Language: "en", ReceivedAt: w.now, State: survey.Test}
	storetest.Sum(&k.r)
	r := k.r
	if _, err := w.s.AddResponse(w.ctx, &r); err != nil {
		w.Fatalf("add: %v", err)
	}
	w.answers = append(w.answers, k)
	texts, err := w.s.Unscored(w.ctx, 0, 1_000_000)
	if err != nil || len(texts) == 0 {
		w.Fatalf("unscored: %v", err)
	}
	w.first = texts[len(texts)-1].Seq
}

func (w *world) apply() {
	if _, err := w.s.Apply(w.ctx, []*journey.Journey{w.j}, false); err != nil {
		w.Fatalf("apply: %v", err)
	}
}

func (w *world) step() {
	switch rapid.SampledFrom([]string{"add", "add", "add", "add", "score", "score", "state", "erase", "correct", "again", "zone", "analysis", "model", "judge", "judge", "decide", "decide", "take back", "prove"}).Draw(w.T, "step") {
	case "add":
		w.add()
	case "score":
		w.score()
	case "state":
		w.setState()
	case "erase":
		w.erase()
	case "correct":
		w.correct()
	case "again":
		w.again()
	case "zone":
		w.j.Timezone = rapid.SampledFrom([]string{"Asia/Taipei", "Europe/Kyiv", "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns"}).Draw(w.T, "zone")
		w.apply()
	case "analysis":
		w.j.Analysis.TextWeight = rapid.SampledFrom([]float64{0.5, 0.25, 1}).Draw(w.T, "text weight")
		w.j.Analysis.Band = rapid.SampledFrom([]float64{0.2, 0.4}).Draw(w.T, "band")
		w.apply()
	case "model":
		w.model = rapid.SampledFrom([]string{"m1", "m2", "m3"}).Draw(w.T, "model")
		w.lists = rapid.SampledFrom([]string{"l1", "l2"}).Draw(w.T, "lists")
		w.lessons = map[string]string{}
		if lesson := rapid.SampledFrom([]string{"", "a1", "b2"}).Draw(w.T, "lesson"); lesson != "" {
			w.lessons["en"] = lesson
		}
	case "judge":
		w.judge()
	case "decide":
		w.decide()
	case "take back":
		w.takeBack()
	case "prove":
		w.prove()
	}
}

// response draws an answer.
func (w *world) response() *known {
	k := &known{touch: rapid.SampledFrom([]string{"queue", "drink", "order"}).Draw(w.T, "touchpoint")}
	r := &k.r
	r.ID = uuid.New()
	_, tp := w.j.Touchpoint(k.touch)
	if rapid.IntRange(0, 4).Draw(w.T, "bare") == 0 {
		r.Journey, r.Touchpoint, r.Trusted = w.j.Key, k.touch, true
	} else {
		r.Code = rapid.SampledFrom(tp.Placements).Draw(w.T, "placement").Code
	}
	r.Persona = rapid.SampledFrom([]string{"", "office", "student"}).Draw(w.T, "persona")
	r.Language = rapid.SampledFrom([]string{"en", "uk"}).Draw(w.T, "language")
	r.Respondent = rapid.SampledFrom([]string{"", "", "ann", "bo"}).Draw(w.T, "respondent")
	r.State = rapid.SampledFrom([]survey.State{survey.Counted, survey.Counted, survey.Counted, survey.Quarantined, survey.Test}).Draw(w.T, "state")
	r.Doubts = rapid.SampledFrom([]survey.Doubt{0, survey.Repeat, survey.Quick, survey.Crowd | survey.Flood, survey.Trap, survey.Forged | survey.Crowd}).Draw(w.T, "doubts")
	r.ReceivedAt = w.now.Add(time.Duration(rapid.IntRange(0, 72*60).Draw(w.T, "received")) * time.Minute)
	if rapid.Bool().Draw(w.T, "late") {
		r.AnsweredAt = r.ReceivedAt.Add(-time.Duration(rapid.IntRange(-10, 40*24*60).Draw(w.T, "delay")) * time.Minute)
	}
	if r.AnsweredAt.IsZero() && rapid.Bool().Draw(w.T, "trusted") {
		r.Trusted = true
	}
	k.answer(w.T)
	storetest.Sum(r)
	return k
}

// answer draws what was answered.
func (k *known) answer(rt *rapid.T) {
	a := survey.Answers{}
	rating, top, low := "rating", 5, 1
	if k.touch == "order" {
		rating, top, low = "recommend", 10, 0
	}
	if rapid.IntRange(0, 5).Draw(rt, "rated") > 0 {
		a[rating] = rapid.IntRange(low, top).Draw(rt, "rating")
	}
	if k.touch != "order" {
		if why := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"wait", "taste", "staff"}), 0, 2, rapid.ID).Draw(rt, "why"); len(why) > 0 {
			a["why"] = why
		}
	}
	if text := rapid.SampledFrom([]string{"", "too slow", "等太久了", "дуже смачно", "fine"}).Draw(rt, "comment"); text != "" {
		a["comment"] = text
	}
	k.r.Answers = a
}

func (w *world) add() {
	batch := []*known{}
	rs := []*survey.Response{}
	for range rapid.IntRange(1, 6).Draw(w.T, "answers") {
		k := w.response()
		batch = append(batch, k)
		r := k.r
		rs = append(rs, &r)
	}
	for i, added := range w.s.AddResponses(w.ctx, rs) {
		if added.Err != nil {
			w.Fatalf("add: %v", added.Err)
		}
		batch[i].order, batch[i].state = len(w.answers), batch[i].r.State
		w.answers = append(w.answers, batch[i])
	}
}

// pick is an answer that was not erased, or nil.
func (w *world) pick() *known {
	live := slices.DeleteFunc(slices.Clone(w.answers), func(k *known) bool { return k.state == survey.Erased })
	if len(live) == 0 {
		return nil
	}
	return rapid.SampledFrom(live).Draw(w.T, "answer")
}

func (w *world) setState() {
	if k := w.pick(); k != nil {
		k.state = rapid.SampledFrom([]survey.State{survey.Counted, survey.LeftOut, survey.Quarantined}).Draw(w.T, "new state")
		if err := w.s.SetState(w.ctx, k.r.ID, k.state); err != nil {
			w.Fatalf("set state: %v", err)
		}
	}
}

func (w *world) erase() {
	if k := w.pick(); k != nil {
		k.state = survey.Erased
		if err := w.s.Erase(w.ctx, k.r.ID); err != nil {
			w.Fatalf("erase: %v", err)
		}
	}
}

func (w *world) correct() {
	k := w.pick()
	if k == nil {
		return
	}
	before := k.r.Answers["comment"]
	k.answer(w.T)
	if k.r.Answers["comment"] != before {
		k.scored, k.judged = false, store.Judgement{}
	}
	storetest.Sum(&k.r)
	r := k.r
	if _, err := w.s.Correct(w.ctx, &r); err != nil {
		w.Fatalf("correct: %v", err)
	}
}

// again sends an answer once more, as it was and with other content.
func (w *world) again() {
	if len(w.answers) == 0 {
		return
	}
	k := rapid.SampledFrom(w.answers).Draw(w.T, "answer")
	same, other := k.r, k.r
	other.Sum++
	kept, err := w.s.AddResponse(w.ctx, &same)
	_, otherErr := w.s.AddResponse(w.ctx, &other)
	if k.state == survey.Erased {
		if !errors.Is(err, fault.Gone) || !errors.Is(otherErr, fault.Gone) {
			w.Fatalf("an erased answer came back: %v, %v", err, otherErr)
		}
		return
	}
	if err != nil || !kept.Again || !errors.Is(otherErr, fault.Conflict) {
		w.Fatalf("again: %v %v %v", kept, err, otherErr)
	}
}

// saying is what a model says of a text; of some it does not know the
// language.
func saying(model, text string) (mood.Sentiment, mood.Text) {
	h := fnv.New32a()
	h.Write([]byte(model + text))
	n := h.Sum32()
	label := []mood.Sentiment{mood.NoText, mood.TextNegative, mood.TextNeutral, mood.TextPositive}[n%4]
	return label, mood.Text{Sentiment: float64(n%2001)/1000 - 1, Tokens: int(n/7) % 9, Quality: float64(n%987) / 987}
}

// allOutdated checks that just the texts that other versions read are outdated.
func (w *world) allOutdated(texts []store.Unscored) {
	want := 0
	for _, k := range w.answers {
		if k.state != survey.Erased && k.scored && (k.model != w.model || k.lists != w.lists || k.lesson != w.lessons["en"]) {
			want++
		}
	}
	if len(texts) != want {
		w.Fatalf("%d texts are outdated, want %d", len(texts), want)
	}
}

// naming is what the lists find in a text.
func naming(lists, text string) []string {
	h := fnv.New32a()
	h.Write([]byte(lists + text))
	return [][]string{nil, {"wait"}, {"staff", "wait"}, {"price", "taste", "wait"}}[h.Sum32()%4]
}

// judge says something of a text, or takes it back.
func (w *world) judge() {
	k := w.pick()
	if k == nil {
		return
	}
	j := store.Judgement{
		Sentiment: rapid.SampledFrom([]mood.Sentiment{mood.NoText, mood.TextNegative, mood.TextNeutral, mood.TextPositive}).Draw(w.T, "judged"),
		NotAbout:  rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"wait", "staff", "seat"}), 0, 2, rapid.ID).Draw(w.T, "not about"),
		Author:    "u1", At: w.now,
	}
	err := w.s.Judge(w.ctx, k.r.ID, j)
	if k.r.Answers["comment"] == nil {
		if !errors.Is(err, fault.Conflict) {
			w.Fatalf("an answer without a text was judged: %v", err)
		}
		return
	}
	if err != nil {
		w.Fatalf("judge: %v", err)
	}
	k.judged = j
}

// themes that the answer counts under.
func (k *known) themes() []string {
	text, ok := k.r.Answers["comment"].(string)
	if !ok || !k.scored {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(naming(k.lists, text)), func(key string) bool { return slices.Contains(k.judged.NotAbout, key) })
}

// score lets two workers score the same texts at once.
func (w *world) score() {
	texts, err := w.s.Unscored(w.ctx, w.first-1, 1_000_000)
	if err != nil {
		w.Fatalf("unscored: %v", err)
	}
	outdated, err := w.s.Outdated(w.ctx, store.Versions{Model: w.model, Lists: w.lists, Lessons: w.lessons}, w.first-1, 1_000_000)
	if err != nil {
		w.Fatalf("outdated: %v", err)
	}
	w.allOutdated(outdated)
	texts = append(texts, outdated...)
	var scored []store.Scored
	for _, u := range texts {
		label, text := saying(w.model, u.Text)
		scored = append(scored, store.Scored{Seq: u.Seq, Revision: u.Revision, Hash: store.TextHash(u.Text), Language: "en", Model: w.model, Label: label, Text: text, Lesson: w.lessons["en"], Lists: w.lists, Themes: naming(w.lists, u.Text)})
	}
	var stored atomic.Int64
	var workers sync.WaitGroup
	var failed [2]error
	for i := range failed {
		workers.Go(func() {
			n, err := w.s.SetScores(w.ctx, scored)
			stored.Add(int64(n))
			failed[i] = err
		})
	}
	workers.Wait()
	if err := errors.Join(failed[:]...); err != nil || stored.Load() != int64(len(scored)) {
		w.Fatalf("two workers stored %d of %d scores: %v", stored.Load(), len(scored), err)
	}
	for _, k := range w.answers {
		if k.state != survey.Erased && k.r.Answers["comment"] != nil {
			k.scored, k.model, k.lists, k.lesson = true, w.model, w.lists, w.lessons["en"]
		}
	}
}

// answered is when an answer counts.
func (k *known) answered() time.Time {
	r := k.r
	if r.AnsweredAt.IsZero() || !r.Trusted && (r.AnsweredAt.Before(r.ReceivedAt.Add(-30*24*time.Hour)) || r.AnsweredAt.After(r.ReceivedAt.Add(5*time.Minute))) {
		return r.ReceivedAt
	}
	return r.AnsweredAt
}

// counted are the answers that count: of a respondent's at one touchpoint on
// one day the last one.
func (w *world) counted() []*known {
	type turn struct {
		touch, respondent string
		day               journey.Day
	}
	last := map[turn]*known{}
	var counted []*known
	for _, k := range w.answers {
		if k.state != survey.Counted {
			continue
		}
		if k.r.Respondent == "" {
			counted = append(counted, k)
			continue
		}
		at := turn{k.touch, k.r.Respondent, journey.DayOf(k.answered(), w.j.Location())}
		if have := last[at]; have == nil || !k.answered().Before(have.answered()) {
			last[at] = k
		}
	}
	for _, k := range last {
		counted = append(counted, k)
	}
	return counted
}

// contribution of an answer, made from what was sent.
func (w *world) contribution(k *known) (mood.Contribution, mood.Sentiment) {
	var rating *mood.Rating
	if n, ok := k.r.Answers["rating"].(int); ok {
		rating = &mood.Rating{Scale: survey.Scale{Min: 1, Max: 5, Neutral: 3}, Value: float64(n)}
	}
	if n, ok := k.r.Answers["recommend"].(int); ok {
		rating = &mood.Rating{Scale: survey.Scale{Min: 0, Max: 10, Neutral: 7.5}, Value: float64(n)}
	}
	text, ok := k.r.Answers["comment"].(string)
	if !ok {
		return mood.Contribute(w.j.Analysis, rating, nil), mood.NoText
	}
	if !k.scored {
		return mood.Contribute(w.j.Analysis, rating, nil), mood.Waiting
	}
	label, said := saying(k.model, text)
	if sentiment := k.judged.Sentiment; sentiment != mood.NoText {
		label, said.Quality = sentiment, 1
		said.Sentiment = float64(sentiment) - float64(mood.TextNeutral)
	}
	if label == mood.NoText {
		return mood.Contribute(w.j.Analysis, rating, nil), label
	}
	// The store keeps eight decimals of quality.
	said.Quality = float64(int64(said.Quality*mood.Unit+0.5)) / mood.Unit
	return mood.Contribute(w.j.Analysis, rating, &said), label
}

func (w *world) compare() {
	w.compareSums()
	periods := []journey.Period{always, {From: journey.DayOf(w.now, time.UTC), To: journey.DayOf(w.now, time.UTC) + 2}}
	filters := []store.Filter{{}, {Persona: "office"}, {Language: "uk"}, {Channel: "import"}, {Place: "Door"}, {Persona: "student", Language: "en", Channel: "qr"}}
	for _, p := range periods {
		for _, f := range filters {
			want, counts, themes := w.expect(p, f)
			gotThemes, err := w.s.Themes(w.ctx, w.j, p, f)
			if err != nil {
				w.Fatalf("themes: %v", err)
			}
			if d := cmp.Diff(themes, gotThemes); d != "" {
				w.Fatalf("themes of %v %+v (-want +got):\n%s", p, f, d)
			}
			got, err := w.s.Tallies(w.ctx, w.j, p, f)
			if err != nil {
				w.Fatalf("tallies: %v", err)
			}
			if d := cmp.Diff(want, got); d != "" {
				w.Fatalf("tallies of %v %+v (-want +got):\n%s", p, f, d)
			}
			gotCounts, err := w.s.RatingCounts(w.ctx, w.j, p, f)
			if err != nil {
				w.Fatalf("counts: %v", err)
			}
			if d := cmp.Diff(counts, gotCounts); d != "" {
				w.Fatalf("counts of %v %+v (-want +got):\n%s", p, f, d)
			}
		}
	}
}

func (w *world) expect(p journey.Period, f store.Filter) (map[string]mood.Tally, map[string]map[int]int64, map[string]map[string]mood.ThemeSum) {
	sums, counts, themes := map[string]mood.Tally{}, map[string]map[int]int64{}, map[string]map[string]mood.ThemeSum{}
	for _, k := range w.counted() {
		if day := journey.DayOf(k.answered(), w.j.Location()); day < p.From || day >= p.To || !w.passes(k, f) {
			continue
		}
		t := sums[k.touch]
		t.Add(w.contribution(k))
		sums[k.touch] = t
		for _, key := range k.themes() {
			if themes[k.touch] == nil {
				themes[k.touch] = map[string]mood.ThemeSum{}
			}
			sum := themes[k.touch][key]
			c, _ := w.contribution(k)
			sum.Add(c, 1)
			themes[k.touch][key] = sum
		}
		for _, q := range []string{"rating", "recommend"} {
			if n, ok := k.r.Answers[q].(int); ok {
				if counts[k.touch] == nil {
					counts[k.touch] = map[int]int64{}
				}
				counts[k.touch][n]++
			}
		}
	}
	return sums, counts, themes
}

func (w *world) passes(k *known, f store.Filter) bool {
	channel, place := journey.Import, ""
	_, tp := w.j.Touchpoint(k.touch)
	for _, p := range tp.Placements {
		if p.Code == k.r.Code {
			channel, place = p.Channel, p.Place["en"]
		}
	}
	return (f.Persona == "" || f.Persona == k.r.Persona) && (f.Language == "" || f.Language == k.r.Language) &&
		(f.Channel == "" || f.Channel == string(channel)) && (f.Place == "" || f.Place == place)
}

func (w *world) rebuild() {
	if _, differed, err := w.s.Rebuild(w.ctx); err != nil || differed != 0 {
		w.Fatalf("rebuild: %d rows differed, %v", differed, err)
	}
	w.compare()
	w.mentions()
}

// mentions compares the answers that name a theme with those that the store
// lists under it.
func (w *world) mentions() {
	for _, key := range []string{"wait", "staff"} {
		want := map[uuid.UUID]bool{}
		for _, k := range w.counted() {
			if slices.Contains(k.themes(), key) {
				want[k.r.ID] = true
			}
		}
		found, _, err := w.s.Responses(w.ctx, store.Query{Journey: w.j.Key, Theme: key, Limit: 1000})
		if err != nil {
			w.Fatalf("answers naming %s: %v", key, err)
		}
		got := map[uuid.UUID]bool{}
		for _, r := range found {
			got[r.ID] = true
			if !slices.Contains(r.Themes, key) {
				w.Fatalf("%s is listed under %s but names %v", r.ID, key, r.Themes)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			w.Fatalf("answers naming %s (-want +got):\n%s", key, d)
		}
	}
}
