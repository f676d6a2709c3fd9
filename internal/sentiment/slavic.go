package sentiment

import "strings"

// Ukrainian and Russian share most of their roots and spell them differently.
// Their words are folded to one alphabet and lose their endings, so that what
// the one teaches the other knows: смачний, смачна, смачного → смачн.

// slavicLetter folds a Cyrillic letter; 0 drops it.
func slavicLetter(r rune) rune {
	switch r {
	case 'і', 'ї', 'ы', 'й':
		return 'и'
	case 'є', 'э', 'ё':
		return 'е'
	case 'ґ':
		return 'г'
	case 'ь', 'ъ', '\'', '-':
		return 0
	case 'ў':
		return 'у'
	}
	return r
}

const shortestStem = 3

// slavicEndings holds inflections in folded letters by their length, one to
// three, as bits over packed letters: see pack.
var slavicEndings = func() *[4][1 << 15 / 64]uint64 {
	t := new([4][1 << 15 / 64]uint64)
	for _, e := range strings.Fields(`
		ого ому ими ами ями его ему ови еви ост
		ая ое ие ии ои ую юю яя ою ею их им ом ем ам ям ах ях ов ев ив иу ия ию ее
		ти ет ит ут ют ат ят ла ло ли ал ав ил ете ите емо имо еш иш
		ала али ало ила или ило ати ити ять
		а я о е и у ю л в т`) {
		letters := []rune(e)
		k := pack(letters)
		t[len(letters)][k/64] |= 1 << (k % 64)
	}
	return t
}()

// pack makes five bits of each of up to three letters from а to я.
func pack(letters []rune) (k uint32) {
	for _, r := range letters {
		if r < 'а' || r > 'я' {
			return 0
		}
		k = k<<5 | uint32(r-'а')
	}
	return k
}

// slavicStem is w, in folded letters, without reflexive particle and inflection.
func slavicStem(w []rune) []rune {
	if n := len(w); n > shortestStem+2 && w[n-2] == 'с' && w[n-1] == 'я' {
		w = w[:n-2]
	} else if n > shortestStem+2 && w[n-1] == 'с' && (w[n-2] == 'а' || w[n-2] == 'о' || w[n-2] == 'и') {
		w = w[:n-1]
	}
	for n := 3; n > 0; n-- {
		if len(w)-n < shortestStem {
			continue
		}
		k := pack(w[len(w)-n:])
		if slavicEndings[n][k/64]>>(k%64)&1 == 1 {
			return w[:len(w)-n]
		}
	}
	return w
}
