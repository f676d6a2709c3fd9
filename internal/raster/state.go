package raster

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// state is what an element passes on to those within.
type state struct {
	x, y         float64 // moved by
	fill, stroke string
	strokeWidth  float64
	dash         []float64
	round        bool // caps
	fillOpacity  float64
	size         float64
	anchor       string
	bold, italic bool
	lang         string
}

// with is the state within an element.
func (s state) with(t xml.StartElement) (state, error) {
	for _, a := range t.Attr {
		var err error
		switch a.Name.Local {
		case "fill":
			s.fill = a.Value
		case "stroke":
			s.stroke = a.Value
		case "stroke-width":
			s.strokeWidth, err = strconv.ParseFloat(a.Value, 64)
		case "stroke-dasharray":
			s.dash, err = dashes(a.Value)
		case "stroke-linecap":
			s.round = a.Value == "round"
		case "fill-opacity":
			s.fillOpacity, err = strconv.ParseFloat(a.Value, 64)
		case "font-size":
			s.size, err = strconv.ParseFloat(a.Value, 64)
		case "text-anchor":
			s.anchor = a.Value
		case "font-weight":
			s.bold = a.Value == "700"
		case "font-style":
			s.italic = a.Value == "italic"
		case "lang":
			s.lang = a.Value
		case "transform":
			var x, y float64
			if n, scanErr := fmt.Sscanf(a.Value, "translate(%g %g)", &x, &y); n != 2 {
				err = scanErr
			}
			s.x, s.y = s.x+x, s.y+y
		}
		if err != nil {
			return s, fmt.Errorf("read %s=%q: %w", a.Name.Local, a.Value, err)
		}
	}
	return s, nil
}

func dashes(s string) ([]float64, error) {
	var list []float64
	sum := 0.0
	for _, f := range strings.Fields(s) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || v < 0 {
			return nil, fmt.Errorf("%q is no length", f)
		}
		list = append(list, v)
		sum += v
	}
	if sum <= 0 {
		return nil, nil
	}
	return list, nil
}
