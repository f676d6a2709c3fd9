package letter

import (
	"strings"
	"testing"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// TestScores is that differences stand where both periods have answers enough,
// and nowhere in a letter about some customers, of whom none is told.
func TestScores(t *testing.T) {
	n := 0
	d := newDawn(t, nil, func(rs []*survey.Response) { // the card and the newsletter share what few answers they have
		for _, r := range rs {
			if r.Code == "stamp" {
				if n++; n%2 == 0 {
					r.Code = "n3ws2"
					storetest.Sum(r)
				}
			}
		}
	})
	for _, persona := range []string{"", "office"} {
		m, msg := d.digest("en", func(s *subscription.Subscription) { s.Persona = persona })
		if strings.Contains(msg.Text, "(Change)") != (persona == "") {
			t.Errorf("persona %q: the table is headed otherwise", persona)
		}
		sure, unsure := 0, 0
		for p := range document(t, m).Map.Thaw(nil).All() {
			if p.Mood == nil {
				continue
			}
			name, score := p.Touchpoint.Name.In("en"), whole(p.Mood.Value)
			told := strings.Contains(msg.Text, name+": "+score+" (")
			if told != (p.Change != nil) {
				t.Errorf("%s, %s answers: a difference is told %v", name, p.Evidence, told)
			}
			if told {
				sure++
			} else {
				unsure++
			}
			if told && p.Evidence != mood.Solid && p.Answers < 20 {
				t.Errorf("%s changed by few answers", name)
			}
		}
		if (sure > 0) != (persona == "") || unsure == 0 {
			t.Errorf("persona %q: %d differences, %d without", persona, sure, unsure)
		}
	}
}
