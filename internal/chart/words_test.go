package chart

import (
	"fmt"
	"math"
	"strings"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// words of the tests; those of the service are in its message catalogue.
func words(language string) Words {
	type sentences struct {
		tooFew, notScored, target, pain, sure, delight, changed, seam, unhappy, lostUnit  string
		answers, lost, quotes, themes, doing, expectation, assumed, nothing, lowest, peak string
	}
	s := map[string]sentences{
		"en": {
			"too few answers (%d, need\u00a0%d)", "answers in words only, not scored", "target %.0f", "pain no.\u00a0%d", " (%.0f\u00a0%% sure)",
			"delight: %.0f\u00a0%% gave the best mark", "%+.0f points since the period before", "%+.0f points from one to the next", "%d, %.0f\u00a0%% unhappy", "points lost (of 100)",
			"Answers", "Cost to the journey", "In their words", "What they name", "What customers do", "What they expect", "assumed", "This journey has no touchpoints yet.", "lowest", "highest",
		},
		"zh-Hant": {
			"回覆太少（%d\u00a0則，需要 %d\u00a0則）", "只有文字，未評分", "目標 %.0f", "痛點第 %d 名", "（把握 %.0f%%）",
			"驚喜：%.0f%% 給了最高分", "比上期 %+.0f 分", "到下一站 %+.0f 分", "%d\u00a0則，%.0f%% 不滿意", "失分（滿分 100）",
			"回覆數", "對整趟旅程的影響", "顧客的話", "提到什麼", "顧客在做什麼", "顧客期待什麼", "假設", "這趟旅程還沒有接觸點。", "最低點", "最高點",
		},
		"uk": {
			"замало відповідей (%d, потрібно %d)", "лише слова, без оцінки", "ціль %.0f", "біль №\u00a0%d", " (певність %.0f\u00a0%%)",
			"радість: %.0f\u00a0%% дали найвищу оцінку", "%+.0f балів проти попереднього періоду", "%+.0f балів до наступної точки", "%d, незадоволених %.0f\u00a0%%", "втрачено балів (зі 100)",
			"Відповіді", "Вартість для шляху", "Їхніми словами", "Що згадують", "Що робить клієнт", "Чого очікує", "припущення", "У цьому шляху ще немає точок дотику.", "найнижче", "найвище",
		},
	}[language]
	marks := map[string][2]string{"en": {"“", "”"}, "zh-Hant": {"「", "」"}, "uk": {"«", "»"}}[language]
	return Words{
		Title:    "Emotion curve",
		Describe: func(m *mood.Map) string { return fmt.Sprintf("%d answers", m.Answers) },
		Point: func(p *mood.Point) string {
			if p.Mood == nil {
				return fmt.Sprintf("%s: %d answers", p.Touchpoint.Name.In(language), p.Answers)
			}
			return fmt.Sprintf("%s: %.0f of 100 (%.0f to %.0f), %d answers", p.Touchpoint.Name.In(language), p.Mood.Value, p.Mood.Low, p.Mood.High, p.Answers)
		},
		Channel:   func(c journey.Channel) string { return string(c) },
		Nothing:   s.nothing,
		TooFew:    func(answers int64, needed int) string { return fmt.Sprintf(s.tooFew, answers, needed) },
		NotScored: s.notScored,
		Target:    func(t float64) string { return fmt.Sprintf(s.target, t) },
		Score:     func(v float64) string { return fmt.Sprintf("%.0f", math.Round(v)) },
		Pain: func(rank int, worst *float64) string {
			text := fmt.Sprintf(s.pain, rank)
			if worst != nil {
				text += fmt.Sprintf(s.sure, 100**worst)
			}
			return text
		},
		Lowest:  s.lowest,
		Delight: func(d *mood.Delight) string { return fmt.Sprintf(s.delight, 100*d.TopBox) },
		Peak:    s.peak,
		Changed: func(c *mood.Change) string {
			text := minus(fmt.Sprintf(s.changed, c.To-c.From))
			if c.Since != 0 {
				text += ", " + c.Since.String()
			}
			return text
		},
		Moving: func(s *mood.Signal) string { return "falling since " + s.Since.String() },
		Seam: func(by float64, from, to *journey.Touchpoint) string {
			text := minus(fmt.Sprintf(s.seam, by))
			if from.Owner != to.Owner {
				text += " (" + from.Owner + " → " + to.Owner + ")"
			}
			return text
		},
		Silent:   "silent",
		Selected: func(shown, of int) string { return fmt.Sprintf("%d of %d touchpoints", shown, of) },
		Moment:   "moment of truth",
		Measured: map[string]string{"en": "measured", "zh-Hant": "實測", "uk": "виміряно"}[language],
		Answers:  s.answers,
		AnswersOf: func(n int64, unhappy *float64) string {
			if unhappy == nil {
				return fmt.Sprint(n)
			}
			return fmt.Sprintf(s.unhappy, n, 100**unhappy)
		},
		Lost: s.lost, LostUnit: s.lostUnit,
		LostOf:       func(p float64) string { return fmt.Sprintf("%.1f", p) },
		Quotes:       s.quotes,
		Quote:        func(t string) string { return marks[0] + t + marks[1] },
		Themes:       s.themes,
		Theme:        func(label string, share float64) string { return fmt.Sprintf("%s %.0f\u00a0%%", label, 100*share) },
		Doing:        s.doing,
		Expectation:  s.expectation,
		Assumed:      s.assumed,
		Legend:       legends[language],
		PersonaCount: func(n int64) string { return fmt.Sprintf("n\u00a0=\u00a0%d", n) },
		PersonaAt: func(p *mood.Point) string {
			if p.Mood == nil {
				return fmt.Sprintf("–\u00a0(%d)", p.Answers)
			}
			return fmt.Sprintf("%.0f\u00a0(%d)", p.Mood.Value, p.Answers)
		},
	}
}

var legends = map[string]Legend{
	"en": {
		Line: "mean of the answers", Band: "true value, 95 % sure", Before: "the period before", Indicative: "5 to 19 answers, a first idea", Unscored: "fewer than 5 answers",
		Hurts: "hurts", Drags: "drags", Below: "below target", Delight: "delight", Moment: "moment of truth", Everyone: "all customers", Few: "5 to 19 answers",
	},
	"zh-Hant": {
		Line: "回答的平均", Band: "真實數值，95% 的把握", Before: "前一期", Indicative: "5 到 19 則回答，初步參考", Unscored: "不到 5 則回答",
		Hurts: "很痛", Drags: "拖累", Below: "未達目標", Delight: "愉悅點", Moment: "關鍵時刻", Everyone: "全部顧客", Few: "5 到 19 則回答",
	},
	"uk": {
		Line: "середнє відповідей", Band: "справжнє значення, певність 95 %", Before: "попередній період", Indicative: "5–19 відповідей, перше уявлення", Unscored: "менше ніж 5 відповідей",
		Hurts: "болить", Drags: "тягне вниз", Below: "нижче цілі", Delight: "радість", Moment: "момент істини", Everyone: "усі клієнти", Few: "5–19 відповідей",
	},
}

func minus(s string) string { return strings.ReplaceAll(s, "-", "−") }
