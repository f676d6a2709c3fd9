package main

import (
	"path/filepath"
	"testing"
)

// BenchmarkStartAgain is the time until a service that was killed while answers
// poured in answers again, the start of its process included.
func BenchmarkStartAgain(b *testing.B) {
	database := filepath.Join(b.TempDir(), "a.db")
	ok(b, "apply", "--database", database, dawnFile(b))
	s := serve(b, database)
	p := startTappers(b, 8, s.url)
	for b.Loop() {
		b.StopTimer()
		p.wait(b, 100)
		s.kill()
		b.StartTimer()
		s = serve(b, database)
		p.address.Store(&s.url)
	}
}
