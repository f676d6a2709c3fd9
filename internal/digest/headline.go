package digest

import "github.com/waymood/waymood/internal/i18n"

// Headline is what Subject claims, for a place that names the journey already
// and has room for names as they are.
func (d *Digest) Headline(v i18n.Voice) string {
	w := words{speech{v}, d}
	as := func(name string) string { return name }
	if i := w.headline(); i != nil {
		head, _, _ := w.head(i, as)
		return head
	}
	return w.plain(as)
}
