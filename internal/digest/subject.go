package digest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/mood"
)

// mostSubject is how long a subject may be, in characters. Mail programs show
// half of that, so what matters comes first.
const mostSubject = 120

// Subject carries the finding: what fell comes before what is merely low, and
// it claims no more than Finding would. It is one line of at most 120
// characters; where that is too short names are cut, never a claim.
func (d *Digest) Subject(v i18n.Voice) string {
	w := words{speech{v}, d}
	var text string
	for _, most := range []int{200, 48, 32, 24, 18, 14, 10} {
		if text = w.subject(func(name string) string { return cut(name, most) }); utf8.RuneCountInString(text) <= mostSubject {
			break
		}
	}
	return text
}

// subject with names as short makes them.
func (w words) subject(short func(string) string) string {
	d := w.d
	about := []string{short(w.journey())}
	if d.Team != "" {
		about = append(about, w.T("digest.team", "Team", short(w.team(d.Team))))
	}
	if p := d.Persona; p != nil {
		about = append(about, short(w.called(p.Name, p.Key)))
	}
	who := strings.Join(about, " · ")
	if i := w.headline(); i != nil {
		head, answers, current := w.head(i, short)
		args := []any{"Head", head, "Who", who, "Count", int(answers), "N", w.Whole(answers)}
		if t := i.Themes; current && len(t) > 0 && t[0].telling() {
			theme := w.T("digest.subject.named", "Theme", short(w.label(&t[0])), "Share", w.Percent(t[0].Share))
			return w.T("digest.subject.theme", append(args, "Theme", theme)...)
		}
		return w.T("digest.subject.answers", args...)
	}
	return w.T("digest.subject.plain", "Head", w.plain(short), "Who", who)
}

// headline is the item that the subject is about: the first that fell, else the
// first.
func (w words) headline() *Item {
	for i := range w.d.Items {
		if w.d.Items[i].fell() {
			return &w.d.Items[i]
		}
	}
	if len(w.d.Items) > 0 {
		return &w.d.Items[0]
	}
	return nil
}

// head is what the subject says of an item, on how many answers that rests, and
// whether they are those of the map's period, of which the themes are.
func (w words) head(i *Item, short func(string) string) (head string, answers int64, current bool) {
	name := short(w.named(&i.Place))
	if n := len(i.Changes); n > 0 && i.Changes[n-1].To < i.Changes[n-1].From {
		c := &i.Changes[n-1]
		return w.T("digest.subject.fell", "Name", name, "From", whole(c.From), "To", whole(c.To)), c.ToAnswers, c.Period == Span{w.d.From, w.d.To}
	}
	if s := i.Signal; s != nil && s.Down {
		return w.T("digest.subject.falling", "Name", name, "From", whole(s.From), "To", whole(s.To), "Day", w.day(s.Since)), s.ToAnswers, false
	}
	p := i.Pain
	if p.Rank == 1 && p.Confidence == mood.TooClose && p.NextPain {
		return w.T("digest.subject.close", "Name", name, "N", whole(i.Now.Value), "Other", short(w.called(p.Next.Name, p.Next.Key)), "M", whole(p.NextMood)), i.Answers, true
	}
	how := most(mood.Pain{Worst: p.Worst, Confidence: p.Confidence})
	return w.T("digest.subject."+levelID(p.Level)+"_"+how, "Name", name, "N", whole(i.Now.Value)), i.Answers, true
}

// plain is what the subject says where there is no item.
func (w words) plain(short func(string) string) string {
	d := w.d
	if len(d.Also) > 0 {
		m := &d.Also[0]
		name := short(w.named(&m.Place))
		switch c, s := m.Change, m.Signal; {
		case c != nil && c.To < c.From:
			return w.T("digest.subject.fell", "Name", name, "From", whole(c.From), "To", whole(c.To))
		case c != nil:
			return w.T("digest.subject.rose", "Name", name, "From", whole(c.From), "To", whole(c.To))
		case s.Down:
			return w.T("digest.subject.falling", "Name", name, "From", whole(s.From), "To", whole(s.To), "Day", w.day(s.Since))
		default:
			return w.T("digest.subject.rising", "Name", name, "From", whole(s.From), "To", whole(s.To), "Day", w.day(s.Since))
		}
	}
	if len(d.Verdicts) > 0 && !d.Filtered { // they are of all customers, and a filtered subject names some
		x := &d.Verdicts[0]
		return w.T("digest.subject.verdict", "Word", w.verdict(x), "Title", short(clean(x.Title)))
	}
	nothing := w.T("digest.subject." + d.nothing())
	if d.Due > 0 {
		return w.T("digest.subject.due", "Nothing", nothing, "Count", d.Due)
	}
	return nothing
}

// clean makes one line of a name and takes out what steers a screen or turns
// the direction of the text around it.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == 0x061C, r == 0x200B, r == 0x200E, r == 0x200F, 0x2028 <= r && r <= 0x202E, 0x2060 <= r && r <= 0x206F, r == '\uFEFF', r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// cut shortens a name to a number of characters.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)[:most-1]
	return strings.TrimRight(string(r), " ") + "…"
}
