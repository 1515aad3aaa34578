package say_test

import (
	"fmt"
	"time"

	"certdesk/checks/say"
)

// What is said is a template and values, and becomes words when somebody reads it. A
// name that a stranger chose is a piece of its own, whatever he has written into it: who
// shows it takes care that it is no mark-up.
func ExampleS() {
	t := say.S("{Host} sends a certificate of {issuer} that ended on {day}.",
		say.Host("host", "imap.corp.com"), say.Foreign("issuer", "Free CA\n*Click here*"), say.Date("day", time.Date(2027, time.April, 3, 0, 0, 0, 0, time.UTC)))
	fmt.Println(t)
	for _, run := range t.Runs() {
		fmt.Printf("%s %q\n", run.Kind, run.Text)
	}
	// Output:
	// imap.corp.com sends a certificate of Free CA *Click here* that ended on 3 April 2027.
	// host "imap.corp.com"
	// words " sends a certificate of "
	// foreign "Free CA *Click here*"
	// words " that ended on 3 April 2027."
}

// A number chooses between two sentences, so that each language has its own plural.
func ExampleN() {
	for _, n := range []int{1, 3} {
		fmt.Println(say.N("{n} certificate is missing.", "{n} certificates are missing.", n, say.Count("n", n)))
	}
	// Output:
	// 1 certificate is missing.
	// 3 certificates are missing.
}

// dictionary is a language without plurals.
type dictionary map[string]string

func (d dictionary) Template(_, key, _ string, _ int) (string, bool) {
	template, ok := d[key]
	return template, ok
}

func (dictionary) Joins(words, _ string) string { return words }

// A language has its own order of words; the values find their slots. What it does not
// know is said in English.
func ExampleWord() {
	german := dictionary{"{host} has no certificate for {name}.": "Für {name} hat {host} kein Zertifikat."}
	host, name := say.Host("host", "mail.corp.com"), say.Host("name", "imap.corp.com")
	fmt.Println(say.Word(german, say.Join(
		say.S("{host} has no certificate for {name}.", host, name),
		say.S("Ask who runs it."))))
	// Output: Für imap.corp.com hat mail.corp.com kein Zertifikat. Ask who runs it.
}
