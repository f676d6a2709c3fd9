package raster

import (
	"fmt"
	"strconv"
	"strings"
)

// needs is how many numbers each command of a path takes.
var needs = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'Q': 4, 'C': 6, 'A': 7, 'Z': 0}

// parsePath reads the d of a path: M L H V Q C A Z and their relative forms.
func parsePath(d string) (outline, error) {
	var p pen
	r := pathReader{d}
	command := byte(0)
	for {
		r.skip()
		if r.rest == "" {
			return p.done, nil
		}
		if c := r.rest[0]; c|0x20 >= 'a' && c|0x20 <= 'z' {
			command = c
			r.rest = r.rest[1:]
		} else if command|0x20 == 'z' || command == 0 {
			return nil, fmt.Errorf("a path goes on with %q", r.rest)
		}
		count, known := needs[command&^0x20]
		if !known {
			return nil, fmt.Errorf("a path has the command %q", command)
		}
		var v [7]float64
		for i := range count {
			var err error
			if v[i], err = r.number(command&^0x20 == 'A' && (i == 3 || i == 4)); err != nil {
				return nil, err
			}
		}
		p.run(command, v)
		if command == 'M' {
			command = 'L' // more pairs are lines
		} else if command == 'm' {
			command = 'l'
		}
	}
}

// run draws one command.
func (p *pen) run(command byte, v [7]float64) {
	var o point // relative to
	if command >= 'a' {
		o = p.at
	}
	switch command &^ 0x20 {
	case 'M':
		p.move(o.x+v[0], o.y+v[1])
	case 'L':
		p.to(o.x+v[0], o.y+v[1])
	case 'H':
		p.to(o.x+v[0], p.at.y)
	case 'V':
		p.to(p.at.x, o.y+v[0])
	case 'Q':
		p.quad(o.x+v[0], o.y+v[1], o.x+v[2], o.y+v[3])
	case 'C':
		p.cube(o.x+v[0], o.y+v[1], o.x+v[2], o.y+v[3], o.x+v[4], o.y+v[5])
	case 'A':
		p.arc(v[0], v[3] != 0, v[4] != 0, o.x+v[5], o.y+v[6])
	case 'Z':
		p.close()
	}
}

type pathReader struct{ rest string }

func (r *pathReader) skip() { r.rest = strings.TrimLeft(r.rest, " ,\n\t") }

// number reads the next number; a flag is one digit, after which nothing need
// stand.
func (r *pathReader) number(flag bool) (float64, error) {
	r.skip()
	end := 0
	dot := false
	for end < len(r.rest) && !(flag && end == 1) {
		c := r.rest[end]
		if !(c >= '0' && c <= '9' || c == '.' && !dot || (c == '-' || c == '+') && end == 0) {
			break
		}
		dot = dot || c == '.'
		end++
	}
	f, err := strconv.ParseFloat(r.rest[:end], 64)
	if err != nil {
		return 0, fmt.Errorf("a path has no number before %q", r.rest)
	}
	r.rest = r.rest[end:]
	return f, nil
}
