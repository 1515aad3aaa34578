package seen_test

import (
	"fmt"
	"log"
	"time"

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
