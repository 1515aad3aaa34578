package answer_test

import (
	"strings"
	"testing"

	"certdesk/bot"
	"certdesk/bot/answer"
	"certdesk/checks"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
)

// inEnglish words texts as they are.
type inEnglish struct{}

func (inEnglish) Text(t say.Text) say.Text { return say.Word(nil, t) }

// A name in another script is named first as people write it, with the
// form that programs take beside it. Where it could be taken for another, and wherever
// something is to be typed, there is that form alone.
func TestReadableNames(t *testing.T) {
	t.Parallel()
	const müller, mixed = "xn--mller-kva.example", "xn--pypal-4ve.example"
	certificate := &checks.Certificate{IssuedTo: "*." + müller, IssuedBy: "Example CA", SANs: []string{"*." + müller}}
	r := checks.Report{
		Verdict: untrusted, Target: checks.ReportTarget{Host: müller, Port: 993}, TimingMS: map[string]int64{"total": 1}, Certificate: certificate,
		Summary: say.Join(
			say.S("{host} sends a certificate for {names}, {effect}.", say.Host("host", müller),
				say.Foreigns("names", 2, []string{"*." + müller, mixed}), say.Sub("effect", say.P("effect", "so mail apps reject it"))),
			say.S("The certificate of {host} expired on {date}.", say.Host("host", müller), say.Term("date", "Monday"))),
		Names: checks.Names{Suggested: "imap." + müller},
		Steps: []checks.Step{{Number: 2, Title: say.S("The certificate covers {name}.", say.Foreign("name", müller)), Actions: []say.Text{say.Only(say.Code("host", müller))}}}, Act: checks.ActUser, Cure: 2,
	}
	kept := r.Summary.String()
	for lang, said := range map[string]bot.Reply{"unworded": answer.Readable(answer.Report(&r)), "worded": answer.In(inEnglish{}, answer.Report(&r)), "without a book": answer.In((*phrasebook.Book)(nil), answer.Report(&r))} {
		headline := said.Headline.String()
		for part, times := range map[string]int{
			"müller.example (xn--mller-kva.example) sends": 1, "*.müller.example (*.xn--mller-kva.example)": 1, "müller": 2, "xn--pypal-4ve.example": 1, "pаypal": 0, "xn--mller-kva.example": 3,
		} {
			if got := strings.Count(headline, part); got != times {
				t.Errorf("%s: %q is %d times in %q, want %d", lang, part, got, headline, times)
			}
		}
		var facts []string
		for _, f := range said.Facts {
			facts = append(facts, f.Value.String())
		}
		if facts[0] != "*.müller.example (*.xn--mller-kva.example)" || strings.Count(strings.Join(facts, "\n"), "müller") != 1 {
			t.Errorf("%s: the facts are %q", lang, facts)
		}
		if s := said.Steps[0]; strings.Contains(s.Title.String()+s.Actions[0].String(), "müller") {
			t.Errorf("%s: the step is %q, %q", lang, s.Title, s.Actions)
		}
		if again := answer.In(inEnglish{}, said); !say.Equal(again.Headline, said.Headline) {
			t.Errorf("%s: said twice it is %q", lang, again.Headline)
		}
		if got := r.Summary.String(); got != kept {
			t.Errorf("the report itself says %q now", got)
		}
	}
	if got := answer.Readable(bot.Reply{Headline: say.S("No certificate came from {host}.", say.Host("host", müller+":993"))}).Headline.String(); got != "No certificate came from müller.example:993 (xn--mller-kva.example:993)." {
		t.Errorf("with a port it is %q", got)
	}
	// Words of ours, and what is to be copied, are no names.
	for _, same := range []say.Text{say.Literal(müller), say.Only(say.Code("name", müller)), say.Only(say.Foreign("name", "x "+müller)), say.Only(say.Host("host", "[::1]:993")), nil} {
		if got := answer.Readable(bot.Reply{Headline: same}).Headline; !say.Equal(got, same) {
			t.Errorf("%q became %q", same, got)
		}
	}
}

// What was found, and why a step helps, name a server as people write it; with its other
// name beside only where that does not stand in the reply yet. What is clicked and typed
// keeps the name that programs take.
func TestReadableNamesInDetails(t *testing.T) {
	t.Parallel()
	const müller, école = "xn--mller-kva.example", "xn--cole-9oa.example"
	french, err := phrasebook.In("fr")
	if err != nil {
		t.Fatal(err)
	}
	detail := func(host string) say.Text {
		return say.S("The certificate for {host} was renewed. It is now valid until {date}.", say.Host("host", host), say.Term("date", "2027"))
	}
	r := bot.Reply{
		Headline: say.S("No certificate came from {host}.", say.Host("host", müller)),
		Findings: []bot.Finding{{Detail: detail(müller)}, {Detail: detail(école)}},
		Cure:     &bot.Step{Number: 2, Why: detail(école), Actions: []say.Text{say.Only(say.Code("host", müller))}},
		Steps:    []bot.Step{{Number: 3, Why: detail("imap.corp.example")}},
	}
	said := answer.Readable(r)
	for want, got := range map[string]string{
		"The certificate for müller.example was renewed. It is now valid until 2027.":                said.Findings[0].Detail.String(),
		"The certificate for école.example (" + école + ") was renewed. It is now valid until 2027.": said.Findings[1].Detail.String(),
		"The certificate for école.example was renewed. It is now valid until 2027.":                 said.Cure.Why.String(),
		müller: said.Cure.Actions[0].String(),
		"The certificate for imap.corp.example was renewed. It is now valid until 2027.": said.Steps[0].Why.String(),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := r.Cure.Why.String(); !strings.Contains(got, école) || strings.Contains(got, "école") {
		t.Errorf("what others read says %q now", got)
	}
	// A French word is cut off before the name that is read, not before the one beside it.
	r.Findings[1].Detail = say.S("Port {port} on {host} took no connection.", say.Host("host", école), say.Port("port", 993))
	r.Headline = say.S("Port {port} on {host} took no connection.", say.Host("host", müller), say.Port("port", 993))
	if got := answer.In(french, r); !strings.Contains(got.Findings[1].Detail.String(), "d’école.example ("+école+")") || strings.Contains(got.Headline.String(), "d’m") {
		t.Errorf("in French: %q", got.Findings[1].Detail.String())
	}
}
