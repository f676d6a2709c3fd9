package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
)

// words are the numbers that stand for personas, languages, questions,
// options and models in answers and tallies. Words are only ever added, so a
// copy in memory never lies, it may only lack what another node has added.
type words struct {
	mu   sync.RWMutex
	ids  map[string]int64
	word map[int64]string
}

const (
	wordsSQL   = `select id, word from words`
	addWordSQL = `insert into words (word) values ($1) on conflict (word) do nothing`
)

func (w *words) load(ctx context.Context, db *sql.DB) error {
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
	w.ids, w.word = ids, word
	w.mu.Unlock()
	return nil
}

func (w *words) id(word string) (int64, bool) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	id, ok := w.ids[word]
	return id, ok
}

// learn makes sure that words have numbers. It has a transaction of its own
// and so must not be called inside another.
func (s *Store) learn(ctx context.Context, texts ...string) error {
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

// known is the number of a word that has been learnt; -1, which no row has,
// for others.
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
