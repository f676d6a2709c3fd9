package poster

import (
	"math"
	"testing"
)

// symbol is what ISO 18004 lays down for a version and level: the centres of
// its alignment patterns, and its blocks: how many of them hold data codewords
// of one number, how many of one more, and what each has for correction.
type symbol struct {
	version                   int
	short, data, long, errors int
}

var aligned = map[int][]int{4: {6, 26}, 5: {6, 30}, 6: {6, 34}, 7: {6, 22, 38}, 8: {6, 24, 42}, 9: {6, 26, 46}, 10: {6, 28, 50}}

// Tables 9 of ISO 18004, levels Q and H.
var (
	levelQ = []symbol{{4, 2, 24, 0, 26}, {5, 2, 15, 2, 18}, {6, 4, 19, 0, 24}, {7, 2, 14, 4, 18}, {8, 4, 18, 2, 22}, {9, 4, 16, 4, 20}, {10, 6, 19, 2, 24}}
	levelH = []symbol{{5, 2, 11, 2, 22}, {6, 4, 15, 0, 28}, {7, 4, 13, 1, 26}, {8, 4, 14, 2, 26}, {9, 4, 12, 4, 24}, {10, 6, 15, 2, 28}}
)

// blocks tells of each module to which block's codeword it belongs: -1, or the
// block and the codeword's number.
func (s symbol) blocks() (module [][]int, of []int) {
	n := 17 + 4*s.version
	fixed := s.fixed(n)
	module = make([][]int, n)
	for y := range module {
		module[y] = make([]int, n)
		for x := range module[y] {
			module[y][x] = -1
		}
	}
	bit, up := 0, true
	for right := n - 1; right > 0; right -= 2 {
		if right == 6 { // the timing pattern's column is left out
			right--
		}
		for k := range n {
			y := k
			if up {
				y = n - 1 - k
			}
			for _, x := range []int{right, right - 1} {
				if !fixed[y][x] {
					module[y][x] = bit / 8
					bit++
				}
			}
		}
		up = !up
	}
	for i := range s.data + 1 {
		for b := range s.short + s.long {
			if i < s.data || b >= s.short {
				of = append(of, b)
			}
		}
	}
	for range s.errors {
		for b := range s.short + s.long {
			of = append(of, b)
		}
	}
	return module, of
}

// fixed are the modules that carry no data.
func (s symbol) fixed(n int) [][]bool {
	fixed := make([][]bool, n)
	for y := range fixed {
		fixed[y] = make([]bool, n)
	}
	set := func(x0, y0, x1, y1 int) {
		for y := y0; y <= y1; y++ {
			for x := x0; x <= x1; x++ {
				fixed[y][x] = true
			}
		}
	}
	set(0, 0, 8, 8)
	set(n-8, 0, n-1, 8)
	set(0, n-8, 8, n-1)
	set(6, 0, 6, n-1)
	set(0, 6, n-1, 6)
	for _, x := range aligned[s.version] {
		for _, y := range aligned[s.version] {
			if !(x == 6 && y == 6 || x == 6 && y == n-7 || x == n-7 && y == 6) {
				set(x-2, y-2, x+2, y+2)
			}
		}
	}
	if s.version >= 7 {
		set(n-11, 0, n-9, 5)
		set(0, n-11, 5, n-9)
	}
	return fixed
}

// worst is how many codewords of one block a round blot spoils at most, beside
// a plate, if every codeword that it touches is lost.
func (s symbol) worst(t *testing.T, area float64, plate int) int {
	module, of := s.blocks()
	n := len(module)
	for y := range module {
		for x := range module[y] {
			if module[y][x] >= len(of) { // the remainder bits
				module[y][x] = -1
			}
		}
	}
	edge := (n - plate) / 2
	radius, most, tried := math.Sqrt(area*float64(n*n)/math.Pi), 0, 0
	for at := range 4 * n * n {
		cx, cy := float64(at%(2*n))/2, float64(at/(2*n))/2
		if nearCorner(float64(n), cx, cy, radius) {
			continue
		}
		tried++
		lost := map[int]bool{}
		for y := range module {
			for x := range module[y] {
				dx, dy := float64(x)+.5-cx, float64(y)+.5-cy
				plated := x >= edge && x < edge+plate && y >= edge && y < edge+plate
				if module[y][x] >= 0 && (plated || dx*dx+dy*dy < radius*radius) {
					lost[module[y][x]] = true
				}
			}
		}
		count := make([]int, s.short+s.long)
		for codeword := range lost {
			count[of[codeword]]++
			most = max(most, count[of[codeword]])
		}
	}
	if tried < n {
		t.Fatalf("version %d: only %d places were tried", s.version, tried)
	}
	return most
}

// nearCorner is true of blots that touch a corner square with its separator
// and format, or leave the code.
func nearCorner(n, x, y, radius float64) bool {
	return x < radius || y < radius || x > n-radius || y > n-radius ||
		touches(0, 0, 9, x, y, radius) || touches(n-9, 0, 9, x, y, radius) || touches(0, n-9, 9, x, y, radius)
}

// touches says whether a round blot touches a square.
func touches(left, top, side, x, y, radius float64) bool {
	dx, dy := max(0, left-x, x-left-side), max(0, top-y, y-top-side)
	return dx*dx+dy*dy < radius*radius
}

// TestCapacity computes what Encode promises: a tenth of the area, opaque, can
// always be mended, with and without a logo.
func TestCapacity(t *testing.T) {
	for _, s := range levelQ {
		if lost := s.worst(t, 0.1, 0); lost > s.errors/2 {
			t.Errorf("Q, version %d: a blot spoils %d codewords of a block, %d can be mended", s.version, lost, s.errors/2)
		}
	}
	for _, s := range levelH {
		plate := 7
		if s.version >= 7 {
			plate = 9
		}
		if lost := s.worst(t, 0.1, plate); lost > s.errors/2 {
			t.Errorf("H, version %d: plate and blot spoil %d codewords of a block, %d can be mended", s.version, lost, s.errors/2)
		}
	}
}

// TestVersions holds which versions are used to those that TestCapacity
// computes.
func TestVersions(t *testing.T) {
	long := "https://feedback.a-rather-long-name-of-a-chain-of-shops.example.org/customers/t/k7q2x"
	for _, tt := range []struct {
		address     string
		logo        bool
		side, plate int
	}{
		{"http://a.bc/t/k7q2x", false, 33, 0}, {"http://a.bc/t/k7q2x", true, 37, 7},
		{"https://feedback.example.org/t/k7q2x", false, 33, 0}, {"https://feedback.example.org/t/k7q2x", true, 37, 7},
		{long, false, 45, 0}, {long, true, 53, 9},
	} {
		c, err := Encode(tt.address, tt.logo)
		if err != nil || len(c.Modules) != tt.side || c.Plate != tt.plate {
			t.Errorf("%s: %d modules, plate %d, %v", tt.address, len(c.Modules), c.Plate, err)
		}
	}
}
