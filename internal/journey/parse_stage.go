package journey

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/net/idna"

	"github.com/waymood/waymood/internal/survey"
)

// Channels in the order in which they are listed.
var Channels = [...]Channel{QR, Kiosk, Embed, Link, Mail, Import, API}

// Phases of a purchase that a touchpoint can belong to.
var Phases = [...]string{"before", "during", "after"}

func (r *reader) personas(j *Journey, v value) []Persona {
	var personas []Persona
	for _, item := range r.list(v, "personas") {
		o := r.object(item, "a persona", "key", "name", "traits", "goals", "needs", "when")
		if item.Kind != yaml.MappingNode {
			continue
		}
		var p Persona
		p.Key = r.key(o.need("key", "a persona", "give it a short key that stays"), "a persona")
		what := named("persona", p.Key)
		p.Name = r.wording(o.need("name", what, "write it, such as {en: Office worker}"), "the name of "+what, staff, maxName)
		p.Traits = r.wording(o.at("traits"), "the traits of "+what, staff, maxText)
		p.Goals = r.wording(o.at("goals"), "the goals of "+what, staff, maxText)
		p.Needs = r.wording(o.at("needs"), "the needs of "+what, staff, maxText)
		if w := o.at("when"); !w.absent() {
			wo := r.object(w, "when of "+what, "field", "is")
			p.When = &When{}
			p.When.Field, _ = r.text(wo.need("field", "when of "+what, "name a hidden field"), "the field of "+what)
			p.When.Is, _ = r.text(wo.need("is", "when of "+what, "write the value that makes this persona"), "the value of "+what)
		}
		if p.Key != "" && slices.ContainsFunc(personas, func(x Persona) bool { return x.Key == p.Key }) {
			r.wrong(o.at("key"), "give each persona a key of its own", "the persona %q stands twice", p.Key)
		}
		r.place(j, "persona "+p.Key, o.at("key"))
		personas = append(personas, p)
	}
	return personas
}

func (r *reader) stages(j *Journey, v value) {
	stages, touchpoints := map[string]bool{}, map[string]bool{}
	for _, item := range r.list(v, "stages") {
		o := r.object(item, "a stage", "key", "name", "touchpoints")
		if item.Kind != yaml.MappingNode {
			continue
		}
		var s Stage
		s.Key = r.key(o.need("key", "a stage", "give it a short key that stays"), "a stage")
		what := named("stage", s.Key)
		s.Name = r.wording(o.need("name", what, "write it, such as {en: Purchase}"), "the name of "+what, staff, maxName)
		if s.Key != "" && stages[s.Key] {
			r.wrong(o.at("key"), "give each stage a key of its own", "the stage %q stands twice", s.Key)
		}
		stages[s.Key] = true
		r.place(j, "stage "+s.Key, o.at("key"))
		list := o.at("touchpoints")
		for _, item := range r.list(list, "the touchpoints of "+what) {
			t, to := r.touchpoint(j, item)
			if t.Key != "" && touchpoints[t.Key] {
				r.wrong(to.at("key"), "give each touchpoint of the journey a key of its own", "the touchpoint %q stands twice", t.Key)
			}
			touchpoints[t.Key] = true
			s.Touchpoints = append(s.Touchpoints, t)
		}
		if list.absent() || list.Kind == yaml.SequenceNode && len(list.Content) == 0 {
			r.warn(o.at("key"), "%s has no touchpoints and stays empty on the map", what)
		}
		j.Stages = append(j.Stages, s)
	}
	if len(j.Stages) == 0 && !v.absent() && v.Kind == yaml.SequenceNode {
		r.wrong(v, "list the stages, each with its touchpoints", "there are no stages")
	}
}

func (r *reader) touchpoint(j *Journey, v value) (Touchpoint, *object) {
	o := r.object(v, "a touchpoint", "key", "name", "action", "expectation", "owner", "reach", "moment_of_truth", "survey", "phase", "placements")
	var t Touchpoint
	if v.Kind != yaml.MappingNode {
		return t, o
	}
	t.Key = r.key(o.need("key", "a touchpoint", "give it a short key that stays"), "a touchpoint")
	what := named("touchpoint", t.Key)
	r.place(j, "touchpoint "+t.Key, o.at("key"))
	t.Name = r.wording(o.need("name", what, "write it, such as {en: Queue}"), "the name of "+what, visitors, maxName)
	t.Action = r.wording(o.at("action"), "the action of "+what, staff, maxText)
	t.Expectation = r.wording(o.at("expectation"), "the expectation of "+what, staff, maxText)
	if owner := o.at("owner"); !owner.absent() {
		t.Owner = r.key(owner, "a team")
		if _, ok := j.Teams[t.Owner]; !ok && survey.Key(t.Owner) {
			r.warn(owner, "the owner %q of %s is not among the teams, so nobody gets its digest; add %q to teams", t.Owner, what, t.Owner+": {mail: …}")
		}
	}
	if f, ok := r.number(o.at("reach"), "the reach of "+what, 0, 1); ok {
		t.Reach = &f
	} else if !o.has("reach") {
		r.warn(o.at("key"), "%s has no reach and counts as 1: everyone passes here", what)
	}
	t.MomentOfTruth = r.boolean(o.at("moment_of_truth"), "moment_of_truth of "+what)
	keys := make([]string, len(j.Surveys))
	for i := range j.Surveys {
		keys[i] = j.Surveys[i].Key
	}
	at := o.need("survey", what, "name one of the surveys: "+strings.Join(keys, ", "))
	if s, ok := r.text(at, "the survey of "+what); ok {
		t.Survey = s
		if j.Survey(s) == nil {
			remedy := "name one of " + strings.Join(keys, ", ")
			if near := nearest(s, keys); near != "" {
				remedy = fmt.Sprintf("did you mean %q?", near)
			}
			r.wrong(at, remedy, "there is no survey %q", shorten(s))
		}
	}
	if p, ok := r.text(o.at("phase"), "the phase of "+what); ok {
		t.Phase = p
		if !slices.Contains(Phases[:], p) {
			r.wrong(o.at("phase"), "write before, during or after", "%q is no phase", shorten(p))
		}
	}
	for _, item := range r.list(o.at("placements"), "the placements of "+what) {
		t.Placements = append(t.Placements, r.placement(j, item, what))
	}
	return t, o
}

var codePattern = regexp.MustCompile(`^[a-z0-9-]{3,32}$`)

func (r *reader) placement(j *Journey, v value, of string) Placement {
	what := "a placement of " + of
	o := r.object(v, what, "code", "channel", "place", "timezone", "open", "origins", "ended", "invited")
	var p Placement
	if v.Kind != yaml.MappingNode {
		return p
	}
	if c, ok := r.text(o.at("code"), "the code of "+what); ok {
		p.Code = strings.ToLower(c)
		if !codePattern.MatchString(p.Code) {
			r.wrong(o.at("code"), "use 3 to 32 of a-z, 0-9 and \"-\", or leave the code out to have one made", "%q cannot be a code", shorten(c))
		} else if _, twice := j.Source.Marks["placement "+p.Code]; !twice {
			r.place(j, "placement "+p.Code, o.at("code"))
		} else {
			r.wrong(o.at("code"), "give each placement a code of its own, or none", "the code %q stands twice", p.Code)
		}
	}
	channels := make([]string, len(Channels))
	for i, c := range Channels {
		channels[i] = string(c)
	}
	at := o.need("channel", what, "name one of "+strings.Join(channels, ", "))
	if c, ok := r.text(at, "the channel of "+what); ok {
		p.Channel = Channel(c)
		if !slices.Contains(Channels[:], p.Channel) {
			remedy := "name one of " + strings.Join(channels, ", ")
			if near := nearest(c, channels); near != "" {
				remedy = fmt.Sprintf("did you mean %q?", near)
			}
			r.wrong(at, remedy, "%q is no channel", shorten(c))
		}
	}
	p.Place = r.wording(o.at("place"), "the place of "+what, staff, maxName)
	if o.has("timezone") {
		p.Timezone = r.zone(o.at("timezone"), "the time zone of "+what)
	}
	p.Open = r.open(o.at("open"), what)
	for _, item := range r.list(o.at("origins"), "the origins of "+what) {
		if s, ok := r.text(item, "an origin of "+what); ok {
			if origin, remedy := parseOrigin(s); remedy != "" {
				r.wrong(item, remedy, "%q is no origin", shorten(s))
			} else if !slices.Contains(p.Origins, origin) {
				p.Origins = append(p.Origins, origin)
			}
		}
	}
	if len(p.Origins) > 0 && p.Channel != Embed && slices.Contains(Channels[:], p.Channel) {
		r.warn(o.at("origins"), "%s is of channel %s, and origins are for embed", what, p.Channel)
	}
	p.Ended = r.boolean(o.at("ended"), "ended of "+what)
	p.Invited = r.boolean(o.at("invited"), "invited of "+what)
	if p.Invited && (p.Channel == QR || p.Channel == Kiosk || p.Channel == Embed) {
		r.warn(o.at("invited"), "%s is of channel %s, which everyone can open, and takes answers only from those who have an invitation; link or email fits it", what, p.Channel)
	}
	return p
}

func (r *reader) open(v value, of string) *Open {
	if v.absent() {
		return nil
	}
	o := r.object(v, "open of "+of, "from", "until", "hours")
	open := Open{
		From:  r.date(o.at("from"), "from of "+of),
		Until: r.date(o.at("until"), "until of "+of),
	}
	if open.From != "" && open.Until != "" && open.Until < open.From {
		r.wrong(o.at("until"), "let it end on the day it begins or later", "%s ends on %s and begins on %s", of, open.Until, open.From)
	}
	for _, item := range r.list(o.at("hours"), "the hours of "+of) {
		if s, ok := r.text(item, "the hours of "+of); ok {
			h, err := ParseHours(s)
			if err != nil {
				r.wrong(item, `write days and times, such as "mon-fri 08:00-20:00"`, "%s", err)
				continue
			}
			open.Hours = append(open.Hours, h.String())
		}
	}
	if open.From == "" && open.Until == "" && len(open.Hours) == 0 {
		return nil
	}
	return &open
}

// Origin reads a site as it may be typed, such as example.org/shop, and gives
// what stands in a file's origins; ok is false for what is no site.
func Origin(typed string) (origin string, ok bool) {
	bare := !strings.Contains(typed, "://")
	if bare {
		typed = "https://" + typed
	}
	u, err := url.Parse(typed)
	if err != nil || bare && u.Hostname() != "localhost" && !strings.Contains(u.Hostname(), ".") { // a word is hardly a site
		return "", false
	}
	u.Path, u.RawPath, u.RawQuery, u.Fragment = "", "", "", ""
	origin, remedy := parseOrigin(u.String())
	return origin, remedy == ""
}

// parseOrigin reads what browsers send as Origin: scheme, host and port. A
// remedy says what is wrong.
func parseOrigin(s string) (origin, remedy string) {
	const shape = "write scheme and host, such as https://example.org"
	u, err := url.Parse(s)
	switch {
	case strings.Contains(s, "*"):
		return "", "list each site by its full name; wildcards are not allowed"
	case err == nil && u.Scheme == "" && u.Host == "" || err == nil && u.Scheme != "https" && u.Scheme != "http":
		return "", shape
	case err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "":
		return "", shape
	case u.Path != "" && u.Path != "/":
		return "", "leave out the path: " + u.Scheme + "://" + u.Host
	}
	host, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil || host == "" {
		// A zone could smuggle anything into the header that origins end in.
		a, err := netip.ParseAddr(u.Hostname())
		if err != nil || !a.Is6() || a.Zone() != "" {
			return "", shape
		}
		host = "[" + a.String() + "]"
	}
	port := u.Port()
	if port == "443" && u.Scheme == "https" || port == "80" && u.Scheme == "http" {
		port = ""
	}
	if port != "" {
		port = ":" + port
	}
	return u.Scheme + "://" + strings.ToLower(host) + port, ""
}
