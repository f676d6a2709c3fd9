package mood

// Part is the sums over one part of the answers, in Units but for the counts.
type Part struct {
	Answers int64 // with this part
	Omega   int64 // sum of omega
	Omega2  int64 // sum of omega^2
	OmegaE  int64 // sum of omega*e
	OmegaE2 int64 // sum of omega*e^2
	Unhappy int64
	Happy   int64
}

// Tally is the sums over a set of answers.
type Tally struct {
	Answers  int64 // all that count, with or without a mood
	Waiting  int64 // texts not yet scored
	Negative int64 // texts scored, by label
	Neutral  int64
	Positive int64
	All      Part // rating and text together, see Contribute
	Rating   Part // ratings alone, each of weight 1
	Text     Part // texts alone, of weight w_t
}

// Sentiment is the state of an answer's text.
type Sentiment int8

// The states of a text; the numbers are stored.
const (
	NoText       Sentiment = 0 // or of unknown language
	Waiting      Sentiment = 1 // for the scoring job
	TextNegative Sentiment = 2
	TextNeutral  Sentiment = 3
	TextPositive Sentiment = 4
)

// Add counts one answer. Its sums are made by integer division that truncates
// toward zero, one division after each product, which SQLite, PostgreSQL and
// Go do alike:
//
//	omega2   = omega * omega / Unit
//	omega_e  = omega * e / Unit
//	omega_e2 = omega_e * e / Unit
//
// so that sums made here and sums made by SQL are the same integers. Of a
// rating omega is Unit; a text counts with its weight, where it has any; an
// answer without weight is only counted in Answers.
func (t *Tally) Add(c Contribution, s Sentiment) { t.apply(c, s, 1) }

// Sub takes back exactly what Add did.
func (t *Tally) Sub(c Contribution, s Sentiment) { t.apply(c, s, -1) }

// Merge adds another tally.
func (t *Tally) Merge(o Tally) {
	t.Answers += o.Answers
	t.Waiting += o.Waiting
	t.Negative += o.Negative
	t.Neutral += o.Neutral
	t.Positive += o.Positive
	t.All.merge(o.All)
	t.Rating.merge(o.Rating)
	t.Text.merge(o.Text)
}

func (t *Tally) apply(c Contribution, s Sentiment, sign int64) {
	t.Answers += sign
	switch s {
	case Waiting:
		t.Waiting += sign
	case TextNegative:
		t.Negative += sign
	case TextNeutral:
		t.Neutral += sign
	case TextPositive:
		t.Positive += sign
	}
	t.All.apply(c.Omega, c.E, c.Class(), sign)
	if c.HasRating {
		t.Rating.apply(Unit, c.RatingE, c.RatingClass, sign)
	}
	if c.HasText {
		t.Text.apply(c.TextOmega, c.TextE, c.TextClass, sign)
	}
}

// apply leaves out what has no weight.
func (p *Part) apply(omega, e int64, class Class, sign int64) {
	if omega <= 0 {
		return
	}
	omegaE := omega * e / Unit
	p.Answers += sign
	p.Omega += sign * omega
	p.Omega2 += sign * (omega * omega / Unit)
	p.OmegaE += sign * omegaE
	p.OmegaE2 += sign * (omegaE * e / Unit)
	switch class {
	case Unhappy:
		p.Unhappy += sign
	case Happy:
		p.Happy += sign
	}
}

func (p *Part) merge(o Part) {
	p.Answers += o.Answers
	p.Omega += o.Omega
	p.Omega2 += o.Omega2
	p.OmegaE += o.OmegaE
	p.OmegaE2 += o.OmegaE2
	p.Unhappy += o.Unhappy
	p.Happy += o.Happy
}
