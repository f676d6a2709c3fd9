package raster

import (
	"io"
	"os"
	"testing"
)

func BenchmarkPNG(b *testing.B) {
	f := fonts(b)
	svg, err := os.ReadFile("../chart/testdata/cafe-zh-Hant.svg")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := PNG(io.Discard, svg, f, 2); err != nil {
			b.Fatal(err)
		}
	}
}
