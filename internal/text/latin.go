package text

import "unicode/utf8"

// What speaks for English, in units of natural logarithm.
const (
	knownWord   = 5 // a common word of one side
	foreignMark = 2 // an accent
	bornEnglish = 2 // what nothing gives away ("ok", "wifi") is English
)

// latin tells English from the other languages in Latin letters by common words,
// by accents and by the letters that stand together.
func latin(s string, c *letters) string {
	g := latinGrams()
	score, neutral, all, mashed := bornEnglish*gramUnit, 0, 0, 0
	eachWord(s, func(w []byte) {
		if len(w) == 1 && w[0] != 'a' && w[0] != 'i' && w[0] >= 'a' && w[0] <= 'z' {
			return
		}
		all++
		switch latinWords[string(w)] {
		case wordEnglish:
			score += knownWord * gramUnit
		case wordForeign:
			score -= knownWord * gramUnit
		case wordLoan:
		case wordNeutral:
			neutral++
		default:
			if mash(w) {
				mashed++
				return
			}
			score += max(-knownWord*gramUnit, min(knownWord*gramUnit, g.sum(w)/2))
		}
	})
	if neutral+mashed == all {
		return "unknown"
	}
	if score -= foreignMark * gramUnit * c.accented; score < 0 {
		return "other"
	}
	return "en"
}

// englishness counts the words of s that every English text is made of.
func englishness(s string) (n int) {
	eachWord(s, func(w []byte) {
		if latinWords[string(w)] == wordEnglish {
			n++
		}
	})
	return n
}

const (
	wordForeign byte = iota + 1
	wordEnglish
	wordLoan    // of many languages
	wordNeutral // no word: a unit, a part of an address
)

// latinWords holds what short answers are made of. A word of both sides stands
// in neither list.
var latinWords = classes(map[byte]string{
	wordEnglish: `the a an and or but is are was were be been it its it's i'm this that these those i you he she we they my your his her our their me him us them
		not of in on at to for with from by as so very too really just all some any much more most less than then there here what which who when where why how
		have has had do does did don't didn't dont didnt can can't cant could couldn't would wouldn't should will won't isn't wasn't wasnt never ever every each other
		good great nice bad best worst worse better slow fast quick quickly love loved lovely like liked hate hated enjoyed enjoy
		food staff friendly price prices priced place coffee tea milk water drink drinks clean dirty wait waited waiting long short again always everything nothing something
		thank thanks thx tnx ty please pls plz ok okay okey cool fine awesome awful terrible perfect amazing excellent poor expensive cheap pricey overpriced delicious tasty yummy rude
		helpful wonderful happy sad angry disappointed disappointing fantastic horrible decent average boring fun funny pretty beautiful cozy comfy comfortable
		time times money quality product products delivery delivered order ordered orders work works worked working use used useful easy hard get got came come went go going back only out up down
		if about because after before over under until while still even also maybe many few little lot lots big small large huge tiny new old hot cold warm fresh stale
		cake bread table tables seat seats seating chair room rooms toilet bathroom queue line lines parking car noise noisy loud quiet smell smelly
		waiter waitress barista manager cashier guy girl people person kids family friend friends hour hours day days week today yesterday night morning
		yes no nope yeah yep none hi hello bye wow lol omg meh haha idk nah hmm gr8 definitely recommend recommended star stars
		broken fix fixed need needs needed want wanted wish make made makes take took taken give gave given see saw look looks looked feel felt ask asked tell told said say
		call called pay paid card cash bill refund change site phone mail reply answer help store shop shopping train
		one two three first second last next same different right wrong left enough almost nearly quite bit high low full empty open closed dark light wet dry
		improve improved improvement problems issue issues complaint complaints experience visit visited customer customers rating attitude staffed slowly nicely politely polite attentive
		that's there's you're they're i've i'd i'll aren't doesn't hasn't haven't weren't without around away off between through during against across near`,
	wordForeign: `der das und ist nicht ein eine mit sehr gut gute guter gutes schlecht schlechte schlechter für auf zu dem ich wir sie es aber auch nur wie schön leider danke essen alles
		nett freundlich lecker teuer viel wenig immer wieder nie kalt kaffee preis preise sauber schmutzig schnell langsam bedienung warten gewartet zufrieden kein keine ganz prima
		le la les et est pas un une des du très tres bon bonne mal mais pour avec je nous vous il elle ce cette qui que dans sur merci trop tout rien
		cher chère prix lent lente rapide sale propre froid chaud accueil serveur serveuse personnel attente cuisine délicieux parfait beaucoup sympa agréable
		el los las y muy bueno buena buenos malo mala pero para con por yo nosotros usted esto esta está todo nada gracias comida servicio en lo su
		rico rica caro cara barato lento rápido limpio sucio frio fría fria caliente precio precios atención excelente encanta gusta gustó
		o os e é não nao muito muita bom boa ruim mas com eu nós você isto este tudo obrigado obrigada atendimento ótimo otimo demorado gostei preço limpo sujo
		gli non molto buono buona per io noi voi questo questa tutto niente grazie cibo servizio
		ottimo ottima bella veloce pulito sporco freddo caldo prezzo prezzi personale troppo bravi benissimo
		jest bardzo dobry dobra dobrze dobre źle ale dla z na jak wszystko nic dziękuję dziekuje jedzenie obsługa obsluga się w
		smaczne smaczna pyszne drogo drogie tanio tanie zimne zimna ciepłe kawa kawy cena ceny czysto brudno wolno szybko polecam miła mila miło fajnie fajne dzięki dzieki są był była było
		velmi dobře dobrý dobré špatně pro děkuji jídlo všechno drahé levné pomalu rychle káva studená obsluha
		och är inte mycket bra dålig för med jag vi ni det allt inget tack gott dyrt långsam personalen maten kaffe trevlig
		het niet zeer goed goede slecht maar voor ik wij dit dat niets bedankt eten lekker duur traag koud gezellig
		ve bir çok cok iyi kötü kotu ama için icin ile ben biz güzel guzel teşekkürler tesekkurler pahalı pahali yavaş soğuk lezzetli yemek fiyat kahve hizmet
		sangat bagus tidak dan yang enak mahal terima kasih murah banget makanan pelayanan lambat ramah
		rất ngon không khong tốt và là của quá qua lắm phục phuc vụ nhân viên vien cảm ơn chậm cham đắt nhanh món
		și si nu foarte bună dar pentru cu mâncare mulțumesc scump rece
		hyvä hyvin kiitos ei ja ruoka kallis hidas palvelu mukava godt tak meget ikke mad takk veldig
		dyakuyu diakuiu dyakuju spasibo horosho xorosho ochen ploho duzhe smachno vkusno dovho dolgo dorogo norm normalno vse kava shvydko bystro dobro harno garno pohano krasivo chekaly zhdali
		hao hen xie xiexie chi tai gui`,
	wordLoan:    `service wifi wi fi menu vip latte restaurant cafe hotel bar app email online website super bus music problem normal team design internet total minute minutes`,
	wordNeutral: `nt nts uah usd eur twd ntd ntdollar rmb cny hkd jpy pln gbp uahs kg km cm mm ml pm am xd http https www com`,
})

// rows of keys that a bored finger runs along.
var rows = [...]string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъї", "фывапролджэ", "фівапролджє", "ячсмитьбю", "poiuytrewq", "lkjhgfdsa", "mnbvcxz", "qazwsxedc"}

// mash reports whether w says nothing: a run along the keyboard, or one letter
// again and again.
func mash(w []byte) bool {
	if len(w) == 2 && w[0] == w[1] {
		return true // eachWord has shortened it
	}
	if len(w) < 4 || w[0] >= utf8.RuneSelf && len(w) < 8 {
		return false
	}
	for _, row := range rows {
		if len(w) <= len(row) && contains(row, w) {
			return true
		}
	}
	return false
}

func contains(row string, w []byte) bool {
	for i := 0; i+len(w) <= len(row); i++ {
		if row[i:i+len(w)] == string(w) {
			return true
		}
	}
	return false
}
