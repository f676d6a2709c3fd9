package visit

import (
	"sync"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// language is one in which the page can be read.
type language struct {
	Tag, Name, Link string // without a link it is a button that takes the form along
	Current         bool
}

// switches show the same page in another language; none where there is only
// one. link makes the address of a language, nil buttons of the form: then
// what was typed comes along, and not in an address.
func switches(offered []string, current string, link func(tag string) string) []language {
	if len(offered) < 2 {
		return nil
	}
	ls := make([]language, len(offered))
	for i, tag := range offered {
		ls[i] = language{Tag: tag, Name: i18n.NameOf(tag), Current: tag == current}
		if link != nil {
			ls[i].Link = link(tag)
		}
	}
	return ls
}

// anyLanguage are the languages of pages that belong to no journey, English first
// for those who read none of them.
func anyLanguage() []string {
	return append([]string{"en"}, survey.Languages[:len(survey.Languages)-1]...)
}

// languageOf is the language of a page: the one in its address, else the
// browser's, else the first offered. Nothing is stored.
func languageOf(c echo.Context, offered []string) string {
	return i18n.Match(c.QueryParam("lang"), c.Request().Header.Get("Accept-Language"), offered)
}

// maxChoices bounds how many Accept-Language headers are remembered. Browsers
// send a few hundred different ones; what floods send is forgotten at once.
const maxChoices = 1024

// choices remembers which language a header led to, since reading one takes
// longer than all else that a ready page needs.
type choices struct {
	mu   sync.RWMutex
	made map[choiceKey]string
}

type choiceKey struct{ accept, first, second, third, fourth string }

// match is i18n.Match for a browser's header.
func (m *choices) match(accept string, offered []string) string {
	if len(accept) > 128 || len(offered) > 4 {
		return i18n.Match("", accept, offered)
	}
	key := choiceKey{accept: accept}
	for i, into := range []*string{&key.first, &key.second, &key.third, &key.fourth} {
		if i < len(offered) {
			*into = offered[i]
		}
	}
	m.mu.RLock()
	tag, ok := m.made[key]
	m.mu.RUnlock()
	if ok {
		return tag
	}
	tag = i18n.Match("", accept, offered)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.made == nil || len(m.made) >= maxChoices {
		m.made = make(map[choiceKey]string)
	}
	m.made[key] = tag
	return tag
}
