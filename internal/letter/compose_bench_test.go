package letter

import (
	"fmt"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
	"github.com/waymood/waymood/internal/survey"
)

// BenchmarkDigest composes digests over a year of answers, of days that nobody
// has asked for before. See BenchmarkYear of the store for other sizes.
func BenchmarkDigest(b *testing.B) {
	for _, answers := range storetest.YearSizes(b) {
		b.Run(fmt.Sprintf("answers=%d", answers), func(b *testing.B) {
			s := storetest.OpenYear(b, answers)
			j := storetest.Year()
			some := survey.Wording{"en": "Some"}
			j.Goal, j.Start, j.End = some, some, some
			storetest.Apply(b, s, j)
			d := newDeskOver(b, s)
			sub := d.subscribe("en", func(s *subscription.Subscription) { s.Journey = "year" })
			for n := 0; b.Loop(); n++ {
				at := storetest.YearEnd.Time().AddDate(0, 0, -n%200).Add(time.Hour)
				if _, err := d.Digest(b.Context(), sub, subscription.Period{At: at}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
