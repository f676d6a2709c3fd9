package text

import "bytes"

// What speaks for Ukrainian (+) or Russian (-), in units of natural logarithm.
const (
	priorWeight = 4 // the survey's language
	commonWord  = 5 // a common word of one of the two only
	ownLetter   = 2 // a letter that only one has
	ownEnding   = 3 // an ending that only Ukrainian has: -ний after a vowel, -бий, -вий, ...
	mostGrams   = 6 // the letters of one word at most
)

// slavic tells Ukrainian from Russian by common words, by the letters that stand
// together and by the prior; the other languages in Cyrillic, which are
// "other", by their letters and words.
func slavic(s string, c *letters, prior string) string {
	if c.foreignCyrillic*20 > c.cyrillic {
		return "other"
	}
	g := slavicGrams()
	score, uk, ru, south, all, mashed := 0, 0, 0, 0, 0, 0
	eachWord(s, func(w []byte) {
		if w[0] < 0x80 {
			return
		}
		all++
		switch slavicWords[string(w)] {
		case wordUkrainian:
			uk++
			return
		case wordRussian:
			ru++
			return
		case wordSlavic:
			return
		case wordSouth:
			south++
			return
		}
		if mash(w) {
			mashed++
			return
		}
		if ukrainianEnding(w) {
			score += ownEnding * gramUnit
		}
		score += max(-mostGrams*gramUnit, min(mostGrams*gramUnit, g.sum(w)/2))
	})
	switch {
	case mashed == all && all > 0:
		return "unknown"
	case c.bulgarian > 0 && uk == 0, south > uk+ru,
		c.ukr > 0 && c.rus > 0 && uk == 0 && ru == 0: // і beside ы or э: Belarusian
		return "other"
	}
	score += ((uk-ru)*commonWord + (c.ukr-c.rus)*ownLetter) * gramUnit
	switch prior {
	case "uk":
		score += priorWeight * gramUnit
	case "ru":
		score -= priorWeight * gramUnit
	}
	if score < 0 {
		return "ru"
	}
	return "uk"
}

// ukrainianEnding reports whether w ends like зачинений or грубий, where Russian
// writes -ый: it has -ий only after г к х ж ч ш щ and a soft н.
func ukrainianEnding(w []byte) bool {
	stem, ok := bytes.CutSuffix(w, []byte("ий"))
	if !ok || len(stem) < 4 {
		return false
	}
	switch last := string(stem[len(stem)-2:]); last {
	case "н":
		before := string(stem[len(stem)-4 : len(stem)-2])
		return before == "а" || before == "е" || before == "о"
	case "г", "к", "х", "ж", "ч", "ш", "щ":
		return false
	}
	return true
}

const (
	wordUkrainian byte = iota + 1
	wordRussian
	wordSlavic // of both: decides nothing
	wordSouth  // of Bulgarian, Serbian, Macedonian or Belarusian only
)

var slavicWords = classes(map[byte]string{
	wordUkrainian: `та що це дуже але щось ще вже добре ні чи хто коли де тут мене тебе вони вона воно
		була були є немає нема треба потрібно завжди ніколи трохи дякую дяка смачно гарно чудово чудова чудовий жахливо повільно швидко довго
		якість обслуговування чекали чекати чекав чекала офіціант ціна ціни кава їжа сподобалось сподобалося сподобався сподобалася раджу
		забагато замало надто занадто майже навіть тому цього цей ця ці той ті свій усе всі весь бо або якщо щоб від до із зі з й і під над після перед між
		поганий погана погане хороша смачна смачний смачне брудно тепло гаряче голосно гучно зручно незручно
		файно файний файна кльово гидко огидно черга черги черзі розчарування розчарована розчарований задоволена задоволений шо канєшно всьо нічого
		замовлення рахунок помилка страва страви столик місце людей співробітники працівники ввічливо привітно грубо двічі знову зараз сьогодні вчора завтра
		краще гірше більше менше лише тільки також дітям дитина діти грн гривень гривні працює жах жахливий гарна гарний гарне ласка привіт`,
	wordRussian: `и что это очень но как еще уже себе себя хорошо плохо нет да кто когда где здесь меня тебя они она оно
		была были будет есть можно надо нужно всегда никогда немного спасибо вкусно отлично отличный отличная ужасно медленно быстро
		качество обслуживание ждали ждать ждал ждала официант цена цены кофе еда понравилось понравился понравилась советую рекомендую
		слишком почти даже поэтому этого этот эта эти тот свой всё потому или если чтобы от из после перед между
		плохой плохая плохое хорошая хорошее вкусная вкусный вкусное грязно горячо громко удобно неудобно
		классный классная круто разочарование доволен довольна очередь такая такой такие опять мне тоже ничего просто только с к
		заказ счет ошибка блюдо стол место сотрудники работники вежливо снова сейчас сегодня вчера сколько почему руб рублей
		лучше хуже больше меньше детям ребенок дети работает персонала ужас ужасный красиво привет пожалуйста`,
	wordSlavic: `так там наш ваш на в у не за по про для без все то той було было дорого супер норм нормально ладно персонал чай чисто холодно хороший топ бомба
		класно прекрасно прекрасна прекрасний прекрасная того ок окей о а кафе бар сервіс сервис меню ресторан менеджер музика каса касса тел
		хамство клас класс мило красиво гуд дно топчик мухи ахаха добро мало много рекомендую чудо скажіть як сам я ти ты ви ми мы він вас нас`,
	wordSouth: `беше със съм няма лошо хубаво хубава благодаря обслужване обслужването кафето храната студено студена скъпо бавно персоналът тук тази този това защо всичко нищо
		страхотно препоръчвам чудесно място евтино мръсно бързо нямаше имаше бяха беха още
		одлично врло све хвала споро скупо је био особље особа услуга кафа храна лоше брзо хладна хладно лепо прљаво препорука сам су али није нисам сјајно љубазно
		многу одлична послуга бавни
		вельмі дзякуй дзякую гэта каб таксама трэба усё дрэнна прыгожа зусім яшчэ толькі цана чакалі добра дорага хутка павольна абслугоўванне ежа рахмет`,
})
