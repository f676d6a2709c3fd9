package action

import "time"

// TakenUp is what a reply says that made an action. A stance never does.
const TakenUp Says = "taken_up"

// ByMail stands in a stance for the role of whoever had the mail.
const ByMail = "mail"

// Reply is what the reader of a mail decided about a pain in it, with one of the
// mail's links. There is one for each touchpoint of a mail, the latest.
type Reply struct {
	Mail         string // id of the mail
	Subscription string // id of what it was sent for
	Journey      string // key
	Touchpoint   string // key
	Says         Says
	Action       int64 // made for TakenUp, named for BeingDone; 0 none
	Made         time.Time
}
