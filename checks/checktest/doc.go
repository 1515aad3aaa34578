// Package checktest starts mail servers whose TLS is wrong in one chosen way,
// in the manner of net/http/httptest: one call, one fault. It feeds tests and
// the demo.
//
//	pki := checktest.NewPKI(time.Now())
//	ca := pki.Root("Example Root").Intermediate("Example CA 1")
//	id := ca.Issue("imap.corp.example", checktest.ExpiredFor(12*24*time.Hour))
//	srv, err := checktest.NewServer(checktest.STARTTLS("imap", checktest.TLS(id)))
//	…
//	defer srv.Close()
//
// The way through, each with one file to open first:
//
//	pki.go        certificates with any fault, encoded by hand where x509 refuses
//	server.go     a listener on loopback that runs one Behaviour a connection
//	behaviour.go  TLS at once, after STARTTLS, or never; wrappers that spoil a connection
//	tls.go        handshakes by crypto/tls; scripted.go: those that crypto/tls cannot do
//	speakers.go   what the mail protocols say before and after TLS, one file each, by
//	              the words of dialogue.go
//	silence.go    servers that are no mail servers at all: silent, garbled, endless
//	dns.go        a name server with the answers and failures of your choice
//	documents.go  a web server's documents; page.go: one document, by HTTPS
//	responder.go  an authority's word on what it has withdrawn, or a useless one
//	zoo.go        all of it together: the cases of the demo (case.go), with what a check
//	              must find
//
// Everything listens on loopback, in this process, without privileges. Close
// ends every goroutine. A certificate that cannot be encoded is a mistake of
// the caller and panics, as in httptest; what the machine can refuse (a
// listener) is an error.
//
// Nothing here is for production: keys are shared and small on request, and
// servers do what they are told.
package checktest
