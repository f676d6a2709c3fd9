package text

import "strings"

// priorWeight is what the survey's language is worth: more than the mere lack
// of a letter, less than a letter and a word of the other language.
const priorWeight = 2

// longWithoutI is how many letters without і ї є ґ make Russian likelier: one
// letter in fifteen of a Ukrainian text is one of them.
const longWithoutI = 15

var russianEndings = []string{"ое", "ая", "ие", "ее", "ой", "ешь"}

// slavic tells Ukrainian from Russian by the letters that only one of them has,
// by common words and by the prior together. Other Cyrillic alphabets are "other".
func slavic(s string, c *letters, prior string) string {
	if c.foreignCyrillic*8 > c.cyrillic {
		return "other"
	}
	uk, ru := 2*c.ukr, 2*c.rus
	switch prior {
	case "uk":
		uk += priorWeight
	case "ru":
		ru += priorWeight
	}
	if c.ukr == 0 && c.cyrillic >= longWithoutI {
		ru++
	}
	eachWord(s, func(w string) {
		if ukrainianWords[w] {
			uk += 3
		}
		if russianWords[w] {
			ru += 3
		}
		for _, e := range russianEndings {
			if len(w) > len(e)+2 && strings.HasSuffix(w, e) {
				ru++
			}
		}
	})
	if ru > uk {
		return "ru"
	}
	return "uk"
}

// Words that the letters alone do not give away, as they stand in short answers.
var (
	ukrainianWords = words(`та що це дуже але як щось ще вже добре погано ні так чи хто коли де тут там наш ваш мене тебе вони вона воно
		було була були буде є немає нема можна треба потрібно завжди ніколи трохи дякую дяка смачно гарно чудово чудова чудовий жахливо повільно швидко довго дорого
		якість обслуговування чекали чекати чекав чекала персонал офіціант ціна ціни кава чай їжа сподобалось сподобалося сподобався сподобалася раджу рекомендую
		норм нормально ладно забагато замало надто занадто майже навіть тому того цього цей ця ці той ті свій усе все всі весь бо або якщо щоб від до із зі
		зачекались поганий погана погане хороший хороша хороше смачна смачний смачне брудно чисто холодно тепло гаряче голосно гучно зручно незручно бомба топ
		прекрасно прекрасна прекрасний супер класно класний класна файно файний файна кльово гидко огидно черга черги черзі каса розчарування розчарована розчарований задоволена задоволений`)
	russianWords = words(`и что это очень но как еще уже себе себя хорошо плохо нет да кто когда где здесь там наш ваш меня тебя они она оно
		было была были будет есть можно надо нужно всегда никогда немного спасибо вкусно красиво отлично отличный отличная ужасно медленно быстро долго дорого
		качество обслуживание ждали ждать ждал ждала персонал официант цена цены кофе чай еда понравилось понравился понравилась советую рекомендую
		норм нормально ладно слишком почти даже поэтому того этого этот эта эти тот те свой все всё весь потому или если чтобы от до из
		плохой плохая плохое хороший хорошая хорошее вкусная вкусный вкусное грязно чисто холодно тепло горячо громко удобно неудобно
		прекрасно прекрасная супер классно классный классная круто разочарование доволен довольна очередь такая такой такие опять мне тоже только ничего просто так не на в с у`)
)
