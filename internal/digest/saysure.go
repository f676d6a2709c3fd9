package digest

import "github.com/waymood/waymood/internal/mood"

// sure is how far the item can be relied on.
func (w words) sure(i *Item) string {
	var text string
	if len(i.Changes) > 0 {
		text = w.T("digest.sure.confirmed")
	}
	if i.Signal != nil {
		text = w.both(text, w.T("digest.sure.signal"))
	}
	if p := i.Pain; p != nil {
		text = w.both(text, w.painful(p))
	}
	if i.Rough {
		text = w.both(text, w.T("digest.sure.rough"))
	}
	return text
}

// painful says how sure a pain is, and whether it is the worst.
func (w words) painful(p *Pain) string {
	target := []any{"Target", whole(w.d.Target), "Least", w.Percent(mood.SurelyBelow)}
	var text string
	switch how := most(mood.Pain{Worst: p.Worst, Confidence: p.Confidence}); {
	case how == "most":
		text = w.T("digest.sure.most", append(target, "Share", w.chance(*p.Worst))...)
	case how == "likely":
		text = w.T("digest.sure.likely", append(target, "Share", w.chance(*p.Worst))...)
	case p.Rank == 1 && p.Confidence == mood.TooClose && p.NextPain:
		text = w.T("digest.sure.close", append(target, "Other", w.called(p.Next.Name, p.Next.Key))...)
	default:
		return w.T("digest.sure.below", target...)
	}
	if p.Doubled {
		text = w.both(text, w.T("digest.sure.doubled"))
	}
	return text
}
