package staff

import (
	"slices"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
)

func TestOpenInWords(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	j := &journey.Journey{Timezone: "Asia/Taipei"}
	now := time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		lang string
		p    journey.Placement
		want []string
	}{
		{"en", journey.Placement{}, nil},
		{"en", journey.Placement{Ended: true, Invited: true, Open: &journey.Open{From: "2026-11-01"}}, nil},
		{"en", journey.Placement{Open: &journey.Open{From: "2026-11-01", Until: "2026-12-31"}}, []string{"Takes answers from 1 November 2026 to 31 December 2026."}},
		{"en", journey.Placement{Open: &journey.Open{From: "2027-11-01"}}, []string{"Takes answers from 1 November 2027."}},
		{"uk", journey.Placement{Open: &journey.Open{Until: "2026-12-31"}}, []string{"Приймає відповіді до 31 грудня 2026 року включно."}},
		{"zh-Hant", journey.Placement{Open: &journey.Open{From: "2026-11-01", Until: "2026-12-31"}}, []string{"開放填答期間：2026 年 11 月 1 日至 2026 年 12 月 31 日。"}},
		{"zh-Hans", journey.Placement{Open: &journey.Open{Until: "2026-11-21"}}, []string{"填写已于2026年11月21日截止。"}},
		{"en", journey.Placement{Timezone: "Asia/Tokyo", Open: &journey.Open{Hours: []string{"mon-fri 08:00-20:00", "sat,sun 10:00-24:00"}}},
			[]string{"Hours: Mon–Fri 08:00–20:00, Sat–Sun 10:00–24:00 (Asia/Tokyo). Outside them silence is normal; answers are taken all the same."}},
		{"zh-Hant", journey.Placement{Open: &journey.Open{Hours: []string{"daily 07:30-02:00"}}},
			[]string{"營業時間：每天 07:30–02:00（Asia/Taipei）。其他時段沒有回答是正常的，有人填答也照樣收下。"}},
		{"uk", journey.Placement{Open: &journey.Open{Hours: []string{"fri-mon 08:00-09:00", "wed 08:05-09:00"}}},
			[]string{"Години: пн, пт–нд 08:00–09:00, ср 08:05–09:00 (Asia/Taipei). Поза ними тиша — звична річ; відповіді все одно приймаються."}},
		{"en", journey.Placement{Code: "party", Invited: true}, []string{"Takes answers only through invitations: waymood invite party makes links."}},
	} {
		if got := openInWords(catalog.In(c.lang), j, &c.p, now); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q\nwant %q", c.lang, got, c.want)
		}
	}
}
