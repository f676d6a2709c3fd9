package text

import (
	"strings"

	"github.com/jdkato/prose/v2"
)

// proseNames are the words that prose takes for people (or, behind words such as
// thank, for places, which it does with half of the people) and that nothing speaks
// against. Alone it hides every other brand and dish, so it is asked only about
// capitals inside a sentence that the rules leave open, and in the first 1,000
// bytes. A text with names hidden before is not given to it again: what it says
// of a word hangs on the words around.
func proseNames(s string, list []piece, found []span) (more []span) {
	if !askable(s, list, found) {
		return nil
	}
	defer func() {
		if recover() != nil {
			more = nil
		}
	}()
	m := english()
	if m == nil {
		return nil
	}
	doc, err := prose.NewDocument(tame(s, taggedLimit), prose.UsingModel(m), prose.WithSegmentation(false))
	if err != nil {
		return nil
	}
	persons := map[string]bool{}
	for _, e := range doc.Entities() {
		if e.Label == "PERSON" || e.Label == "GPE" {
			for _, w := range strings.Fields(e.Text) {
				persons[strings.ToLower(w)] = persons[strings.ToLower(w)] || e.Label == "PERSON"
			}
		}
	}
	for i := range list {
		person, entity := persons[list[i].low]
		if !person && entity { // it takes half of the people for places
			person = i > 0 && list[i].joined && toPeople[list[i-1].low]
		}
		if !open(list, i, found) || !person {
			continue
		}
		if last := len(more) - 1; last >= 0 && list[i].joined && more[last].to == list[i-1].to {
			more[last].to = list[i].to
		} else {
			more = append(more, list[i].span)
		}
	}
	return more
}

// askable reports whether prose has anything to say about the words of list.
func askable(s string, list []piece, found []span) bool {
	some := false
	for i := range list {
		if list[i].mark && s[list[i].from:list[i].to] == maskedName {
			return false
		}
		some = some || open(list, i, found)
	}
	return some
}

// open reports whether the rules leave open if word i is a name: a capital in
// the middle of a sentence, that no list knows and that is not part of a name
// of several words, such as a brand or a dish.
func open(list []piece, i int, found []span) bool {
	p := &list[i]
	if p.mark || !p.capital || p.shout || p.starts || p.low[0] >= 0x80 && p.low[0] < 0xC3 || len(p.low) < 3 {
		return false
	}
	if k := ranks(p); k != unlisted {
		return false
	}
	if i > 0 && list[i-1].low == "the" {
		return false
	}
	for _, n := range [2]int{i - 1, i + 1} {
		if n >= 0 && n < len(list) && list[n].capital && !list[n].starts && list[max(n, i)].joined && ranks(&list[n]) == never && cues[list[n].low] == noCue {
			return false
		}
	}
	for _, f := range found {
		if p.from >= f.from && p.to <= f.to {
			return false
		}
	}
	return true
}

// toPeople are words that people stand behind more than places do.
var toPeople = wordSet("thank thanks tell ask asked trained with by told met love loved called congratulations spoke like miss appreciate")
