package bot

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"strings"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Question is what is to be found out about a server.
type Question struct {
	Target checks.Target `json:"target"`
	// Zone is where to look from, "" for here.
	Zone string `json:"zone,omitempty"`
	// Seen is what the user's own dialog shows; nil if not told.
	Seen *checks.Seen `json:"seen,omitempty"`
}

// Key is the same for the same question, whoever types it and however.
func (q Question) Key() string {
	q.Target.Input = ""
	plain, err := json.Marshal(q)
	if err != nil {
		panic("a question is plain data: " + err.Error())
	}
	sum := sha256.Sum256(plain)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:15]))
}

// Answer is what was found out, as it is kept.
type Answer struct {
	// ID names it in the buttons of its reply.
	ID       string          `json:"id"`
	Question Question        `json:"question"`
	Reports  []checks.Report `json:"reports"`
	// Chains are the certificates of each report as they were sent, in DER.
	Chains [][][]byte `json:"chains"`
	// Unheard are zones that were asked and gave no answer.
	Unheard []Unheard `json:"unheard,omitempty"`
	At      time.Time `json:"at"`
}

// Unheard is a zone without an answer.
type Unheard struct {
	// Zone is "" for here, "all" where it is not known which zones there are.
	Zone string `json:"zone"`
	// Why is a sentence.
	Why say.Text `json:"why"`
}

// Worst is the index of the report that matters most, -1 if there is none.
func (a *Answer) Worst() int {
	worst, rank := -1, -1
	for i := range a.Reports {
		r := 2 * a.Reports[i].Verdict.Weight()
		if a.Reports[i].NoGreeting() { // less is known of it than of its equals
			r++
		}
		if r > rank {
			worst, rank = i, r
		}
	}
	return worst
}
