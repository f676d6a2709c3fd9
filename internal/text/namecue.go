package text

import "strings"

// cue is what a word says about the next one.
type cue byte

const (
	noCue    cue = iota
	weak         // a listed name follows, in lower case too: served by, дякую
	role         // so does a surname by its ending: офіціантка, лікар
	feminine     // a role of a woman: a word that ends as a woman's name does, too
	strong       // whatever has a capital is a name: waitress, пані, named
	linking      // keeps the cue of the word before: was, is, you, на ім'я
)

// cueOf is what p says about the next word: that of the lists, or of a word that
// ends as those for people at work do.
func cueOf(p *piece) cue {
	low := bare(p.low)
	if c, ok := cues[low]; ok || p.capital && !p.starts {
		return c
	}
	if givenNames()[low] != noName {
		return noCue
	}
	for _, e := range trades {
		if len(low) < len(e)+3 || !strings.HasSuffix(low, e) {
			continue
		}
		switch {
		case low[0] < 0x80 && (noTrades[low] || latinWords[low] == wordEnglish || notNames[low]):
			return noCue
		case low[0] < 0x80:
			return strong
		}
		return role
	}
	return noCue
}

var (
	trades   = strings.Fields("ist cian tant teer tor ger iner cher nder ager ler rier ктор ист истка іст істка лог логиня ник ниця щик щица чик чица тель телька яр ярка ітор аторка енка менка мен тор торка нер нерка")
	noTrades = wordSet(`never ever after under other another either neither whether rather later better butter bitter over wonder render gender winder tender stranger danger ginger burger longer larger bigger finger anger hunger
		father mother brother together leather weather feather higher flavor color motor tractor doctor constant instant distant important reluctant blender cylinder fender cinder powder ladder
		smaller taller fuller cooler trailer cellar roller boiler broiler filler killer thriller earlier easier happier carrier barrier terrier heavier factor sector vector reactor resist exist insist persist consist assist list mist twist
		diner dinner inner corner container liner cracker rater elevator escalator generator refrigerator calculator ventilator monitor editor pager wager lager larger dollar miler wiler reminder order border`)
)

var desks = wordSet("desk counter till reception register checkout housekeeping")

// acts reports whether the words after a capital say that it is a person: what
// only people do, or where one of them works.
func acts(next []piece) bool {
	if len(next) == 0 || !next[0].joined || next[0].capital {
		return false
	}
	if deeds[next[0].low] {
		return true
	}
	if at := next[0].low; at == "at" || at == "from" || at == "on" {
		for i := 1; i < min(5, len(next)) && next[i].joined; i++ {
			if desks[next[i].low] {
				return true
			}
		}
	}
	words := ""
	for i := 0; i < min(3, len(next)) && next[i].joined; i++ {
		words += next[i].low + " "
	}
	for _, place := range workplaces {
		if strings.HasPrefix(words, place+" ") {
			return true
		}
	}
	return false
}
