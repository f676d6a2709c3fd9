package chart

import (
	"fmt"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// stop is a touchpoint of a test journey: names in English, Chinese and
// Ukrainian, and its counts of 1..5 before and now.
type stop struct {
	stage       [3]string
	key         string
	name        [3]string
	reach       float64
	now, before []int64
	quote       string
	channels    []journey.Channel
}

var cafeStops = []stop{
	{[3]string{"Awareness", "認知", "Знайомство"}, "social", [3]string{"Social post", "社群貼文與店家介紹頁面", "Допис у соцмережі"}, .6, []int64{1, 2, 6, 10, 5}, []int64{1, 2, 7, 11, 4}, "Photos made me want to come in.", []journey.Channel{journey.Link}},
	{[3]string{"Consideration", "考慮", "Розгляд"}, "menu", [3]string{"Shop front & menu", "門口招牌、菜單看板與今日推薦", "Вітрина та меню на дошці"}, .9, []int64{6, 9, 8, 5, 2}, []int64{3, 6, 9, 9, 5}, "Too many choices, I gave up.", []journey.Channel{journey.QR, journey.Kiosk}},
	{[3]string{"Purchase", "購買", "Купівля"}, "queue", [3]string{"Queue", "排隊等候點餐", "Черга до каси"}, 1, []int64{12, 10, 7, 8, 3}, []int64{4, 6, 10, 12, 6}, "Fifteen minutes in line, one cashier.", []journey.Channel{journey.QR}},
	{[3]string{"Purchase", "購買", "Купівля"}, "pay", [3]string{"Order & payment", "點餐與結帳付款", "Замовлення й оплата"}, 1, []int64{2, 3, 8, 20, 17}, []int64{2, 4, 9, 19, 14}, "Card took a second. Easy.", []journey.Channel{journey.Kiosk}},
	{[3]string{"Use", "使用", "Користування"}, "drink", [3]string{"Drink & seat", "飲品與座位", "Напій і місце"}, .85, []int64{1, 2, 6, 25, 36}, []int64{1, 3, 7, 26, 31}, "Best latte in the street.", []journey.Channel{journey.QR, journey.Embed, journey.Mail}},
	{[3]string{"Support", "售後", "Підтримка"}, "complaint", [3]string{"Complaint desk", "客訴與意見處理櫃台", "Стіл скарг і пропозицій"}, .05, []int64{3, 2, 1, 1, 1}, []int64{2, 2, 2, 1, 1}, "Nobody called me back.", []journey.Channel{journey.API}},
	{[3]string{"Loyalty", "忠誠", "Лояльність"}, "email", [3]string{"Loyalty e-mail", "會員回饋電子報", "Лист для постійних клієнтів"}, .2, []int64{2, 1, 1, 0, 0}, []int64{1, 1, 1, 1, 0}, "", []journey.Channel{journey.Mail, journey.Import}},
}

// sample builds a map of stops.
func sample(stops []stop) *mood.Map {
	j := &journey.Journey{
		Key: "dawn", Target: 75, Analysis: journey.Defaults(),
		Surveys: []survey.Survey{{Key: "quick", Questions: []survey.Question{{Key: "rating", Type: survey.CSAT}}}},
	}
	in := mood.Input{Journey: j, Current: map[string]mood.Tally{}, Previous: map[string]mood.Tally{}, Counts: map[string]map[int]int64{}}
	three := func(s [3]string) survey.Wording { return survey.Wording{"en": s[0], "zh-Hant": s[1], "uk": s[2]} }
	for _, s := range stops {
		if n := len(j.Stages); n == 0 || j.Stages[n-1].Key != s.stage[0] {
			j.Stages = append(j.Stages, journey.Stage{Key: s.stage[0], Name: three(s.stage)})
		}
		tp := journey.Touchpoint{Key: s.key, Name: three(s.name), Reach: &s.reach, Survey: "quick", MomentOfTruth: s.key == "pay"}
		if s.key == "queue" {
			tp.Action = three([3]string{"I wait in line and look at the board", "我排隊等候,看著菜單板", "Стою в черзі та дивлюся на дошку"})
			tp.Expectation = three([3]string{"Served within five minutes", "五分鐘內點到餐", "Обслужать за п’ять хвилин"})
		}
		for _, c := range s.channels {
			tp.Placements = append(tp.Placements, journey.Placement{Code: s.key, Channel: c})
		}
		stage := &j.Stages[len(j.Stages)-1]
		stage.Touchpoints = append(stage.Touchpoints, tp)
		in.Counts[s.key] = map[int]int64{}
		for i, n := range s.now {
			in.Counts[s.key][i+1] = n
		}
		in.Current[s.key], in.Previous[s.key] = tally(s.now), tally(s.before)
	}
	m := mood.Build(in)
	quotes := map[string]string{}
	for _, s := range stops {
		quotes[s.key] = s.quote
	}
	for i := range m.Stages {
		for k := range m.Stages[i].Points {
			p := &m.Stages[i].Points[k]
			if p.Touchpoint.Key == "queue" {
				p.Themes = []mood.Theme{
					{Key: "wait", Label: three([3]string{"waiting", "等候", "очікування"}), ShareOfAnswers: 0.275},
					{Key: "line", Label: three([3]string{"line", "隊伍", "черга"}), ShareOfAnswers: 0.15},
				}
			}
			if q := quotes[p.Touchpoint.Key]; q != "" {
				p.Quotes = []mood.Quote{{Text: q, Language: "en"}}
			}
		}
	}
	return m
}

func tally(counts []int64) mood.Tally {
	scale, _ := survey.CSAT.Scale()
	var t mood.Tally
	for i, n := range counts {
		for range n {
			t.Add(mood.Contribute(journey.Defaults(), &mood.Rating{Scale: scale, Value: float64(i + 1)}, nil), mood.NoText)
		}
	}
	return t
}

// long is a journey of count touchpoints with long names; every fifth has too
// few answers.
func long(count int) []stop {
	names := [][3]string{
		{"Finding the opening hours on the website", "在官方網站上查詢各分店營業時間與地址", "Пошук годин роботи на вебсайті закладу"},
		{"Parking", "停車", "Паркування"},
		{"Welcome by the front-of-house team", "外場同仁迎賓、帶位與說明當日活動", "Зустріч гостей працівниками зали"},
		{"Self-service terminal", "自助點餐機操作體驗", "Термінал самообслуговування"},
		{"Waiting for the order", "等候取餐叫號", "Очікування замовлення"},
	}
	stages := [][3]string{
		{"Awareness & first impression", "認知與第一印象", "Усвідомлення та перше враження"},
		{"Purchase", "購買", "Купівля"},
		{"Use", "使用", "Використання"},
		{"After-sales", "售後服務", "Післяпродажне обслуговування"},
	}
	shapes := [][]int64{{1, 2, 6, 10, 5}, {12, 10, 7, 8, 3}, {1, 2, 6, 25, 36}, {2, 3, 8, 20, 17}, {2, 1, 0, 0, 1}, {1, 1, 2, 4, 3}, {30, 12, 4, 2, 1}}
	var list []stop
	for i := range count {
		list = append(list, stop{
			stages[min(i*4/count, 3)], fmt.Sprintf("t%d", i), names[i%5], 1,
			shapes[i%len(shapes)], shapes[(i+3)%len(shapes)],
			[]string{"等太久了，前面只有三個人卻等了十五分鐘，而且沒有人來說明。", "Дуже довго чекали на каву, але бариста була привітна.", "Fine."}[i%3],
			[]journey.Channel{journey.QR, journey.Kiosk},
		})
	}
	return list
}
