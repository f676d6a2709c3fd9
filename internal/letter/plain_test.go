package letter

import (
	"testing"

	"github.com/waymood/waymood/internal/mail"
)

// TestPlain is the text of a sheet with every kind of part, in the scripts that
// letters are written in.
func TestPlain(t *testing.T) {
	s := &sheet{
		Language: "zh-Hant", Subject: "「排隊」從 57 分掉到 38 分", About: "晨曦咖啡・到店旅程 · 2026 年 10 月 26 日 – 11 月 22 日", Title: "「排隊」從 57 分掉到 38 分；28% 的回答提到「等候」，其他的都說得不清楚，請先讀讀顧客的話",
		Parts: []part{
			{Notice: "這是預覽。按鈕和停止收信的連結會開啟頁面，但不會變更任何設定，看多少次都可以。"},
			{Text: "Увесь шлях: 61 зі 100 (від 59 до 63); втрачено балів у точках, нижчих за ціль: 15,6. Відповідей: 834."},
			{Card: []part{
				{Head: "Queue · Purchase"},
				{Fact: &fact{"What:", "Fell from 57 to 38 of 100 in the 28 days up to yesterday, against the 28 days before (answers: 38 → 40)."}},
				{Fact: &fact{"把握：", "這是確認的變化：所有接觸點一起檢定過，很少會是碰巧；而且前後兩段期間的回答都夠多。"}},
				{Label: "In their words"},
				{Quote: &quote{"午休時間全部拿來排隊。希望有人看到。午休時間全部拿來排隊。希望有人看到。午休時間全部拿來排隊。", "zh-Hant"}},
				{Quote: &quote{"Забагато чекати.", "uk"}},
				{Label: "What will you do about it?"},
				{Buttons: []link{{"Take it on (14 days)", "https://mood.example.com/digest/AQFrUgYj_w8Of05vKUpRnUYMmlsfLTMQSWk1T25LZ0ZYcEZNY3BFcwRkYXduA3BheQBZH7dkemQn"}, {"Not a problem", "https://mood.example.com/digest/B"}}},
				{Links: []link{{"Look at “Queue”", "https://mood.example.com/admin/journeys/dawn/touchpoints/queue"}}},
			}},
			{Heading: "情緒曲線"},
			{Picture: &picture{CID: "curve@mood.example.com", Alt: "alt"}},
			{Scores: &scores{Caption: "曲線上的接觸點，依編號排列。虛線是目標 75 分。", Line: "接觸點：分數（變化）", Rows: []score{
				{Number: "1", Line: "社群貼文：69（+3）"}, {Number: "2", Line: "Довга назва точки контакту, яку хтось написав, бо не вмів коротше: 41 (−2), тягне вниз"},
			}}},
			{Lines: []link{{"Nothing to see here.", ""}, {"“More sockets” (Seat): It worked, +29 points (90% sure: +3 to +55).", "https://mood.example.com/admin/journeys/dawn/actions/1"}}},
			{Text: "averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword"},
		},
		Small: []part{{Text: "About 1 in 10 quiet weeks still shows a false change, and with few answers small changes stay unseen."}, {Links: []link{{"More", "https://mood.example.com/admin/how"}}}},
	}
	s.tidy()
	text := s.text()
	checkLines(t, text)
	golden(t, "plain.txt", &mail.Message{Subject: s.Subject, Text: text})
}
