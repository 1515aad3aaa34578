package chain

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
)

// pathValidationFile holds server cases of C2SP/x509-limbo; it is not part of
// this repository.
const pathValidationFile = "../../../shared/data/path-validation.jsonl"

type validationCase struct {
	ID, Name, At, Expect string
	Trust, Chain, CRLs   []string
}

// onPurpose are the invalid cases that are no fault here, by pattern, with the
// reason; the package comment says more about each.
var onPurpose = map[string]string{
	"pathlen::max-chain-depth-0-exhausted":                      "the limit is a setting of the validator and not in the case",
	"rfc5280::aki::leaf-missing-aki":                            "private authorities leave it out; it only helps to find the issuer",
	"rfc5280::nc::permitted-dns-match-noncritical":              "the constraints are kept all the same",
	"rfc5280::san::underscore-dns":                              "Windows hosts have such names",
	"rfc5280::serial::zero":                                     "the usual first serial number of a hand-made authority",
	"webpki::aki::root-with-aki-*":                              "says nothing about a root that is trusted as it is",
	"webpki::cn::*":                                             "clients do not read the common name",
	"webpki::eku::ee-anyeku":                                    "any includes serverAuth",
	"webpki::eku::root-has-eku":                                 "it includes serverAuth",
	"webpki::san::public-suffix-private-namespace-wildcard-san": "such wildcards are in honest use by hosters",
	"webpki::san::san-critical-with-nonempty-subject":           "the extension is understood either way",
	"webpki::forbidden-rsa-not-divisible-by-8-in-root":          "works everywhere",
	"webpki::ee-basicconstraints-ca":                            "what openssl req -x509 makes",
	"webpki::ca-as-leaf":                                        "likewise, and rfc5280::ca-as-leaf is valid",
}

func reasonOnPurpose(id string) string {
	for pattern, reason := range onPurpose {
		if ok, _ := path.Match(pattern, id); ok {
			return reason
		}
	}
	return ""
}

// faults are the reasons for which a report would not say "trusted".
func faults(j *checks.Judgement) []string {
	var list []string
	add := func(is bool, format string, args ...any) {
		if is {
			list = append(list, fmt.Sprintf(format, args...))
		}
	}
	add(j.NameReason != checks.NameOK, "name: %s", j.NameReason)
	add(j.Trust != checks.TrustOK, "trust: %s", j.Trust)
	for _, i := range j.Invalid {
		add(true, "invalid: %s (%s)", i.Reason, i.Detail.String())
	}
	add(len(j.Expired) > 0, "expired")
	add(len(j.NotYetValid) > 0, "not yet valid")
	add(j.WrongUsage, "wrong usage")
	add(len(j.WeakSignatures) > 0, "weak signature")
	add(j.UnsupportedKey != nil, "unsupported key")
	for _, m := range j.Malformed {
		add(true, "malformed: %s", m.Problem.String())
	}
	for _, k := range j.WeakKeys {
		add(k.KeyBits < 1024, "weak key: %s", k.Key)
	}
	return list
}

func TestPathValidationCases(t *testing.T) {
	f, err := os.Open(pathValidationFile)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("no %s here: the cases of x509-limbo are not run", pathValidationFile)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var c validationCase
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			t.Fatal(err)
		}
		t.Run(c.ID, func(t *testing.T) { c.run(t) })
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
}

func (c validationCase) run(t *testing.T) {
	if strings.HasPrefix(c.ID, "crl::") && c.Expect == "FAILURE" {
		t.Skip("revocation is not judged here")
	}
	store, err := FromPEM("case", []byte(strings.Join(c.Trust, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Name: c.Name}
	if c.At != "" {
		if in.At, err = time.Parse(time.RFC3339, c.At); err != nil {
			t.Fatal(err)
		}
	}
	for _, text := range c.Chain {
		block, _ := pem.Decode([]byte(text))
		in.Sent = append(in.Sent, block.Bytes)
	}
	got := New(store).Judge(in)
	found := faults(got)
	reason := reasonOnPurpose(c.ID)
	switch {
	case c.Expect == "SUCCESS" && len(found) > 0:
		t.Errorf("a valid chain is called faulty: %q", found)
	case c.Expect == "FAILURE" && len(found) == 0 && reason == "":
		t.Errorf("no fault found; notes: %v", notesOf(got))
	case c.Expect == "FAILURE" && len(found) > 0 && reason != "":
		t.Errorf("found %q, which is no fault on purpose: %s", found, reason)
	}
	t.Logf("%s: %q notes %q", c.Expect, found, notesOf(got))
}

func notesOf(j *checks.Judgement) (notes []string) {
	for _, n := range j.Notes {
		notes = append(notes, n.Cert.IssuedTo+": "+n.Problem.String())
	}
	return notes
}
