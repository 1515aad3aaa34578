package seen_test

import (
	"fmt"
	"log"
	"time"

	"certdesk/checks"
	"certdesk/checks/chain"
	"certdesk/checks/checktest"
	"certdesk/checks/seen"
)

// A user reads out what the warning on his screen shows, field by field.
func ExampleParser_Parse() {
	s, err := seen.Parser{Locale: "de"}.Parse([]string{"Issued by: Contoso Web Gateway CA", "valid-to=03.04.2027", "warning=not-trusted"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(s.IssuedBy, s.ValidTo.Format("2006-01-02"), s.Complaint)
	// Output: Contoso Web Gateway CA 2027-04-03 not-trusted
}

// A date that may mean two days gives both, the likelier one of the reader's locale
// first.
func ExampleParseDate() {
	for _, locale := range []string{"en-US", "de", ""} {
		days, err := seen.ParseDate("3/4/2027", locale)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(days[0].Format(time.DateOnly), days[1].Format(time.DateOnly))
	}
	// Output:
	// 2027-03-04 2027-04-03
	// 2027-04-03 2027-03-04
	// 2027-03-04 2027-04-03
}

// The warning on a PC shows another certificate than the server sends: a protection
// program on that PC stands in between.
func ExampleCompare() {
	now := time.Now()
	root := checktest.NewPKI(now).Root("Example Root")
	roots, err := chain.FromPEM("example", root.PEM())
	if err != nil {
		log.Fatal(err)
	}
	sent := chain.New(roots).Judge(chain.Input{Sent: root.Issue("imap.corp.example").Chain, Name: "imap.corp.example", At: now})
	facts := &checks.Facts{Name: "imap.corp.example", At: now, Endpoints: []checks.Endpoint{{Judgement: sent}}}

	shown, err := seen.Parser{}.Parse([]string{"Issued to: imap.corp.example", "Issued by: ESET SSL Filter CA", "warning=not-trusted"})
	if err != nil {
		log.Fatal(err)
	}
	c := seen.Compare(shown, facts)
	fmt.Println(c.Outcome, c.Kind, c.Product, c.Differs)
	// Output: known-product antivirus ESET [issued-by]
}
