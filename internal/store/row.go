package store

import (
	"database/sql"
	"strings"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// row is an answer as it is stored, with what the scorer said of it.
type row struct {
	seq         int64
	id          uuid.UUID
	sum         int64
	touchpoint  int64
	placement   int64
	persona     int64
	language    int64
	survey      int64
	respondent  []byte
	received    int64
	delay       int64 // received minus answered
	claimed     sql.NullInt64
	day         journey.Day
	hour        int64 // of the local day; -1: nobody has looked yet
	state       survey.State
	doubts      survey.Doubt
	superseded  bool
	revision    int64
	rating      sql.NullInt64
	scale       int64
	ratingE     int64
	ratingClass mood.Class
	answers     string // what is counted, as JSON
	textKey     int64
	text        sql.NullString // what is scored
	rest        sql.NullString // other words and contacts, as JSON
	fields      sql.NullString

	waiting bool
	score   *score
	judged  *judgement
	options []option // of answers
}

// score is a row of scores.
type score struct {
	revision  int64
	hash      int64
	model     int64
	detected  int64
	sentiment mood.Sentiment
	tokens    int64
	quality   int64
	textOmega int64
	textE     int64
	textClass mood.Class
	omega     int64
	e         int64
	mixed     bool
	lesson    int64  // that helped the model, 0 none
	lists     int64  // that found the themes
	themes    string // see joinThemes
}

// option is one countable answer: a question and the value given.
type option struct{ question, value int64 }

// byModel is the question that no survey asks: which model scored the text.
// Its options are models. A comparison of two periods looks at them, because
// texts that two models scored cannot be compared.
const byModel = 0

// eachOption calls f for all that is counted beside the tally.
func (r *row) eachOption(f func(option)) {
	for _, o := range r.options {
		f(o)
	}
	if r.contribution().TextOmega > 0 {
		f(option{byModel, r.score.model})
	}
}

// columns of an insert, in the order of (*row).values.
const rowColumns = `id, sum, touchpoint, placement, persona, language, survey, respondent, received_at, delay, claimed_at, day, hour, state, doubts, superseded, revision, rating, scale, rating_e, rating_class, answers, text_key, text, rest, fields`

var rowWidth = strings.Count(rowColumns, ",") + 1

func (r *row) values() []any {
	return []any{
		r.id[:], r.sum, r.touchpoint, r.placement, r.persona, r.language, r.survey, bytesOrNull(r.respondent), r.received, r.delay, r.claimed,
		int64(r.day), r.hour, int64(r.state), int64(r.doubts), bit(r.superseded), r.revision, r.rating, r.scale, r.ratingE, int64(r.ratingClass), r.answers, r.textKey, r.text, r.rest, r.fields,
	}
}

// bytesOrNull keeps an absent value null: a nil []byte in an any is not nil.
func bytesOrNull(b []byte) any {
	if b == nil {
		return nil
	}
	return b
}

func bit(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// rowSQL selects whole rows; a where clause follows.
const rowSQL = `select r.seq, r.id, r.sum, r.touchpoint, r.placement, r.persona, r.language, r.survey, r.respondent, r.received_at, r.delay, r.claimed_at,
  r.day, r.hour, r.state, r.doubts, r.superseded, r.revision, r.rating, r.scale, r.rating_e, r.rating_class, r.answers, r.text_key, r.text, r.rest, r.fields,
  w.seq, c.revision, c.hash, c.model, c.detected, c.sentiment, c.tokens, c.quality, c.text_omega, c.text_e, c.text_class, c.omega, c.e, c.mixed, c.lesson, c.lists, c.themes, ` + judgementColumns + `
  from responses r
  left join waiting w on w.seq = r.seq
  left join scores c on c.seq = r.seq
  left join judgements g on g.seq = r.seq`

func scanRow(rows *sql.Rows) (*row, error) {
	var r row
	var id []byte
	var state, doubts, superseded, class int64
	var waiting sql.NullInt64
	var c [15]sql.NullInt64
	var themes sql.NullString
	var g scannedJudgement
	err := rows.Scan(append([]any{&r.seq, &id, &r.sum, &r.touchpoint, &r.placement, &r.persona, &r.language, &r.survey, &r.respondent, &r.received, &r.delay, &r.claimed,
		&r.day, &r.hour, &state, &doubts, &superseded, &r.revision, &r.rating, &r.scale, &r.ratingE, &class, &r.answers, &r.textKey, &r.text, &r.rest, &r.fields,
		&waiting, &c[0], &c[1], &c[2], &c[3], &c[4], &c[5], &c[6], &c[7], &c[8], &c[9], &c[10], &c[11], &c[12], &c[13], &c[14], &themes}, g.targets()...)...)
	if err != nil {
		return nil, err
	}
	copy(r.id[:], id)
	r.state, r.doubts = survey.State(state), survey.Doubt(doubts)
	r.superseded, r.ratingClass, r.waiting = superseded != 0, mood.Class(class), waiting.Valid
	if c[0].Valid {
		r.score = &score{
			revision: c[0].Int64, hash: c[1].Int64, model: c[2].Int64, detected: c[3].Int64, sentiment: mood.Sentiment(c[4].Int64), tokens: c[5].Int64, quality: c[6].Int64,
			textOmega: c[7].Int64, textE: c[8].Int64, textClass: mood.Class(c[9].Int64), omega: c[10].Int64, e: c[11].Int64, mixed: c[12].Int64 != 0,
			lesson: c[13].Int64, lists: c[14].Int64, themes: themes.String,
		}
	}
	r.judged = g.judgement()
	return &r, nil
}

// answered is when the answer was given, as far as that is believed.
func (r *row) answered() int64 { return r.received - r.delay }

// version is what a scorer must name to score the row: it grows with every
// change of the text and with every score.
func (r *row) version() int64 {
	if r.score == nil {
		return r.revision
	}
	return r.revision + r.score.revision
}

// counts is whether the row is in the tallies.
func (r *row) counts() bool { return r.state == survey.Counted && !r.superseded }

func (r *row) sentiment() mood.Sentiment {
	switch {
	case r.waiting:
		return mood.Waiting
	case r.score != nil:
		return r.score.sentiment
	}
	return mood.NoText
}

// contribution is what the row adds to its tally, as stored.
func (r *row) contribution() mood.Contribution {
	c := mood.Contribution{HasRating: r.rating.Valid, RatingE: r.ratingE, RatingClass: r.ratingClass}
	if c.HasRating {
		c.Omega, c.E = mood.Unit, r.ratingE
	}
	if s := r.score; s != nil && !r.waiting && s.sentiment != mood.NoText {
		c.HasText, c.TextOmega, c.TextE, c.TextClass = true, s.textOmega, s.textE, s.textClass
		c.Omega, c.E, c.Mixed = s.omega, s.e, s.mixed
	}
	return c
}

// compute makes the contribution anew from rating and score with the settings
// of a journey. Scores are stored in Units before they enter, so that the
// same row gives the same integers at any time.
func (r *row) compute(set journey.Analysis) {
	var rating *mood.Rating
	if r.rating.Valid {
		scale, _ := scaleType(r.scale).Scale()
		rating = &mood.Rating{Scale: scale, Value: float64(r.rating.Int64)}
	}
	c := mood.Contribute(set, rating, nil)
	r.ratingE, r.ratingClass = c.RatingE, c.RatingClass
	s := r.score
	if s == nil {
		return
	}
	s.textOmega, s.textClass, s.omega, s.e, s.mixed = 0, 0, 0, 0, false
	if s.sentiment == mood.NoText {
		return
	}
	c = mood.Contribute(set, rating, &mood.Text{Sentiment: float64(s.textE) / mood.Unit, Tokens: int(s.tokens), Quality: float64(s.quality) / mood.Unit})
	s.textOmega, s.textClass, s.omega, s.e, s.mixed = c.TextOmega, c.TextClass, c.Omega, c.E, c.Mixed
}

// scales number the question types that are ratings; the numbers are stored.
var scales = [...]survey.Type{1: survey.Smiley4, 2: survey.Smiley5, 3: survey.CSAT, 4: survey.NPS, 5: survey.CES, 6: survey.Stars, 7: survey.YesNo}

func scaleType(n int64) survey.Type {
	if n < 0 || n >= int64(len(scales)) {
		return ""
	}
	return scales[n]
}

func scaleNumber(t survey.Type) int64 {
	for i, s := range scales {
		if i > 0 && s == t {
			return int64(i)
		}
	}
	return 0
}
