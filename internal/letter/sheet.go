package letter

import "strings"

// sheet is what a letter says, in the order of reading, before it becomes HTML
// and plain text. Both are made from the same sheet, so neither tells less than
// the other.
//
// All texts are plain, and sentences are finished. Names and quotes may stand in
// them as they were written: what could disturb a mail is taken out by tidy.
type sheet struct {
	Language string // tag of the reader's language
	Subject  string
	Preview  string // what mail programs show beside the subject
	About    string // above the title: the journey, the period
	Title    string
	Parts    []part
	Small    []part // below: why it came, where to change that
}

// part is one thing that a sheet says: one of its fields is set.
type part struct {
	Heading string // of what follows, up to the next one
	Head    string // heading of a card
	Label   string // a smaller heading within a card
	Strong  string // a text to be read first
	Text    string
	Notice  string // a remark about the letter itself
	Lines   []link // sentences of a list; those with an address lead there
	Fact    *fact
	Quote   *quote
	Buttons []link // decisions, the suggested one first; three fit beside one another
	Links   []link // to read more
	Picture *picture
	Scores  *scores
	Card    []part // parts that belong together; a card holds none
}

// fact is a text with what it is about: "How sure:", "confirmed".
type fact struct{ Label, Text string }

// Gap stands between the two, where the colon is not as wide as a character.
func (f fact) Gap() string {
	if strings.HasSuffix(f.Label, "：") {
		return ""
	}
	return " "
}

// quote is what a customer said, masked already. In which language, is "" where
// it is not known.
type quote struct{ Text, Language string }

// link is an address below the public URL, with what one reads on it.
type link struct{ Label, URL string }

// picture stands in the HTML part alone; whatever it shows stands beside it in
// words, too.
type picture struct {
	CID           string // Content-ID without <>
	Alt           string // what it shows, in a sentence or two
	Name          string // of the file, where somebody keeps it
	Legend        string // what its marks mean, to be read below it
	Width, Height int    // in pixels of a screen; the PNG has more
	PNG           []byte
}

// scores are the figures of a picture as a table.
type scores struct {
	Caption                   string
	Touchpoint, Score, Change string // heads of the columns; Change "" where no row has one
	Rows                      []score
	Line                      string // the heads as a line of text
}

// score is a touchpoint's line, each text ready to be read.
type score struct {
	Number string // of its dot in the picture
	Name   string
	Score  string // or why there is none
	Change string // in points from the period before; "" where it is not known
	Mark   string // what the dot's shape says: pain, delight; "" for neither
	Short  bool   // Score is a figure
	Line   string // all but the number as a line of text
}
