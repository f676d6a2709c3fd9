package journey

// Lacks is what a map cannot do without and the journey does not say yet, in
// the order in which it is asked: "who" (a persona), "goal", "start", "end".
func (j *Journey) Lacks() []string {
	var lacks []string
	if len(j.PersonaKeys()) == 0 {
		lacks = append(lacks, "who")
	}
	for _, said := range []struct {
		what string
		of   int
	}{{"goal", len(j.Goal)}, {"start", len(j.Start)}, {"end", len(j.End)}} {
		if said.of == 0 {
			lacks = append(lacks, said.what)
		}
	}
	return lacks
}

// Draft says that something is lacking, see Lacks: the journey takes answers
// and has its map, which is marked as a draft and goes into no mail.
func (j *Journey) Draft() bool { return len(j.Lacks()) > 0 }

// Uncovered is the phases in which no touchpoint stands, in their order.
func (j *Journey) Uncovered() []string {
	stands := map[string]bool{}
	for _, t := range j.Walk() {
		stands[t.Phase] = true
	}
	var none []string
	for _, phase := range Phases {
		if !stands[phase] {
			none = append(none, phase)
		}
	}
	return none
}
