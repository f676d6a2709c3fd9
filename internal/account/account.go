// Package account is who may sign in and what they may do.
package account

import "time"

// Role is what a person may do.
type Role string

// The roles, each may do what those below it may.
const (
	Owner  Role = "owner"  // everything, people and keys too
	Editor Role = "editor" // journeys, answers, actions
	Viewer Role = "viewer" // look
)

// User is a person who signs in.
type User struct {
	ID       string
	Mail     string // as given; compared folded, see Fold
	Role     Role
	Language string
	Disabled bool
	Created  time.Time
	LastSeen time.Time // zero when never
}

// Scope is what an API key may do.
type Scope string

// The scopes. Read, Write and Admin may each do what those before it may; Kiosk
// may send answers to one placement and nothing else, since its key lies on a
// tablet that customers touch.
const (
	Read  Scope = "read"
	Write Scope = "write"
	Admin Scope = "admin"
	Kiosk Scope = "kiosk"
)

// Key is an API key without its secret.
type Key struct {
	ID        string // 8 characters, part of the key itself
	Name      string
	Scope     Scope
	Placement string // code of the only placement that a Kiosk may answer for; else ""
	Created   time.Time
	Expires   time.Time // zero: never
	Revoked   time.Time // zero: not revoked
	Used      time.Time // last used, to the day; zero: never
}
