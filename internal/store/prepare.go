package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/survey"
)

// pending is an answer on its way to the disk.
type pending struct {
	response *survey.Response
	row      *row
	catalog  *catalog // that row was made with
	receipt  string
	refused  error // journeys changed, and the answer has no place any more
	done     chan struct{}
	kept     Kept
	err      error
}

// wait until the answer is stored or refused, or the caller gives up.
func (p *pending) wait(ctx context.Context) error {
	select {
	case <-p.done:
		return nil
	case <-ctx.Done():
		return busy("gave up waiting for the disk; the answer may have been kept, send it again with the same id", ctx.Err())
	}
}

// prepare turns a response into the row that is stored.
func (s *Store) prepare(ctx context.Context, r *survey.Response) (*pending, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	sp, err := s.find(ctx, &c, r)
	if err != nil {
		return nil, err
	}
	now, err := s.newRow(ctx, r, sp)
	if err != nil {
		return nil, err
	}
	return &pending{response: r, row: now, catalog: c, receipt: s.receipt(r.ID), done: make(chan struct{})}, nil
}

// find where a response belongs; a code that is not known here may have been
// made by another process a moment ago.
func (s *Store) find(ctx context.Context, c **catalog, r *survey.Response) (*spot, error) {
	look := func() (*spot, error) {
		if r.Code == "" {
			return (*c).touchpoint(r.Journey, r.Touchpoint)
		}
		return (*c).spot(r.Code)
	}
	sp, err := look()
	if err != nil && r.Trusted {
		if newer, readErr := s.fresh(ctx); readErr == nil {
			*c = newer
			sp, err = look()
		}
	}
	return sp, err
}

// Times that are believed without a key, around the moment of receipt: what a
// visitor's device kept while it was offline, and a clock that is a little
// fast. Others count at the moment of receipt, and the claim is kept.
const (
	believedPast   = 30 * 24 * time.Hour
	believedFuture = 5 * time.Minute
)

func (s *Store) newRow(ctx context.Context, r *survey.Response, sp *spot) (*row, error) {
	if r.ReceivedAt.IsZero() {
		r.ReceivedAt = s.clock()
	}
	n := &row{id: r.ID, sum: r.Sum, touchpoint: sp.touchpoint, placement: sp.placement, received: milli(r.ReceivedAt), state: r.State, doubts: r.Doubts}
	answered := n.setTimes(r)
	n.day, n.hour = placeTime(moment(answered), sp.of.zone)
	if sp.Placement != nil && !r.Admitted {
		p := *sp.Placement
		p.Ended = p.Ended && !r.Imported // what is imported may be older than the end
		if p.Closed(moment(answered), sp.of.zone) {
			return nil, fault.New(fault.Gone, "this survey is closed")
		}
	}
	if r.Respondent != "" {
		n.respondent = s.respondent(r.Respondent)
	}
	counted, texts := split(sp.Survey, r.Answers)
	if err := s.intern(ctx, append(wordsOf(counted), r.Persona, r.Language, sp.Survey.Key, texts.key)...); err != nil {
		return nil, err
	}
	n.persona, n.language, n.survey = s.known(r.Persona), s.known(r.Language), s.known(sp.Survey.Key)
	n.answers = encode(counted)
	n.options = s.optionsOf(counted)
	n.textKey, n.text, n.rest = s.known(texts.key), texts.text, texts.rest
	n.waiting = n.text.Valid
	if len(r.Fields) > 0 {
		n.fields = sql.NullString{String: encode(r.Fields), Valid: true}
	}
	if q, value, ok := sp.Survey.RatingOf(r.Answers); ok {
		n.rating, n.scale = sql.NullInt64{Int64: int64(value), Valid: true}, scaleNumber(q.Type)
	}
	n.compute(sp.Journey.Analysis)
	return n, nil
}

// setTimes decides when the answer was given, keeping what was claimed where
// it is not believed.
func (n *row) setTimes(r *survey.Response) int64 {
	if r.AnsweredAt.IsZero() {
		return n.received
	}
	answered := milli(r.AnsweredAt)
	early, late := n.received-believedPast.Milliseconds(), n.received+believedFuture.Milliseconds()
	if !r.Trusted && (answered < early || answered > late) {
		n.claimed = sql.NullInt64{Int64: answered, Valid: true}
		return n.received
	}
	n.delay = n.received - answered
	return answered
}

// respondent is the keyed hash under which a respondent is known.
func (s *Store) respondent(as string) []byte {
	m := hmac.New(sha256.New, s.derived.respondent)
	m.Write([]byte(as))
	return m.Sum(nil)[:16]
}

// texts are the words in a set of answers.
type texts struct {
	key  string         // the question, when a single one was answered in words
	text sql.NullString // what is scored
	rest sql.NullString // answers in words that text alone does not give back
}

// split parts answers into what is counted and what is in words.
func split(sv *survey.Survey, all survey.Answers) (survey.Answers, texts) {
	counted, inWords := survey.Answers{}, survey.Answers{}
	var scored []string
	for key, v := range all {
		q := sv.Question(key)
		_, isText := v.(string)
		switch {
		case q != nil && q.Type.IsText():
			inWords[key] = v
			scored = append(scored, key)
		case q != nil && q.Type == survey.Email, q == nil && isText:
			inWords[key] = v
		default:
			counted[key] = v
		}
	}
	var t texts
	if text := sv.Text(all); text != "" {
		t.text = sql.NullString{String: text, Valid: true}
		if len(scored) == 1 {
			t.key = scored[0]
			delete(inWords, t.key)
		}
	}
	if len(inWords) > 0 {
		t.rest = sql.NullString{String: encode(inWords), Valid: true}
	}
	return counted, t
}

// countable lists the pairs of question and value in counted answers, without
// needing the survey they were given to.
func countable(a survey.Answers, f func(question, value string)) {
	for key, v := range a {
		switch v := v.(type) {
		case int:
			f(key, strconv.Itoa(v))
		case bool:
			if v {
				f(key, "yes")
			} else {
				f(key, "no")
			}
		case string:
			f(key, v)
		case []string:
			for _, o := range v {
				f(key, o)
			}
		}
	}
}

func wordsOf(a survey.Answers) []string {
	all := make([]string, 0, 12)
	countable(a, func(question, value string) { all = append(all, question, value) })
	return all
}

func (s *Store) optionsOf(a survey.Answers) []option {
	all := make([]option, 0, 6)
	countable(a, func(question, value string) { all = append(all, option{s.known(question), s.known(value)}) })
	return all
}

// readOptions fills in the options of a row that was read.
func (s *Store) readOptions(ctx context.Context, r *row) error {
	if r.options != nil || r.answers == "" {
		return nil
	}
	a, err := survey.ParseStored([]byte(r.answers))
	if err != nil {
		return err
	}
	var failed error
	r.options = make([]option, 0, 6)
	countable(a, func(question, value string) {
		q, err := s.number(ctx, question)
		if err == nil {
			var v int64
			v, err = s.number(ctx, value)
			r.options = append(r.options, option{q, v})
		}
		failed = errors.Join(failed, err)
	})
	return failed
}

// encode as JSON; keys come out sorted.
func encode(v any) string {
	if a, ok := v.(survey.Answers); ok {
		return string(a.JSON())
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic("store: a map of strings has no JSON: " + err.Error())
	}
	return string(b)
}

// receipt proves that this installation kept the answer with an id, without
// a row of its own: the id and a keyed hash of it.
func (s *Store) receipt(id uuid.UUID) string {
	return base64.RawURLEncoding.EncodeToString(append(id[:], s.receiptMAC(id)...))
}

func (s *Store) receiptMAC(id uuid.UUID) []byte {
	m := hmac.New(sha256.New, s.derived.receipt)
	m.Write(id[:])
	return m.Sum(nil)[:8]
}

// openReceipt is the id in a receipt; fault.NotFound for others' receipts.
func (s *Store) openReceipt(receipt string) (uuid.UUID, error) {
	b, err := base64.RawURLEncoding.DecodeString(receipt)
	if err == nil && len(b) == 24 {
		id := uuid.UUID(b[:16])
		if hmac.Equal(b[16:], s.receiptMAC(id)) {
			return id, nil
		}
	}
	return uuid.UUID{}, fault.New(fault.NotFound, "this receipt opens nothing here")
}
