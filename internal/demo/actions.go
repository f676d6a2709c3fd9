package demo

import (
	"time"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
)

// Deed is what the café did, or is doing, about one of its touchpoints. Whether
// it helped is nowhere written: that is in the answers.
type Deed struct {
	Action action.Action // with its checklist and what customers are told
	Begun  bool
	Seen   journey.Day // the day the map was looked at that led to it
	LiveOn int64       // 0: not yet
}

// Deeds of the sample café around a day: sockets at the seats, which customers
// had asked for; thicker cups, which nobody noticed; a second till, in the
// making; and a simpler board, which should long have hung there.
func Deeds(j *journey.Journey, now time.Time) []Deed {
	today := int64(journey.DayOf(now, j.Location()))
	better := int64(Better / (24 * time.Hour))
	points := func(x float64) *float64 { return &x }
	return []Deed{
		{Action: action.Action{
			Touchpoint: "seat", Kind: action.Fix, Title: "加裝插座 · More sockets", Owner: "floor", Due: today - better, Expected: points(2),
			Hypothesis: "Students stay for three hours and look for a socket first. 學生一坐三小時，先找插座。",
			Checklist:  []action.Item{{Text: "請電工報價 · Ask an electrician", Done: true}, {Text: "週一公休施工 · Fit them on a Monday", Done: true}, {Text: "逐一測試 · Try every one", Done: true}},
			Told: action.Told{Text: map[string]string{
				"zh-Hant": "很多人說找不到插座，我們在每兩張桌子旁都加裝了。",
				"zh-Hans": "很多人说找不到插座，我们在每两张桌子旁都加装了。",
				"uk":      "Багато хто казав, що бракує розеток. Тепер вони є біля кожного другого столика.",
				"en":      "Many of you looked for a socket in vain. Now there is one at every second table.",
			}},
		}, Begun: true, Seen: journey.Day(today - better - 10), LiveOn: today - better},
		{Action: action.Action{
			Touchpoint: "drink", Kind: action.Fix, Title: "換厚杯 · Thicker cups", Owner: "bar", Due: today - 59, Expected: points(1),
			Hypothesis: "Some say that their coffee gets cold too soon. 有人說咖啡涼得太快。",
			Checklist:  []action.Item{{Text: "選樣品 · Choose samples", Done: true}, {Text: "全店換杯 · Change them all", Done: true}},
		}, Begun: true, Seen: journey.Day(today - 59), LiveOn: today - 59},
		{Action: action.Action{
			Touchpoint: "queue", Kind: action.Fix, Title: "尖峰加開收銀台 · Second till", Owner: "floor", Due: today + 12,
			Hypothesis: "One till cannot serve the offices next door. 一個收銀台應付不了隔壁的辦公大樓。",
			Checklist:  []action.Item{{Text: "訂收銀機 · Order the till", Done: true}, {Text: "小美排班 · Mei plans the shifts", Done: true}, {Text: "地上貼動線 · Tape on the floor"}, {Text: "試開一週 · Try it for a week"}},
		}, Begun: true, Seen: journey.Day(today - 4)},
		{Action: action.Action{
			Touchpoint: "menu", Kind: action.Fix, Title: "簡化看板 · Simpler board", Owner: "marketing", Due: today - 9, Expected: points(4),
			Checklist: []action.Item{{Text: "挑出十二款 · Choose the twelve", Done: true}, {Text: "英文與拼音 · English names"}, {Text: "送印 · Print it"}},
		}, Begun: true, Seen: journey.Day(today - 30)},
	}
}
