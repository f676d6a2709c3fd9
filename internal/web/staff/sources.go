package staff

import (
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
)

// sourceView is where answers of a touchpoint came from.
type sourceView struct {
	halfView
	Share string // of the touchpoint's answers
	Width int    // 0..100, of the bar
	Rate  string // of those who opened the page, who answered; "" where no page was opened
}

// sources fills a list, and says in words where it is worrying and how many of
// those who were asked answered.
func (v *viewer) sources(sources []store.Source) (list []sourceView, one, rate string) {
	var answers int64
	var viewed store.Viewed
	with := 0
	for _, s := range sources {
		answers += s.Tally.Answers
		viewed.Views += s.Viewed.Views
		viewed.Answered += s.Viewed.Answered
		if s.Tally.Answers > 0 {
			with++
		}
	}
	for _, s := range sources {
		name := v.channel(s.Channel)
		if s.Placement != nil {
			name = v.where(s.Channel, s.Placement.Place)
		}
		part := mood.Of(v.m.Journey.Analysis, s.Tally.All, v.m.Pooled)
		sv := sourceView{halfView: v.half(name, v.answers(s.Tally.Answers), part), Rate: v.rate(s.Viewed)}
		if answers > 0 {
			share := float64(s.Tally.Answers) / float64(answers)
			sv.Share, sv.Width = v.percent(share), hundredth(share)
		}
		list = append(list, sv)
	}
	if with == 1 {
		one = v.T("panel.one_source")
	}
	return list, one, v.rate(viewed)
}

// rate is the share of those who opened a survey's page who answered it.
func (v *viewer) rate(viewed store.Viewed) string {
	share, ok := viewed.Rate()
	if !ok {
		return ""
	}
	return v.T("panel.rate", "Count", int(viewed.Views), "N", v.whole(viewed.Views),
		"Answered", v.whole(viewed.Answered), "Share", v.percent(share))
}
