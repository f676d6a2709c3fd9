// Package exchange is answers as CSV and JSON Lines, out and in. What it
// writes it reads back as it was.
package exchange

import (
	"strings"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// The columns before and after those of the questions, in their order.
var (
	before = []string{"response_id", "answered_at", "received_at", "journey", "stage", "touchpoint", "placement", "channel", "place", "persona", "language"}
	after  = []string{"fields", "rating", "text", "sentiment", "sentiment_label", "sentiment_model", "mood", "included"}
)

// answerPrefix begins the column of a question.
const answerPrefix = "answer."

// Writer writes answers one by one. Flush ends the file.
type Writer interface {
	Write(*store.Record) error
	Flush() error
}

// Questions are the questions' keys for the columns of a CSV file: those of
// the journeys in their order (of one journey where a key is given), then
// those that answers still have though no survey asks them any more.
func Questions(journeys []*journey.Journey, key string, answered map[string]bool) []string {
	var keys []string
	seen := map[string]bool{}
	add := func(q string) {
		if !seen[q] {
			seen[q] = true
			keys = append(keys, q)
		}
	}
	for _, j := range journeys {
		if key != "" && j.Key != key {
			continue
		}
		for i := range j.Surveys {
			for k := range j.Surveys[i].Questions {
				add(j.Surveys[i].Questions[k].Key)
			}
		}
	}
	for _, q := range sorted(answered) {
		add(q)
	}
	return keys
}

// included says whether an answer is in the tallies.
func included(r *store.Record) bool { return r.State == survey.Counted && !r.Superseded }

// label is the word for the state of an answer's text.
func label(s mood.Sentiment) string {
	switch s {
	case mood.Waiting:
		return "waiting"
	case mood.TextNegative:
		return "negative"
	case mood.TextNeutral:
		return "neutral"
	case mood.TextPositive:
		return "positive"
	}
	return ""
}

// place is a place's name in the language that the survey was shown in.
func place(r *store.Record) string { return r.Place.In(r.Language) }

// dangerous are the characters that make a spreadsheet run a cell, the wide
// ones of East Asian keyboards too.
const dangerous = "=+-@\t\r\n＝＋－＠"

// disarm puts an apostrophe before what a spreadsheet would run, and arm takes
// it away again. Blanks, quotation marks and separators before the dangerous
// character do not hide it, because some programs drop them; an apostrophe is
// among them, so that arm(disarm(s)) is s for every s.
func disarm(s string) string {
	if runs(s) {
		return "'" + s
	}
	return s
}

func arm(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && runs(rest) {
		return rest
	}
	return s
}

func runs(s string) bool {
	if s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) {
		return true
	}
	s = strings.TrimLeft(s, " ;,\"'\u00a0\u3000\u200b\ufeff")
	for _, r := range s {
		return strings.ContainsRune(dangerous, r)
	}
	return false
}
