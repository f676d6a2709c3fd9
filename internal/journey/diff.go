package journey

// Change is one difference between two versions of a journey.
type Change struct {
	Kind string // "created", "changed", "archived", "restored", "moved", "renamed"
	Path string // "touchpoint queue"
	From string
	To   string
}

// Diff lists what is different in new; a nil old journey was not there.
func Diff(old, new *Journey) []Change { panic("not yet") }

// Merge puts what old has and new no longer names into new as archived, and
// gives placements their codes. inUse tells whether a question has answers.
func Merge(old, new *Journey, inUse func(survey, question string) bool) (*Journey, error) {
	panic("not yet")
}
