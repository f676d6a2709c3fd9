package chart

// The shapes of overlays' dots, of about equal area; r is half their height.

func (c *canvas) square(x, y, r float64, attributes string) {
	r *= 0.9
	c.add(`<path d="M%s %sh%sv%sh%sZ" %s/>`, n(x-r), n(y-r), n(2*r), n(2*r), n(-2*r), attributes)
}

func (c *canvas) diamond(x, y, r float64, attributes string) {
	r *= 1.25
	c.outline(attributes, x, y-r, x+r, y, x, y+r, x-r, y)
}

func (c *canvas) triangle(x, y, r float64, attributes string) {
	c.outline(attributes, x, y-r*1.2, x+r*1.15, y+r*0.85, x-r*1.15, y+r*0.85)
}

func (c *canvas) cross(x, y, r float64, attributes string) {
	a, b := r*1.2, r*0.42
	c.outline(attributes, x-b, y-a, x+b, y-a, x+b, y-b, x+a, y-b, x+a, y+b, x+b, y+b, x+b, y+a, x-b, y+a, x-b, y+b, x-a, y+b, x-a, y-b, x-b, y-b)
}

func (c *canvas) hexagon(x, y, r float64, attributes string) {
	c.outline(attributes, x-r*1.15, y, x-r*0.58, y-r, x+r*0.58, y-r, x+r*1.15, y, x+r*0.58, y+r, x-r*0.58, y+r)
}

// flag is a triangle that points to the right.
func (c *canvas) flag(x, y, r float64, attributes string) {
	c.outline(attributes, x-r*0.85, y-r*1.15, x+r*1.2, y, x-r*0.85, y+r*1.15)
}

// outline is a closed path through xy pairs.
func (c *canvas) outline(attributes string, xy ...float64) {
	c.add(`<polygon points="%s" %s/>`, polyline(xy...), attributes)
}
