package account

// rank of a role; unknown roles may do nothing.
func (r Role) rank() int {
	switch r {
	case Owner:
		return 3
	case Editor:
		return 2
	case Viewer:
		return 1
	}
	return 0
}

// Valid is true for the roles there are.
func (r Role) Valid() bool { return r.rank() > 0 }

// Allows says whether a role may do what another may.
func (r Role) Allows(need Role) bool { return need.Valid() && r.rank() >= need.rank() }

// rank of a scope among those that include each other; Kiosk is not one.
func (s Scope) rank() int {
	switch s {
	case Admin:
		return 3
	case Write:
		return 2
	case Read:
		return 1
	}
	return 0
}

// Valid is true for the scopes there are.
func (s Scope) Valid() bool { return s.rank() > 0 || s == Kiosk }

// Allows says whether a scope may do what another may. Nothing allows Kiosk:
// who takes a kiosk's answers looks at the key's placement.
func (s Scope) Allows(need Scope) bool { return need.rank() > 0 && s.rank() >= need.rank() }
