package text

import (
	_ "embed"
	"strings"
	"sync"
)

// given.txt holds common given names, one script a line group: lines of Latin
// names, then of Ukrainian and Russian ones in the nominative. A name with "?"
// behind it is a common word too.
//
//go:embed data/given.txt
var givenList string

// givenNames holds the names in lower case; those in Cyrillic in all cases.
var givenNames = sync.OnceValue(func() map[string]rank {
	m := map[string]rank{}
	for _, name := range strings.Fields(givenList) {
		kind := given
		if bare, ok := strings.CutSuffix(name, "?"); ok {
			name, kind = bare, maybe
		}
		name = strings.ToLower(name)
		for _, form := range declined(name) {
			if _, ok := m[form]; !ok || kind == maybe {
				m[form] = kind
			}
		}
	}
	for _, w := range strings.Fields(homographs) {
		m[w] = maybe
	}
	return m
})

// homographs are forms of names that are other words too.
const homographs = `марку марки марка маркою романом романі романа романи роману славою славі славу вірою вірі віру віри надією надії надію
	любові любов'ю миру миром мира віти віту віта ліні лінію ліни ліною зоряні зоряну зоряною розі розу розою лілії лілія
	мію мії мия люди люда людою ганні соні соню соня лева лев левом леву тиха ясі яну яни яні ліза лізі мілі міла мілу милу мила миле милою вика
	валі валом валу валя вали жанром маю май віко віка віку віком віки ніко рита радою раду рада раді ради світі світ світу світом світло
	катю толі толя толю геною гена гени гену паша пашу саню костя кості костю льон льону льоні лесі лесу лесом гриша
	вову миша мише мишу миши дан дана дану дані даним даною даний ада аду аллі аля яр яра яру олі олію олії олією олія`

// declined is a name in the cases it may stand in, Ukrainian and Russian. It
// makes forms too that nobody uses; they harm nobody.
func declined(name string) []string {
	if name[0] < 0x80 || name[0] < 0xD0 {
		return []string{name}
	}
	ends := func(stem string, endings ...string) []string {
		forms := []string{name}
		for _, e := range endings {
			forms = append(forms, stem+e)
		}
		return forms
	}
	r := []rune(name)
	stem := string(r[:len(r)-1])
	switch r[len(r)-1] {
	case 'а':
		soft := stem
		switch r[len(r)-2] { // Ольга, Ольці; Наталка, Наталці
		case 'г':
			soft = string(r[:len(r)-2]) + "з"
		case 'к':
			soft = string(r[:len(r)-2]) + "ц"
		}
		return append(ends(stem, "и", "і", "у", "ою", "о", "ы", "е", "ой"), soft+"і")
	case 'я':
		return ends(stem, "і", "ї", "ю", "ею", "єю", "е", "є", "и", "ей", "ь")
	case 'о', 'й':
		return ends(stem, "а", "у", "ові", "ом", "е", "я", "ю", "єві", "єм", "ем", "ю", "є", "ієм", "и")
	case 'ь':
		return ends(stem, "я", "ю", "еві", "ем", "е", "і", "и")
	}
	forms := ends(name, "а", "у", "ові", "ом", "е", "і")
	// Ігор, Петро: Федір, Федора; Антін, Антона.
	if n := len(r); n > 3 && r[n-2] == 'і' {
		hard := string(r[:n-2]) + "о" + string(r[n-1])
		forms = append(forms, hard+"а", hard+"у", hard+"ові", hard+"ом", hard+"е")
	}
	if name == "ігор" || name == "лазар" {
		forms = append(forms, name+"я", name+"ю", name+"еві", name+"ем")
	}
	if name == "павел" || name == "лев" || name == "петр" {
		short := strings.TrimSuffix(name, "ел") + "л"
		forms = append(forms, short+"а", short+"у", short+"ом", short+"е")
	}
	return forms
}

// patronymic reports whether a word in lower case ends as the father's name
// does.
func patronymic(w string) bool {
	for _, e := range patronymics {
		if len(w) > len(e)+4 && strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

var patronymics = strings.Fields(`івна івни івні івну івною івно ївна ївни ївні ївну ївною йович йовича йовичу йовичем ович овича овичу овичем овичеві
	овна овны овне овну овной евна евны евне евну евной евич евича евичу евичем івно`)

// fond is the stem of a pet name such as Оксаночка.
func fond(w string) (string, bool) {
	for _, e := range fondEnds {
		if stem, ok := strings.CutSuffix(w, e); ok && len(stem) > 3 {
			return stem, true
		}
	}
	for _, e := range [...]string{"ка", "ки", "ку", "ко", "кою", "ці", "ке"} { // Світланка
		if stem, ok := strings.CutSuffix(w, e); ok && len(stem) > 8 {
			return stem, true
		}
	}
	return "", false
}

var (
	fondEnds    = strings.Fields("очка очки очці очку очкою очко очке онька оньки оньці оньку онько ечка ечки ечці ечку ечкою")
	surnameEnds = strings.Fields(`енко енка енку енком чук чука чуку чуком щук юк юка юку ський ська ського ському ської ську цький цька цького цькому цької зький зька
		ів ева ова ової ов ову овим ев єв єва ин ина ін іна ійчук ко ак ака аку як яка ик ика ику ич ич ович иський ских ский ская ской цкий цкая`)
	// of them those that hardly any other word ends with
	familyEnds = strings.Fields("енко енка енку енком енкові чук чука чуку чуком щук юк юка юку")
	// what people do and brands do not
	deeds = wordSet("helped recommended smiled served refused greeted explained ignored listened remembered apologized apologised deserves deserved spoke speaks smiles explains listens recommends welcomed welcomes carried carries forgot answered laughed cared cares shouted yelled offered offers remembers assisted checked suggested found fixed arranged helps treated treats handled handles drove cooked cleaned styled taught teaches guided chatted joked sang waved noticed replied responded escorted showed")
	// where they work
	workplaces = []string{"at the bar", "at the counter", "at the desk", "at the front", "at the till", "at reception", "at the reception", "at the register", "at checkout", "at the door", "behind the", "from support", "from reception", "from the", "from housekeeping", "in support", "in reception", "in the kitchen", "in housekeeping", "on reception", "on the till", "on the desk", "on the door", "and her", "and his", "did my", "did our", "did a", "made our", "made my", "made us", "gave me", "gave us", "took our", "took my", "took care", "was so", "was very helpful", "was very kind", "was very rude", "was rude", "was friendly", "was super", "was lovely to", "is a gem", "is a star", "is a legend", "is a delight", "is a treasure", "is an angel", "was a delight", "was a star", "is so", "is always", "who", "you are", "makes the", "brought us", "brought me", "told me", "told us", "told my", "said he", "said she", "said they", "went above", "goes above", "really knows", "knows"}
)

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "miss": true, "sir": true}

// cueWords are the words that say something about the next one, each in one
// list only.
var cueWords = map[cue]string{
	strong: `mr mrs ms miss dr prof sir madam named name waitress waiter barista cashier receptionist hostess bartender server thank thanks kudos shoutout props hats credit grateful compliments
		пан пані пане пану пана паном панові панові панові господин госпожа звати зовут звуть ім'я`,
	role: `офіціантка офіціант офіціантку офіціантці офіціанту офіціанткою адміністратор адміністраторка адміністратору адміністраторці адміністратора менеджер менеджерка менеджеру менеджера менеджерці
		касир касирка касирці касиру кухар лікар лікарка лікарю лікарці лікаря майстер майстриня майстру майстрині консультант консультантка консультанту продавець продавчиня
		працівник працівниця працівниці кур'єр кур'єру водій водію керівник директор директорка перукар перукарка медсестра медсестрі стиліст учитель вчителька вчитель тренер тренерка масажист масажистка продавщиця продавщица парикмахер медсестра учитель учительница тренер вожатый няня вихователь вихователька экскурсовод екскурсовод
		официантка официант официантке официанту администратор администратору кассир повар врач доктор доктору мастер продавец сотрудник сотрудница курьер курьеру водитель бариста`,
	weak: `by for give gave ask asked tell told see saw meet met love loved with call called calls from dear regards thx manager host employee clerk driver chef nurse guide doctor therapist assistant colleague agent owner
		son daughter husband wife friend brother sister stylist
		дякую дякуємо подяка спасибі спасибо благодарю обслуговувала обслуговував обслуживала обслуживал повагою уважением имени обслужила обслужив обслужил обслужили передайте від до з із зі к ко от у дівчина хлопець девушка парень`,
	linking: `was is you so the a very much our your and on duty to off і та и на по`,
}

// cues holds what the words before a name say.
var cues = func() map[string]cue {
	m := map[string]cue{}
	for c, list := range cueWords {
		for _, w := range strings.Fields(list) {
			m[w] = c
			if c == role {
				for _, form := range declined(w) {
					m[form] = c
				}
			}
		}
	}
	return m
}()

// notNames are words with a capital that no cue makes a name: days, months,
// places, brands, dishes, people in general.
var notNames = wordSet(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
		christmas easter halloween ramadan english french italian spanish german chinese japanese korean ukrainian american british russian polish thai indian mexican turkish greek european asian taiwanese
		taipei taiwan kyiv kiev lviv odesa ukraine london paris york tokyo china japan america europe england germany poland street avenue road main station park airport city town
		starbucks mcdonald's mcdonalds kfc ikea amazon google apple visa mastercard paypal uber facebook instagram twitter telegram whatsapp viber line wechat iphone android samsung netflix spotify nova poshta glovo bolt tesla coldplay kitty
		americano espresso cappuccino mocha macchiato flat earl grey caesar margherita margarita benedict oolong matcha pineapple sandwich salad burger pizza pasta soup tea wine beer cocktail croissant brunch breakfast lunch dinner dessert sauce
		mom mum mam dad mother father grandma grandpa god jesus lord team everyone everybody everyone anyone someone nobody all guys ladies gentlemen sir madam boss management
		happy sad angry food slow dirty wait staff service rude bad good great nice thanks thank please hello sorry dear regards kudos cheers bravo yes no ok
		machine robot rain weather covid wifi internet company office reception counter bathroom toilet floor room table covid godot bloody dragon rainbow roll rolls hawaiian royal bank holiday buffet combo deluxe special specials happy hour valentine valentine's birthday anniversary wedding terminal airport lounge gate floor level hall building tower mall plaza square garden gardens river lake beach bay island
		swift support delivery driver order orders app store shop market card gift voucher coupon points member membership loyalty free half full double triple large medium small extra classic original premium basic standard family kids junior senior
		chicken beef pork fish shrimp rice noodles noodle ramen sushi curry steak ribs fries chips bacon cheese toast pancake pancakes waffle waffles cookie cookies cake cakes pie tart donut bagel muffin scone gelato yogurt smoothie juice coke cola pepsi fanta sprite water milk oat soy almond vanilla caramel chocolate strawberry mango lemon ginger mint rose hazelnut pumpkin spice
		michelin tripadvisor yelp uber zomato wolt deliveroo foodpanda ubereats booking airbnb expedia hilton marriott hyatt lidl aldi tesco costco walmart target nike adidas zara sony lg dell lenovo xiaomi huawei toyota honda ford bmw
		president smartphone rocks rocked rules sucks rude amazing awesome terrible wrong right brought left hot cold new old high low first second third last next same other another both many few
		він вона вони ви ми ти всім усім вам персоналу команді колективу київ києва києві києвом львів львова львові одеса одеси одесі харків харкова україна україні україни киев киева киеве украина европа європа
		пошта пошті пошти банк банку банка приватбанк монобанк понеділок вівторок середу четвер п'ятницю суботу неділю великдень різдво цезар американо капучино еспресо лате клієнт клієнтка клиент директоре богу бог господу
		сміття груба грубий добра вулиці вулиця площа проспект район`)
