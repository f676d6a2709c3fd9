package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// BenchmarkClaimMails takes mails one by one of 10,000 that wait.
func BenchmarkClaimMails(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			database := filepath.Join(b.TempDir(), "a.db")
			if engine == "postgres" {
				database = storetest.Postgres(b)
			}
			s := storetest.OpenAt(b, database, store.Options{Create: true})
			var mails []store.Mail
			for i := range 10_000 {
				key := fmt.Sprint("digest:", i)
				mails = append(mails, store.Mail{Key: key, Kind: store.DigestMail, Subscription: key, To: key + "@example.com", Language: "en", Document: []byte(`{}`)})
			}
			if _, err := s.PostMails(b.Context(), mails); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				claimed, err := s.ClaimMails(b.Context(), 1, time.Minute)
				if err != nil || len(claimed) != 1 {
					b.Fatal(claimed, err)
				}
				if err := s.MailSent(b.Context(), claimed[0].ID, claimed[0].Token, "A week"); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
