package action

// Ask is that a digest asked for a decision about a touchpoint.
type Ask struct {
	Touchpoint string // key
	Day        int64  // of the digest
	Says       Says   // the latest decision of the AskedDays after it, "" none
}

// AskedDays is how many days after it was asked a decision answers an ask.
const AskedDays = 7
