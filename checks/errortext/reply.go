package errortext

import "sync"

// reply is what a mail server answers where it refuses something: a code of three digits and
// one of three numbers behind it ("451 4.4.0", RFC 3463).
type reply struct {
	code   int
	status [3]int
}

// mostCommon is 550 as words are compared, which looks like one of letters alone.
var mostCommon = sync.OnceValue(func() string { return words("550")[0] })

// replies are those in a text.
func (r *reading) replies() []reply {
	const least, most, parts = 400, 599, 3
	var out []reply
	for at := range r.tokens {
		n := number(r.tokens[at].word)
		if r.tokens[at].word == mostCommon() {
			n = 550
		}
		if n < least || n > most || at+parts >= len(r.tokens) || r.tokens[at+1].dotted {
			continue
		}
		class := number(r.tokens[at+1].word)
		subject, detail := number(r.tokens[at+2].word), number(r.tokens[at+3].word)
		if (class == 4 || class == 5) && r.tokens[at+2].dotted && r.tokens[at+3].dotted && subject >= 0 && detail >= 0 {
			out = append(out, reply{n, [3]int{class, subject, detail}})
		}
	}
	return out
}

// isReply tells whether a text holds a reply.
func (r *reading) isReply() bool { return len(r.replies()) > 0 }

// replyKinds are what replies mean by their numbers alone, the first that fits; a zero stands
// for any. Sources: RFC 3463, RFC 4954, RFC 5321 and RFC 7372; "Email non-delivery reports" of
// Microsoft Learn; "SMTP error reference" of Google Workspace.
var replyKinds = []struct {
	reply
	kind Kind
}{
	{reply{538, [3]int{}}, noEncryption},
	{reply{0, [3]int{5, 7, 10}}, noEncryption},
	{reply{0, [3]int{5, 7, 11}}, noEncryption},
	{reply{534, [3]int{}}, login},
	{reply{535, [3]int{}}, login},
	{reply{530, [3]int{}}, login},
	{reply{0, [3]int{5, 7, 3}}, login},
	{reply{0, [3]int{5, 7, 8}}, login},
	{reply{0, [3]int{5, 7, 9}}, login},
	{reply{0, [3]int{5, 7, 57}}, login},
	{reply{0, [3]int{5, 7, 139}}, login},
	{reply{0, [3]int{5, 7, 54}}, relay},
	{reply{0, [3]int{5, 7, 60}}, relay},
	{reply{421, [3]int{4, 4, 2}}, broken},
	{reply{421, [3]int{}}, refused},
	{reply{432, [3]int{}}, refused},
	{reply{0, [3]int{4, 3, 2}}, refused},
	{reply{0, [3]int{4, 7, 1}}, refused},
	{reply{0, [3]int{4, 7, 25}}, refused},
	{reply{0, [3]int{4, 7, 500}}, refused},
	{reply{0, [3]int{5, 7, 20}}, refused},
	{reply{0, [3]int{5, 7, 23}}, refused},
	{reply{0, [3]int{5, 7, 24}}, refused},
	{reply{0, [3]int{5, 7, 25}}, refused},
	{reply{0, [3]int{5, 7, 26}}, refused},
	{reply{0, [3]int{5, 7, 509}}, refused},
	{reply{0, [3]int{5, 7, 705}}, refused},
	{reply{0, [3]int{5, 7, 708}}, refused},
	{reply{0, [3]int{5, 7, 606}}, refused},
	{reply{0, [3]int{5, 7, 511}}, refused},
	{reply{0, [3]int{4, 7, 321}}, noSTARTTLS},
	{reply{0, [3]int{5, 7, 321}}, noSTARTTLS},
	{reply{0, [3]int{4, 7, 322}}, expired},
	{reply{0, [3]int{5, 7, 322}}, expired},
	{reply{0, [3]int{4, 7, 323}}, dane},
	{reply{0, [3]int{5, 7, 323}}, dane},
	{reply{0, [3]int{4, 7, 324}}, dane},
	{reply{0, [3]int{5, 7, 324}}, dane},
	{reply{0, [3]int{4, 7, 325}}, wrongName},
	{reply{0, [3]int{5, 7, 325}}, wrongName},
	{reply{0, [3]int{4, 4, 312}}, noName},
	{reply{0, [3]int{5, 4, 312}}, noName},
	{reply{0, [3]int{5, 4, 310}}, noName},
	{reply{0, [3]int{4, 4, 310}}, noName},
	{reply{0, [3]int{5, 4, 4}}, noName},
	{reply{0, [3]int{4, 4, 4}}, noName},
	{reply{0, [3]int{4, 4, 316}}, noServer},
	{reply{0, [3]int{5, 4, 316}}, noServer},
	{reply{0, [3]int{4, 4, 317}}, noServer},
	{reply{0, [3]int{5, 4, 317}}, noServer},
	{reply{0, [3]int{4, 4, 318}}, broken},
	{reply{0, [3]int{5, 4, 318}}, broken},
}

// means tells whether a reply is one of a row of the table.
func (p reply) means(row reply) bool {
	return (row.code == 0 || row.code == p.code) && (row.status == [3]int{} || row.status == p.status)
}

// answered is the entry of what the replies of a text mean by their numbers.
func (r *reading) answered() (e Entry, ok bool) {
	for _, p := range r.replies() {
		for _, row := range replyKinds {
			if p.means(row.reply) {
				return Entry{ID: "reply-number-" + string(row.kind), Kind: row.kind}, true
			}
		}
	}
	return Entry{}, false
}
