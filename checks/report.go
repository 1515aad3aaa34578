package checks

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"certdesk/checks/say"
)

// Schema is the version of the report's JSON; it is only ever extended.
const Schema = 1

// Verdict is the one word a report ends in.
type Verdict string

// The verdicts.
const (
	VerdictTrusted     Verdict = "trusted"
	VerdictWarning     Verdict = "warning"
	VerdictUntrusted   Verdict = "untrusted"
	VerdictUnreachable Verdict = "unreachable"
	VerdictNoTLS       Verdict = "no-tls"
	// VerdictUnknown: nothing of the server was seen, for a reason on our side.
	VerdictUnknown Verdict = "unknown"
)

// Weight orders verdicts: of several the heaviest counts, everywhere. What is
// certain weighs more: an untrusted server more than one without TLS, that more
// than one that does not answer. Unknown stands between warning and critical, as
// monitoring has it (Icinga's severities: OK, WARNING, UNKNOWN, CRITICAL): nobody
// should take what was not seen for fine, and it hides no fault that was.
func (v Verdict) Weight() int {
	switch v {
	case VerdictTrusted:
		return 0
	case VerdictWarning:
		return 1
	case VerdictUnknown:
		return 2
	case VerdictUnreachable:
		return 3
	case VerdictNoTLS:
		return 4
	}
	return 5
}

// Report is the answer to one check of one endpoint (a host and a port, all
// its addresses). A field that is not known is absent or empty, never guessed.
type Report struct {
	Schema  int          `json:"schema"`
	ID      string       `json:"id,omitempty"` // the case's id, in inspect --jsonl
	Target  ReportTarget `json:"target"`
	Verdict Verdict      `json:"verdict"`
	// Summary is one plain sentence.
	Summary  say.Text  `json:"summary"`
	Findings []Finding `json:"findings"`
	Steps    []Step    `json:"steps"`
	// Act is who has to act, Cure the number of the step that most likely helps, 0
	// where none does.
	Act  Actor `json:"act,omitempty"`
	Cure int   `json:"cure,omitempty"`
	// Case is what the click paths of the steps use; nil where there are none.
	Case *Case `json:"case,omitempty"`
	// Program is whose click paths the steps have, LeftOut what that program does not
	// have of them.
	Program string        `json:"program,omitempty"`
	LeftOut []LeftOutStep `json:"left_out,omitempty"`
	Names   Names         `json:"names"`
	// Certificate is the leaf; nil where none was seen.
	Certificate *Certificate      `json:"certificate,omitempty"`
	Chain       []*Certificate    `json:"chain,omitempty"`
	Stores      map[string]string `json:"stores,omitempty"`
	Clients     map[string]string `json:"clients,omitempty"`
	// ClientNotes say why, for the clients of which there is more to say.
	ClientNotes map[string]say.Text `json:"client_notes,omitempty"`
	Endpoints   []ReportEndpoint    `json:"endpoints,omitempty"`
	// CertificatesSeen lists them where the server shows more than one.
	CertificatesSeen []SeenCertificate `json:"certificates_seen,omitempty"`
	TLS              *ReportTLS        `json:"tls,omitempty"`
	Revocation       Revocation        `json:"revocation"`
	Settings         *Settings         `json:"settings,omitempty"`
	// Seen is what comparing with the user's own dialog tells.
	Seen *ReportSeen `json:"seen,omitempty"`
	// Discovery is how the server was found, where it was looked for.
	Discovery *Discovery `json:"discovery,omitempty"`
	// Admin is for whoever runs the server; nil where nothing was found that is
	// cured there.
	Admin *Administration `json:"admin,omitempty"`
	// Quick: one handshake an address; what that does not tell was not asked.
	Quick bool   `json:"quick,omitempty"`
	Zone  string `json:"zone"`
	// Proxy is the proxy through which all was seen ("http://proxy.corp.com:3128");
	// the addresses of names are then known to it alone.
	Proxy     string           `json:"proxy,omitempty"`
	TimingMS  map[string]int64 `json:"timing_ms,omitempty"`
	CheckedAt time.Time        `json:"checked_at"`
	Cached    bool             `json:"cached"`
	AgeS      int              `json:"age_s"`
}

// ReportTarget is what was checked.
type ReportTarget struct {
	Input   string `json:"input"`
	Host    string `json:"host"`
	Port    int    `json:"port,omitempty"`
	Service string `json:"service,omitempty"`
	Mode    Mode   `json:"mode,omitempty"`
}

// Names are the name asked for, the names on the certificate, and the name to
// use instead.
type Names struct {
	Requested string   `json:"requested"`
	Presented []string `json:"presented"`
	Suggested string   `json:"suggested,omitempty"`
}

// The ten steps by their numbers, which people know them by. What each is called
// stands in package programs.
const (
	StepVerify    = 1 + iota // look at the certificate that is shown
	StepNames                // the names of the servers in the account
	StepSettings             // port and encryption
	StepRoots                // the root certificates of the PC
	StepUpdate               // the mail program
	StepClock                // the PC's date and time
	StepReadd                // remove the account and add it again
	StepAntivirus            // switch off the scanning of mail for a while
	StepAccept               // accept the certificate
	StepContact              // whoever runs the server

	// StepCount is how many there are.
	StepCount = iota
)

// Step is one of the ten numbered fixes, worded for this case.
type Step struct {
	Number int      `json:"number"`
	Title  say.Text `json:"title"`
	// Called is what the step is called where Title names another program than the
	// reader's; empty where it does not.
	Called say.Text `json:"called,omitempty"`
	// Actions is the click path, one action an entry.
	Actions []say.Text `json:"actions"`
	// Path is how many of the actions are the path itself; those behind are for
	// another version of the program, or for when it does not start. 0 is all.
	Path int `json:"path,omitempty"`
	// Why uses this case's own names and dates.
	Why     say.Text `json:"why"`
	Caution say.Text `json:"caution,omitempty"`
}

// LeftOutStep is a step that helps in a case and that the reader's program does not
// have. Why says so in half a sentence.
type LeftOutStep struct {
	Number int      `json:"number"`
	Title  say.Text `json:"title"`
	Why    say.Text `json:"why"`
}

// ReportEndpoint is one address.
type ReportEndpoint struct {
	Address    string   `json:"address"`
	Verdict    Verdict  `json:"verdict"`
	LeafSHA256 string   `json:"leaf_sha256,omitempty"`
	TLSVersion string   `json:"tls_version,omitempty"`
	Error      say.Text `json:"error,omitempty"`
	// Untested is why nothing is known of the address, "" where it was tested.
	Untested Cause `json:"untested,omitempty"`
	// NoGreeting is why the server said nothing after TLS was set up, where servers of
	// its protocol greet first; "" where it did, or it was not waited for.
	NoGreeting Cause `json:"no_greeting,omitempty"`
	// HangsUp: it ended the connection instead, twice.
	HangsUp  bool             `json:"hangs_up,omitempty"`
	TimingMS map[string]int64 `json:"timing_ms,omitempty"`
}

// HangsUp tells whether an address ended the connection behind TLS instead of greeting,
// twice.
func (r *Report) HangsUp() bool {
	return slices.ContainsFunc(r.Endpoints, func(e ReportEndpoint) bool { return e.HangsUp })
}

// NoGreeting tells whether an address sent no greeting where one was waited for: then
// nobody has seen that the server works, however good its certificate.
func (r *Report) NoGreeting() bool {
	return slices.ContainsFunc(r.Endpoints, func(e ReportEndpoint) bool { return e.NoGreeting != CauseNotSpecified })
}

// SeenCertificate is one of several leaves that a server shows.
type SeenCertificate struct {
	SHA256 string `json:"sha256"`
	// Key is its key in words ("RSA 2048"); NotAfter and DaysLeft are its end.
	Key      string    `json:"key,omitempty"`
	NotAfter time.Time `json:"not_after,omitzero"`
	DaysLeft int       `json:"days_left"`
	// ShownTo names the handshakes that got it ("TLS 1.2 with RSA").
	ShownTo   []string `json:"shown_to"`
	Addresses []string `json:"addresses"`
	Verdict   Verdict  `json:"verdict"`
}

// ReportTLS is what was negotiated.
type ReportTLS struct {
	Version     string              `json:"version,omitempty"`
	Cipher      string              `json:"cipher,omitempty"`
	KeyExchange string              `json:"key_exchange,omitempty"`
	Versions    map[TLSVersion]bool `json:"versions,omitempty"`
}

// Revocation is what is known of the leaf's revocation.
type Revocation struct {
	Status     string    `json:"status"`
	Source     string    `json:"source,omitempty"`
	CheckedAt  time.Time `json:"checked_at,omitzero"`
	NextUpdate time.Time `json:"next_update,omitzero"`
	// Unused are lists that were given and answered for no certificate.
	Unused []UnusedList `json:"unused,omitempty"`
}

// Settings is the row to enter in a mail client.
type Settings struct {
	Protocol   string `json:"protocol"`
	Port       int    `json:"port"`
	Encryption string `json:"encryption"` // SSL/TLS, STARTTLS or None
}

// ReportSeen is the user's view beside ours.
type ReportSeen struct {
	Outcome SeenOutcome `json:"outcome"`
	// IssuedBy is the issuer that the user is shown, as far as it was told.
	IssuedBy string   `json:"issued_by,omitempty"`
	Product  string   `json:"product,omitempty"`
	Kind     string   `json:"kind,omitempty"`
	Differs  []string `json:"differs,omitempty"`
	// Address is the one that sends what the user is shown, for the same
	// certificate.
	Address string `json:"address,omitempty"`
	// ClockOffS is how far the user's clock is off, in seconds; with
	// ClockAtLeast, by that or more.
	ClockOffS    int64 `json:"clock_off_s,omitempty"`
	ClockAtLeast bool  `json:"clock_at_least,omitempty"`
	// ClockRight: the user's clock is right, by a measurement on that PC.
	ClockRight bool `json:"clock_right,omitempty"`
	// Addresses are what the name leads to on that PC, where that was told;
	// Proxy is what its programs go through.
	Addresses []string `json:"addresses,omitempty"`
	Proxy     string   `json:"proxy,omitempty"`
	// Protection are the protection programs that the PC has registered.
	Protection []string `json:"protection,omitempty"`
}

// Finding is one fact that matters, in words.
type Finding struct {
	Code     Code     `json:"code"`
	Severity Severity `json:"severity"`
	// Title is a short phrase, Detail one or two plain sentences with this
	// case's own values.
	Title  say.Text `json:"title"`
	Detail say.Text `json:"detail"`
	// Evidence holds the values the finding rests on.
	Evidence Evidence `json:"evidence,omitzero"`
	// Steps are the numbers of the fix steps that help, in the order to try them.
	Steps []int `json:"steps,omitempty"`
	// Told: the report's summary says it, so that it is not said beside it again.
	Told bool `json:"told,omitempty"`
}

// UnmarshalJSON reads a finding, with its evidence as its code says.
func (f *Finding) UnmarshalJSON(data []byte) error {
	type plain Finding
	in := struct {
		*plain
		Evidence json.RawMessage `json:"evidence"`
	}{plain: (*plain)(f)}
	if err := json.Unmarshal(data, &in); err != nil {
		return fmt.Errorf("reading a finding: %w", err)
	}
	f.Evidence = readEvidence(f.Code, in.Evidence)
	return nil
}
