package letter

import (
	"context"
	"testing"

	"github.com/waymood/waymood/internal/subscription"
)

// BenchmarkWrite is a digest's letter with its picture, from the outbox to the
// bytes that are sent.
func BenchmarkWrite(b *testing.B) {
	d := newDawn(b, nil, nil)
	sub := d.subscribe("zh-Hant", func(s *subscription.Subscription) { s.Journey = "dawn" })
	m, err := d.Next(context.Background(), sub)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		msg, err := d.Write(context.Background(), m)
		if err != nil {
			b.Fatal(err)
		}
		whole, err := msg.Bytes()
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(whole)), "bytes/mail")
	}
}
