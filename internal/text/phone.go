package text

// hideNumbers hides phones, cards and IBANs.
func hideNumbers(r *reading) {
	count := 0
	for i := 0; i < len(r.text); i++ {
		if isDigit(r.text[i]) || r.text[i] >= 0xE2 && isNumeral(first(r.text[i:])) {
			count++
		}
	}
	if count < leastDigits {
		return
	}
	hideIBANs(r)
	var run []group
	for i := 0; i < len(r.text); {
		c, n := decodeBytes(r.text[i:])
		if !isDigit(r.text[i]) && !isNumeral(c) {
			i += n
			continue
		}
		run = runAt(r.text, i, run[:0])
		i = run[len(run)-1].to
		unclock(run)
		hideRun(r, run)
	}
}

func first(s []byte) rune { c, _ := decodeBytes(s); return c }

// hideRun hides what is a number in run, which it cuts into parts at gaps that
// are not tight. What is too short by itself goes on behind the gap.
func hideRun(r *reading, run []group) {
	for len(run) > 0 {
		head := part(run)
		n, rest := len(head), run[len(head):]
		head = trim(head)
		alone := count(head)
		whole := head
		if len(head) > 0 && !isPlain(string(r.text[head[0].from:head[len(head)-1].to])) {
			whole = prolong(r, head, rest, alone)
		}
		if len(whole) == 0 {
			run = rest
			continue
		}
		if len(whole) > len(head) {
			n += len(whole) - len(head)
		}
		if mark := judge(r, whole); mark != "" {
			from := whole[0].from
			for range 2 {
				if from > 0 && (r.text[from-1] == '+' || r.text[from-1] == '(') {
					from--
				}
			}
			r.hide(from, whole[len(whole)-1].to, mark)
		}
		run = run[n:]
	}
}

// part is the groups at the beginning of run with tight gaps between them.
func part(run []group) []group {
	n := 1
	for n < len(run) && run[n].before == gapTight {
		n++
	}
	return run[:n]
}

// trim leaves out a single Chinese digit at either end of digits of the other
// kind: it is part of a word, such as 一個.
func trim(list []group) []group {
	single := func(a, b group) bool { return a.chinese && a.n == 1 && !b.chinese }
	if n := len(list); n > 1 && single(list[n-1], list[n-2]) {
		list = list[:n-1]
	}
	if len(list) > 1 && single(list[0], list[1]) {
		list = list[1:]
	}
	return list
}

// prolong is head with the parts of rest that belong to the same number: those
// of one that begins as numbers do, with 0 or +, or that make a number of full
// length with nothing but groups of two digits and more.
func prolong(r *reading, head, rest []group, total int) []group {
	whole, open, even, full := head, total, pairs(head), fullNumber
	begins := r.text[head[0].from] == '0' || numeral(first(r.text[head[0].from:])) == '0'
	switch {
	case head[0].from > 0 && r.text[head[0].from-1] == '+':
		begins, full = true, fullNumber+2 // with the country
	case begins:
		full = fullNumber + 1 // with the 0
	}
	for len(rest) > 0 && open < full {
		next := part(rest)
		more := count(next)
		even = even && pairs(next)
		if g := next[0].before; g == gapNone || g == gapList && !begins || next[0].chinese != head[0].chinese || more >= leastDigits || open+more > mostDigits {
			break
		}
		open += more
		rest = rest[len(next):]
		whole = append(whole[:len(whole):len(whole)], next...)
		total = open
	}
	if total < leastDigits || !begins && (total < fullNumber || !even) {
		return head
	}
	return whole
}

func pairs(list []group) bool {
	for _, g := range list {
		if g.n < 2 {
			return false
		}
	}
	return true
}

func count(list []group) (n int) {
	for _, g := range list {
		n += g.n
	}
	return n
}

// judge is the mark for the number that the groups make, or "".
func judge(r *reading, list []group) string {
	digits := make([]byte, 0, mostDigits)
	chinese := false
	for _, g := range list {
		chinese = chinese || g.chinese
		for i := g.from; i < g.to; {
			c, n := decodeBytes(r.text[i:])
			if d := numeral(c); d != 0 {
				c = rune(d)
			}
			digits = append(digits, byte(c))
			i += n
		}
	}
	from, to := list[0].from, list[len(list)-1].to
	if chinese && len(digits) < leastSpoken || len(digits) >= leastDigits && isPlain(string(r.text[from:to])) && !(from > 0 && r.text[from-1] == '+') {
		return ""
	}
	return kind(string(digits), len(list) > 1)
}
