package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"maps"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// Record is a stored answer with all that is known of it.
type Record struct {
	ID         uuid.UUID
	Journey    string
	Stage      string
	Touchpoint string
	Placement  string // code, or ""
	Channel    journey.Channel
	Place      survey.Wording
	Persona    string
	Language   string // shown
	Answers    survey.Answers
	Fields     map[string]string
	AnsweredAt time.Time
	ReceivedAt time.Time
	State      survey.State
	Doubts     survey.Doubt
	Superseded bool // a later answer of the same respondent on the same day counts instead
	Rating     *int
	Text       string
	Sentiment  mood.Sentiment
	Score      *float64 // of the text, -1..1; nil when not scored
	Detected   string   // language of the text
	Model      string   // that scored it; "+" and the lesson, where one helped
	Mood       *float64 // of the answer, -1..1; nil when it has none
	Mixed      bool
	Themes     []string       // by key, those that staff struck out left out
	Judgement  *Judgement     // of staff; nil when nobody judged
	Found      mood.Sentiment // what the scorer said; Sentiment is that of staff where they judged
}

// Written is the language that the text is written in, as far as it is known;
// else the one that the survey was shown in.
func (r *Record) Written() string {
	if r.Detected == "" || r.Detected == "unknown" {
		return r.Language
	}
	return r.Detected
}

// Query selects answers. Zero fields do not select.
type Query struct {
	Journey     string
	Touchpoint  string
	Stage       string    // needs Journey
	Since       time.Time // received at or after
	Until       time.Time // received before
	From, To    journey.Day
	Filter      Filter
	Theme       string         // by key; only answers that count
	Mixed       bool           // rating and words disagree
	Sentiment   mood.Sentiment // of the text; NoText does not select
	States      []survey.State // none: all but Erased
	Doubts      survey.Doubt   // answers with any of these
	Cursor      string         // of the page before
	Limit       int            // 0: 100; at most 1000
	OldestFirst bool
}

// Responses are the selected answers, newest first, and the cursor of the
// next page, "" at the end. A broken cursor is fault.Invalid.
func (s *Store) Responses(ctx context.Context, q Query) ([]Record, string, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = 100
	}
	limit = min(limit, 1000)
	c, err := s.current(ctx)
	if err != nil {
		return nil, "", err
	}
	where, err := s.selection(ctx, c, q)
	if err != nil {
		return nil, "", err
	}
	order := " order by r.seq desc limit ?"
	if q.OldestFirst {
		order = " order by r.seq limit ?"
	}
	where.add(order, limit+1)
	found, err := s.read(ctx, rowSQL+where.String(), where.args...)
	if err != nil {
		return nil, "", err
	}
	next := ""
	if len(found) > limit {
		found = found[:limit]
		next = cursor(found[limit-1].seq)
	}
	records := make([]Record, len(found))
	for i, r := range found {
		if records[i], err = s.record(ctx, c, r); err != nil {
			return nil, "", err
		}
	}
	return records, next, nil
}

// selection is the where clause of a query.
func (s *Store) selection(ctx context.Context, c *catalog, q Query) (*clause, error) {
	where := new(clause)
	if q.Cursor != "" {
		seq, err := openCursor(q.Cursor)
		if err != nil {
			return nil, err
		}
		if q.OldestFirst {
			where.and("r.seq > ?", seq)
		} else {
			where.and("r.seq < ?", seq)
		}
	}
	if err := c.selectTouchpoints(where, q); err != nil {
		return nil, err
	}
	if !q.Since.IsZero() {
		where.and("r.received_at >= ?", milli(q.Since))
	}
	if !q.Until.IsZero() {
		where.and("r.received_at < ?", milli(q.Until))
	}
	if q.From != 0 && q.Theme == "" {
		where.and("r.day >= ?", int64(q.From))
	}
	if q.To != 0 && q.Theme == "" {
		where.and("r.day < ?", int64(q.To))
	}
	switch {
	case len(q.States) == 0:
		where.and("r.state <> 4")
	case len(q.States) == 1 && q.States[0] == survey.Quarantined:
		where.and("r.state = 3") // written out: they have an index of their own
	default:
		states := make([]int64, len(q.States))
		for i, state := range q.States {
			states[i] = int64(state)
		}
		where.in("r.state", states)
	}
	if q.Doubts != 0 {
		// They are few, and have an index of their own, which the first condition
		// names.
		where.and("r.seq in (select d.seq from responses d where d.doubts <> 0 and d.doubts & ? <> 0)", int64(q.Doubts))
	}
	if err := s.selectWords(ctx, c, where, q); err != nil {
		return nil, err
	}
	return where, c.selectFilter(ctx, s, where, q)
}

func (c *catalog) selectTouchpoints(where *clause, q Query) error {
	if q.Journey == "" && q.Touchpoint == "" && q.Stage == "" {
		return nil
	}
	if q.Journey != "" && c.journeys[q.Journey] == nil {
		return fault.New(fault.NotFound, "there is no journey %q", q.Journey)
	}
	if q.Theme == "" {
		where.in("r.touchpoint", c.touchpointsOf(q))
	}
	return nil
}

// touchpointsOf are the touchpoints that a query looks at.
func (c *catalog) touchpointsOf(q Query) []int64 {
	var ids []int64
	for k, sp := range c.byKey {
		if (q.Journey == "" || k.journey == q.Journey) && (q.Touchpoint == "" || k.key == q.Touchpoint) && (q.Stage == "" || sp.Stage.Key == q.Stage) {
			ids = append(ids, sp.touchpoint)
		}
	}
	return ids
}

func (c *catalog) selectFilter(ctx context.Context, s *Store, where *clause, q Query) error {
	f := q.Filter
	if f.Persona != "" {
		persona, err := s.lookup(ctx, f.Persona)
		if err != nil {
			return err
		}
		where.and("r.persona = ?", persona)
	}
	if f.Language != "" {
		language, err := s.lookup(ctx, f.Language)
		if err != nil {
			return err
		}
		where.and("r.language = ?", language)
	}
	if f.Place == "" && f.Channel == "" {
		return nil
	}
	var ids []int64
	for id, sp := range c.placements {
		if f.matches(sp.Placement) {
			ids = append(ids, id)
		}
	}
	if f.Place == "" && f.Channel == string(journey.Import) {
		ids = append(ids, 0)
	}
	where.in("r.placement", ids)
	return nil
}

// cursor hides the number of a row, so that nobody counts on it.
func cursor(seq int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte("s" + strconv.FormatInt(seq, 36)))
}

func openCursor(text string) (int64, error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil && len(b) > 1 && b[0] == 's' {
		if seq, err := strconv.ParseInt(string(b[1:]), 36, 64); err == nil {
			return seq, nil
		}
	}
	return 0, &fault.Error{Kind: fault.Invalid, Detail: "this cursor is none; start without one", Params: []fault.Param{{Name: "cursor", Code: "invalid", Reason: "use next_cursor of the page before, unchanged"}}}
}

// read rows that are not about to be changed.
func (s *Store) read(ctx context.Context, query string, args ...any) ([]*row, error) {
	var found []*row
	rows, err := s.dialect.read.QueryContext(ctx, query, args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		r, err := scanRow(rows)
		found = append(found, r)
		return err
	})
	return found, s.dialect.explain("read", err)
}

const responseSQL = rowSQL + ` where r.id = $1`

// Response by its id; fault.NotFound, fault.Gone when erased.
func (s *Store) Response(ctx context.Context, id uuid.UUID) (*Record, error) {
	found, err := s.read(ctx, responseSQL, id[:])
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, fault.New(fault.NotFound, "there is no answer with this id")
	}
	if found[0].state == survey.Erased {
		return nil, fault.New(fault.Gone, "this answer was erased")
	}
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	r, err := s.record(ctx, c, found[0])
	return &r, err
}

// Receipt finds the answer that a receipt opens; fault.NotFound for receipts
// that this installation did not write.
func (s *Store) Receipt(ctx context.Context, receipt string) (*Record, error) {
	id, err := s.openReceipt(receipt)
	if err != nil {
		return nil, err
	}
	return s.Response(ctx, id)
}

// record tells a row in words.
func (s *Store) record(ctx context.Context, c *catalog, r *row) (Record, error) {
	rec := Record{
		ID: r.id, Persona: s.word(ctx, r.persona), Language: s.word(ctx, r.language), AnsweredAt: moment(r.answered()), ReceivedAt: moment(r.received),
		State: r.state, Doubts: r.doubts, Superseded: r.superseded, Text: r.text.String, Sentiment: r.sentiment(),
	}
	if sp := c.touchpoints[r.touchpoint]; sp != nil {
		rec.Journey, rec.Stage, rec.Touchpoint, rec.Channel = sp.Journey.Key, sp.Stage.Key, sp.Touchpoint.Key, journey.Import
	}
	if sp := c.placements[r.placement]; r.placement != 0 && sp != nil {
		rec.Placement, rec.Channel, rec.Place = sp.Placement.Code, sp.Placement.Channel, sp.Placement.Place
	}
	if r.rating.Valid {
		n := int(r.rating.Int64)
		rec.Rating = &n
	}
	if sc := r.score; sc != nil && !r.waiting {
		rec.Model, rec.Detected = s.word(ctx, sc.model), s.word(ctx, sc.detected)
		if sc.lesson != 0 {
			rec.Model += "+" + s.word(ctx, sc.lesson)
		}
		if sc.sentiment != mood.NoText {
			e := float64(sc.textE) / mood.Unit
			rec.Score = &e
		}
		rec.Themes, rec.Found = s.themeKeys(ctx, sc.themes), r.foundBy().sentiment
	}
	rec.Judgement = s.judgementOf(ctx, r)
	if con := r.contribution(); con.Omega > 0 {
		e := float64(con.E) / mood.Unit
		rec.Mood, rec.Mixed = &e, con.Mixed
	}
	answers, err := r.all(s.word(ctx, r.textKey))
	rec.Answers = answers
	if err == nil && r.fields.Valid {
		err = json.Unmarshal([]byte(r.fields.String), &rec.Fields)
	}
	return rec, err
}

// all answers together again.
func (r *row) all(textKey string) (survey.Answers, error) {
	answers := survey.Answers{}
	for _, part := range []string{r.answers, r.rest.String} {
		if part == "" {
			continue
		}
		a, err := survey.ParseStored([]byte(part))
		if err != nil {
			return nil, err
		}
		maps.Copy(answers, a)
	}
	if r.text.Valid && textKey != "" {
		answers[textKey] = r.text.String
	}
	return answers, nil
}

func uuidText(b []byte) string {
	id, err := uuid.FromBytes(b)
	if err != nil {
		return ""
	}
	return id.String()
}
