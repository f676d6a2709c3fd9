package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/google/uuid"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mood"
)

// Judgement is what staff say of an answer's text. It stands in the place of
// what the scorer found, also when the text is scored again, and is the best
// label there is to learn from.
type Judgement struct {
	Sentiment mood.Sentiment // TextNegative, TextNeutral, TextPositive; NoText: the scorer's stands
	NotAbout  []string       // themes, by key, that the text does not name after all
	Author    string         // id of the user
	At        time.Time
}

// judgement is a row of judgements. found is what the scorer says.
type judgement struct {
	author    string
	at        int64
	sentiment mood.Sentiment
	notAbout  string // see joinThemes
	found     found
}

// found is what the scorer and the theme lists find in a text.
type found struct {
	sentiment  mood.Sentiment
	e, quality int64
	themes     string
}

const (
	judgementColumns = `g.author, g.judged_at, g.sentiment, g.not_about, g.found_sentiment, g.found_e, g.found_quality, g.found_themes`
	judgeSQL         = `insert into judgements (seq, author, judged_at, sentiment, not_about, found_sentiment, found_e, found_quality, found_themes) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (seq) do update set author = excluded.author, judged_at = excluded.judged_at, sentiment = excluded.sentiment, not_about = excluded.not_about,
  found_sentiment = excluded.found_sentiment, found_e = excluded.found_e, found_quality = excluded.found_quality, found_themes = excluded.found_themes`
	dropJudgementSQL = `delete from judgements where seq = $1`
)

// scannedJudgement is a judgement that a left join may not have found.
type scannedJudgement struct {
	author, notAbout, themes         sql.NullString
	at, sentiment, label, e, quality sql.NullInt64
}

func (g *scannedJudgement) targets() []any {
	return []any{&g.author, &g.at, &g.sentiment, &g.notAbout, &g.label, &g.e, &g.quality, &g.themes}
}

func (g *scannedJudgement) judgement() *judgement {
	if !g.author.Valid {
		return nil
	}
	return &judgement{
		author: g.author.String, at: g.at.Int64, sentiment: mood.Sentiment(g.sentiment.Int64), notAbout: g.notAbout.String,
		found: found{sentiment: mood.Sentiment(g.label.Int64), e: g.e.Int64, quality: g.quality.Int64, themes: g.themes.String},
	}
}

// setJudgement stores what changed in a row's judgement.
func (t *tx) setJudgement(before, now *row) error {
	g := now.judged
	switch {
	case g == nil && before.judged == nil, g != nil && before.judged != nil && *g == *before.judged:
		return nil
	case g == nil:
		return t.exec(dropJudgementSQL, now.seq)
	}
	return t.exec(judgeSQL, now.seq, g.author, g.at, int64(g.sentiment), g.notAbout, int64(g.found.sentiment), g.found.e, g.found.quality, g.found.themes)
}

// find notes what the scorer finds in the row's text; what staff said of it
// stands before that.
func (r *row) find(f found) {
	s := r.score
	s.sentiment, s.textE, s.quality, s.themes = f.sentiment, f.e, f.quality, f.themes
	g := r.judged
	if g == nil {
		return
	}
	g.found = f
	s.themes = withoutThemes(f.themes, g.notAbout)
	switch g.sentiment {
	case mood.TextNegative:
		s.textE = -mood.Unit
	case mood.TextNeutral:
		s.textE = 0
	case mood.TextPositive:
		s.textE = mood.Unit
	default:
		return
	}
	s.sentiment, s.quality = g.sentiment, mood.Unit // who has read the text is believed
}

// foundBy is what the scorer found in the row's text.
func (r *row) foundBy() found {
	if r.judged != nil {
		return r.judged.found
	}
	return found{r.score.sentiment, r.score.textE, r.score.quality, r.score.themes}
}

// Judge puts a judgement in the place of the one before; an empty one takes
// it back. It is fault.Conflict of an answer without a text, which has nothing
// to judge. A text that waits for the scoring job is judged all the same.
func (s *Store) Judge(ctx context.Context, id uuid.UUID, j Judgement) error {
	if err := s.intern(ctx, j.NotAbout...); err != nil {
		return err
	}
	notAbout := s.joined(j.NotAbout)
	_, err := s.change(ctx, id, func(c *catalog, r *row) error {
		if !r.text.Valid {
			return fault.New(fault.Conflict, "this answer has no text, or no longer has one")
		}
		was := found{}
		if r.score != nil {
			was = r.foundBy()
		}
		r.judged = nil
		if j.Sentiment != mood.NoText || notAbout != "" {
			r.judged = &judgement{author: j.Author, at: milli(j.At), sentiment: j.Sentiment, notAbout: notAbout}
		}
		if r.score == nil {
			return nil
		}
		r.score.revision++
		r.find(was)
		if of := c.touchpoints[r.touchpoint]; of != nil {
			r.compute(of.Journey.Analysis)
		}
		return nil
	})
	return err
}

// judgementOf a row in words; nil when nobody judged.
func (s *Store) judgementOf(ctx context.Context, r *row) *Judgement {
	g := r.judged
	if g == nil {
		return nil
	}
	return &Judgement{Sentiment: g.sentiment, NotAbout: s.themeKeys(ctx, g.notAbout), Author: g.author, At: moment(g.at)}
}
