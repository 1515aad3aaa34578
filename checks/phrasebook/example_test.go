package phrasebook_test

import (
	"fmt"
	"log"

	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
)

// A sentence is a value until somebody is there to read it.
func ExampleIn() {
	sentence := say.S("The issuer has revoked the certificate.")
	for _, language := range []string{"en", "de", "fr"} {
		book, err := phrasebook.In(language)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(book.Text(sentence))
	}
	// Output:
	// The issuer has revoked the certificate.
	// Der Aussteller hat das Zertifikat gesperrt.
	// L’émetteur a révoqué le certificat.
}
