package digest

import "math"

// also is what changed besides the items.
func (w words) also() Part {
	title := "digest.also.title"
	if len(w.d.Items) == 0 {
		title = "digest.also.only"
	}
	p := Part{Title: w.T(title)}
	for i := range w.d.Also {
		m := &w.d.Also[i]
		var text string
		if m.Change != nil {
			text = w.changed(m.Change)
		} else {
			text = w.moved(m.Signal)
		}
		p.Lines = append(p.Lines, Line{Text: w.T("digest.also.line", "Name", w.named(&m.Place), "What", text), Touchpoint: m.Key})
	}
	return p
}

// verdicts are measured with all customers, whomever else the digest is of.
func (w words) verdicts() Part {
	title := "digest.verdict.title"
	if w.d.Filtered {
		title = "digest.verdict.all"
	}
	p := Part{Title: w.T(title)}
	for i := range w.d.Verdicts {
		x := &w.d.Verdicts[i]
		args := []any{"Title", clean(x.Title), "Name", w.named(&x.Place), "Word", w.verdict(x)}
		text := w.T("digest.verdict.line", args...)
		if x.Verdict != "open" {
			text = w.T("digest.verdict.effect", append(args, "N", w.Signed(x.Effect), "Low", w.Signed(x.Low), "High", w.Signed(x.High))...)
		} else if x.Needed > 0 {
			text = w.T("digest.verdict.needed", append(args, "N", w.Whole(x.Needed))...)
		}
		p.Lines = append(p.Lines, Line{Text: text, Touchpoint: x.Key, Action: x.Action})
	}
	return p
}

// verdict is an outcome in a word.
func (w words) verdict(x *Verdict) string {
	if x.Hopeless {
		return w.T("action.verdict.adrift")
	}
	return w.T("action.verdict." + string(x.Verdict))
}

func (w words) overdue() Part {
	p := Part{Title: w.T("digest.overdue.title")}
	for _, t := range w.d.Overdue {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.overdue.line", "Title", clean(t.Title), "Owner", w.team(t.Owner), "Day", w.day(t.Due)), Action: t.Action})
	}
	if n := w.d.OverdueMore; n > 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.overdue.more", "Count", n)})
	}
	return p
}

// attention is what a journey's keeper should look after.
func (w words) attention() Part {
	p := Part{Title: w.T("digest.attention.title")}
	if due := w.d.ReviewDue; due != 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.attention.review", "Day", w.Date(due.Time()))})
	}
	if len(w.d.Silent) > 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.attention.silent", "Names", w.names(w.d.Silent))})
	}
	if n := w.d.Waiting; n > 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.attention.waiting", "Count", int(n), "N", w.Whole(n))})
	}
	return p
}

func (w words) delight() Part {
	x := w.d.Delight
	if x == nil {
		return Part{}
	}
	return Part{Title: w.T("digest.delight.title"), Lines: []Line{{
		Text:       w.T("digest.delight.line", "Name", w.named(&x.Place), "N", whole(x.Value), "Share", w.Percent(x.TopBox), "Answers", w.Whole(x.Answers)),
		Touchpoint: x.Key,
	}}}
}

// between is a seam, which two teams share.
func (w words) between() Part {
	x := w.d.Seam
	if x == nil {
		return Part{}
	}
	return Part{Title: w.T("digest.seam.title"), Lines: []Line{{
		Text: w.T("digest.seam.line", "From", w.named(&x.From), "To", w.named(&x.To), "N", whole(x.Fall),
			"Count", int(math.Round(x.Fall)), "Team", w.team(x.From.Owner), "Other", w.team(x.To.Owner)),
		Touchpoint: x.To.Key,
	}}}
}

func (w words) unknown() Part {
	p := Part{Title: w.T("digest.unknown.title")}
	for i := range w.d.Unknown {
		x := &w.d.Unknown[i]
		id, args := "digest.unknown.line", []any{"Name", w.named(&x.Place), "Count", int(x.Missing), "Answers", w.Whole(x.Answers)}
		if x.Low != nil {
			id, args = "digest.unknown.low", append(args, "N", whole(*x.Low))
		}
		p.Lines = append(p.Lines, Line{Text: w.T(id, args...), Touchpoint: x.Key})
	}
	if n := w.d.UnknownMore; n > 0 {
		p.Lines = append(p.Lines, Line{Text: w.T("digest.unknown.more", "Count", n)})
	}
	return p
}

func (w words) leftOut() Part {
	p := Part{Title: w.T("digest.left.title")}
	for _, text := range w.left() {
		p.Lines = append(p.Lines, Line{Text: text})
	}
	return p
}

// left are sentences on the pains that are left out.
func (w words) left() []string {
	var lines []string
	for _, out := range []struct {
		id   string
		list []Named
	}{{"digest.left.more", w.d.More}, {"digest.left.asked", w.d.Asked}, {"digest.left.muted", w.d.Muted}, {"digest.left.doing", w.d.Doing}} {
		if len(out.list) > 0 {
			lines = append(lines, w.T(out.id, "Names", w.names(out.list)))
		}
	}
	return lines
}

// names lists touchpoints; of many the first ones, and how many more there are.
func (w words) names(list []Named) string {
	var names []string
	for _, n := range list[:min(len(list), mostNamed)] {
		names = append(names, w.T("digest.name", "Name", clean(n.in(w.Voice))))
	}
	if more := len(list) - len(names); more > 0 {
		return w.T("digest.names_more", "Names", w.list(names), "Count", more)
	}
	return w.list(names)
}
