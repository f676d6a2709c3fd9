package demo

import "strings"

// text is what a customer writes: mostly a sentence or two about the moment,
// sometimes a word, an emoji, or praise and blame in one.
func (g *generator) text(v visit) string {
	language := g.phrases[v.language]
	if language == nil {
		language = g.phrases["en"]
	}
	for range 20 {
		s := g.once(language, v)
		if short := len([]rune(s)) < 8; short || !g.said[s] {
			g.said[s] = true
			return s
		}
	}
	return ""
}

func (g *generator) once(language *grammar, v visit) string {
	feeling := [...]string{"bad", "bad", "mid", "good", "good"}[v.level-1]
	core := func(feeling string) string {
		if s := language.say(g.rand, v.kind+"."+feeling); s != "" {
			return s
		}
		return language.say(g.rand, "visit."+feeling)
	}
	switch style := g.rand.Float64(); {
	case style < 0.05:
		return language.say(g.rand, "emoji."+feeling)
	case style < 0.14:
		return language.say(g.rand, "word."+feeling)
	case style < 0.20 && v.level >= 4:
		return join(v.language, core("good"), language.say(g.rand, "but.bad"))
	case style < 0.24 && v.level <= 2:
		return join(v.language, core("bad"), language.say(g.rand, "but.good"))
	case style < 0.48:
		return join(v.language, core(feeling), language.say(g.rand, "end."+feeling))
	case style < 0.56:
		return join(v.language, language.say(g.rand, "start."+feeling), core(feeling))
	default:
		return core(feeling)
	}
}

// join puts two sentences behind one another, with a blank where the script
// has one.
func join(language, a, b string) string {
	switch {
	case a == "" || b == "":
		return a + b
	case strings.HasPrefix(language, "zh"):
		return a + b
	}
	return a + " " + b
}
