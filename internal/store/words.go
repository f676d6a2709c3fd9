package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"sync"
	"time"
)

// words are the numbers that stand for personas, languages, questions,
// options and models in answers and tallies. Words are only ever added, so a
// copy in memory never lies, it may only lack what another node has added.
type words struct {
	mu   sync.RWMutex
	ids  map[string]int64
	word map[int64]string

	looking sync.Mutex // held by who looks for a word that is not here
	looked  time.Time  // when that was last in vain
}

// lookAgain is how long a word that nobody has ever used is believed to be
// one: asking for it again and again costs no query each time.
const lookAgain = time.Second

const (
	wordsSQL   = `select id, word from words`
	addWordSQL = `insert into words (word) values ($1) on conflict (word) do nothing`
)

// load adds all words that the database has. Those that are here stay: what
// was read a moment earlier may come to be added a moment later.
func (w *words) load(ctx context.Context, db querier) error {
	ids, word := map[string]int64{"": 0}, map[int64]string{0: ""}
	rows, err := db.QueryContext(ctx, wordsSQL)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id int64
		var text string
		err := rows.Scan(&id, &text)
		ids[text], word[id] = id, text
		return err
	})
	if err != nil {
		return err
	}
	w.mu.Lock()
	if w.ids == nil {
		w.ids, w.word = ids, word
	} else {
		maps.Copy(w.ids, ids)
		maps.Copy(w.word, word)
	}
	w.mu.Unlock()
	return nil
}

// querier is a database or a transaction in it.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (w *words) id(word string) (int64, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	id, ok := w.ids[word]
	return id, ok
}

// intern makes sure that words have numbers. It has a transaction of its own
// and so must not be called inside another.
func (s *Store) intern(ctx context.Context, texts ...string) error {
	var fresh []string
	for _, text := range texts {
		if _, ok := s.words.id(text); !ok {
			fresh = append(fresh, text)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	err := s.write(ctx, func(tx *tx) error {
		for _, text := range fresh {
			if err := tx.exec(addWordSQL, text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.dialect.explain("read", s.words.load(ctx, s.dialect.read))
}

// lookup is the number of a word that somebody asks for; -1, which no row
// has, when there is none. Other processes add words at any time (a persona in
// a link, a new model), so that a word that is not here is looked for.
func (s *Store) lookup(ctx context.Context, word string) (int64, error) {
	if id, ok := s.words.id(word); ok {
		return id, nil
	}
	w := &s.words
	w.looking.Lock()
	defer w.looking.Unlock()
	if id, ok := w.id(word); ok {
		return id, nil
	}
	if now := s.clock(); w.looked.IsZero() || now.Sub(w.looked).Abs() >= lookAgain {
		if err := w.load(ctx, s.dialect.read); err != nil {
			return 0, s.dialect.explain("read", err)
		}
		w.looked = now
	}
	return s.known(word), nil
}

// known is the number of a word that has been learnt; -1, which no row has,
// for others. Who asks for words that others may have learnt uses lookup.
func (s *Store) known(word string) int64 {
	if id, ok := s.words.id(word); ok {
		return id
	}
	return -1
}

// number of a word that stands in a stored answer; another node may have
// added it a moment ago.
func (s *Store) number(ctx context.Context, word string) (int64, error) {
	if id, ok := s.words.id(word); ok {
		return id, nil
	}
	if err := s.words.load(ctx, s.dialect.read); err != nil {
		return 0, err
	}
	if id, ok := s.words.id(word); ok {
		return id, nil
	}
	return 0, fmt.Errorf("an answer holds a word without a number")
}

// word is the text of a number; another node may have added it a moment ago.
func (s *Store) word(ctx context.Context, id int64) string {
	s.words.mu.RLock()
	text, ok := s.words.word[id]
	s.words.mu.RUnlock()
	if !ok && s.words.load(ctx, s.dialect.read) == nil {
		s.words.mu.RLock()
		text = s.words.word[id]
		s.words.mu.RUnlock()
	}
	return text
}
