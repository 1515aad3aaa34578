package software

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"certdesk/checks"
	"certdesk/checks/say"
)

// Where the lines put the files; whoever copies them has others, perhaps.
const (
	folder    = "/etc/ssl/"
	chainFile = "fullchain.pem"
	keyFile   = "privkey.pem"
	leafFile  = "cert.pem"
	restFile  = "chain.pem"
	// unsafeName stands for a name that is no plain one.
	unsafeName = "SERVER-NAME"
)

// maxTasks bounds what is asked for at once.
const maxTasks = 6

// kind of work that a finding makes for an administrator.
type kind int

const (
	noWork kind = iota
	mendChain
	otherName
	renew
	newKey
	trusted
	versions
	tlsa
	policy
)

// works are the findings that a change on the server cures. A finding that is
// not here has no lines of its own.
var works = map[checks.Code]kind{
	checks.IncompleteChain:   mendChain,
	checks.ChainOrder:        mendChain,
	checks.ExtraCertificates: mendChain,
	checks.HostnameMismatch:  otherName,
	checks.NoSAN:             otherName,
	checks.Expired:           renew,
	checks.ExpiringSoon:      renew,
	checks.Revoked:           newKey,
	checks.WeakKey:           newKey,
	checks.WeakSignature:     newKey,
	checks.UnsupportedKey:    newKey,
	checks.SelfSigned:        trusted,
	checks.UntrustedRoot:     trusted,
	checks.DistrustedCA:      trusted,
	checks.LegacyTLS:         versions,
	checks.DANEMismatch:      tlsa,
	checks.MTASTSMismatch:    policy,
}

// Advise makes the administrator's half for the endpoint that a report is about;
// nil where nothing was found that is cured on the server.
func Advise(f *checks.Facts, ep *checks.Endpoint, found []checks.Finding) *checks.Administration {
	if f.Offline || ep == nil || ep.Outcome != checks.OutcomeTLS {
		return nil
	}
	if slices.ContainsFunc(found, func(x checks.Finding) bool { return x.Code == checks.Intercepted }) {
		return nil // what was seen is not the server's
	}
	a := &advice{facts: f, ep: ep, fill: filler(f), done: map[about]bool{}}
	a.program, a.out.Said = recognise(ep)
	a.programs = candidates(f, ep)
	if a.program != nil {
		a.out.Software, a.programs = a.program.name, []*row{a.program}
	}
	for i := range found {
		switch works[found[i].Code] {
		case otherName, renew, newKey, trusted:
			a.replaced = true
		}
	}
	for i := range found {
		if len(a.out.Tasks) < maxTasks && (found[i].Severity != checks.Info || works[found[i].Code] == mendChain) {
			a.ep = concerned(f, ep, &found[i])
			a.add(found[i].Code, keyOf(found, &found[i]))
		}
	}
	if len(a.out.Tasks) == 0 {
		return nil
	}
	a.out.Prove, a.out.Elsewhere = prove(f, ep), f.Elsewhere
	return &a.out
}

// advice is one in the making.
type advice struct {
	facts    *checks.Facts
	ep       *checks.Endpoint // with the chain that the task is about
	program  *row
	programs []*row // whose lines are given
	fill     *strings.Replacer
	out      checks.Administration
	done     map[about]bool
	replaced bool // another certificate is to be installed
	shown    bool // the lines that set it are given
}

// about is work on the certificate with one type of key; "" where the server has one
// certificate, or the work is on all of them.
type about struct {
	work kind
	key  string
}

// concerned is the endpoint with a chain that a finding is about: the first one that is
// given, if the finding is about it.
func concerned(f *checks.Facts, first *checks.Endpoint, found *checks.Finding) *checks.Endpoint {
	of := found.Evidence.LeafSHA256
	is := func(j *checks.Judgement) bool {
		return j != nil && j.Leaf != nil && slices.Contains(of, j.Leaf.SHA256)
	}
	if len(of) == 0 || is(first.Judgement) {
		return first
	}
	for i := range f.Endpoints {
		ep := &f.Endpoints[i]
		if is(ep.Judgement) {
			return ep
		}
		for k := range ep.Shown {
			if is(ep.Shown[k].Judgement) {
				return ep.View(&ep.Shown[k])
			}
		}
	}
	return first
}

// keyOf is the type of key by which the server has several certificates, where a finding
// is about one of them; else "".
func keyOf(found []checks.Finding, of *checks.Finding) string {
	if len(of.Evidence.LeafSHA256) != 1 {
		return ""
	}
	for i := range found {
		varies := checks.EvidenceOf[checks.CertificateVariesEvidence](found[i].Evidence)
		if varies.By != "key" {
			continue
		}
		for _, c := range varies.Certificates {
			if c.LeafSHA256 == of.Evidence.LeafSHA256[0] {
				kind, _, _ := strings.Cut(c.Key, " ")
				return kind
			}
		}
	}
	return ""
}

// add adds the task of a finding, which may be about the certificate with one type of key.
func (a *advice) add(code checks.Code, key string) {
	j := a.ep.Judgement
	work := works[code]
	if work == renew && j != nil && j.Leaf != nil && !ended(j, code) {
		work = mendChain // an authority's certificate has ended, and the leaf has not
	}
	if work >= versions {
		key = ""
	}
	if work == noWork || a.done[about{work, key}] || j == nil && work < versions {
		return
	}
	a.done[about{work, key}] = true
	task := checks.AdminTask{Code: code}
	if !a.work(work, &task) {
		return
	}
	if key != "" {
		which := say.P("which certificate", "its {key} certificate", say.Term("key", key))
		task.Do = say.Join(task.Do, say.S("This is about {which}.", say.Sub("which", which)))
	}
	a.out.Tasks = append(a.out.Tasks, task)
}

// work fills in what is to be done; false where the server's own settings cure nothing.
func (a *advice) work(work kind, task *checks.AdminTask) bool {
	switch work {
	case mendChain:
		a.mendChain(task)
	case otherName:
		task.Do = say.S("Install a certificate that has the name {name}. The old one does not have it.", say.Host("name", a.facts.Name))
		task.Settings = a.settings(func(r *row) []lines {
			if len(r.byName) > 0 {
				return r.byName
			}
			return r.certificate
		})
		a.shown = true
	case renew:
		a.renew(task)
	case newKey:
		a.newKey(task)
	case trusted:
		task.Do = say.S("Install a certificate of an authority that the users' devices trust, with its whole chain.")
		task.Settings = a.certificate()
	case versions:
		task.Do = say.S("Switch on TLS 1.2 and TLS 1.3, and switch off everything older.")
		task.Settings = a.settings(func(r *row) []lines { return r.versions })
	case tlsa:
		a.publishTLSA(task)
	case policy:
		return a.listInPolicy(task)
	}
	return true
}

func (a *advice) renew(task *checks.AdminTask) {
	leaf := a.ep.Judgement.Leaf
	task.Do = say.S("Install the renewed certificate, and reload the service: until then it shows the old one, which ends on {date}.", say.Date("date", leaf.NotAfter))
	if task.Code == checks.Expired {
		task.Do = say.S("Install the renewed certificate, and reload the service: until then it shows the old one, which ended on {date}.", say.Date("date", leaf.NotAfter))
	}
	task.Settings = a.certificate()
	a.out.Renewal = renewal(a.program, leaf, a.fill)
}

func (a *advice) newKey(task *checks.AdminTask) {
	task.Do = say.S("Make a new key, have a new certificate issued for it, and install both.")
	if r := a.ep.Revocation; task.Code == checks.Revoked && r != nil {
		switch {
		case r.OnHold:
			task.Do = say.S("Ask the CA whether it can remove the hold. If not, make a new key, have a new certificate issued for it, and install both.")
		case r.Cert != nil && r.Cert.Role == "intermediate":
			task.Do = say.S("Get a certificate from a different CA, because {name} was revoked, and install it with its whole chain.", say.Foreign("name", r.Cert.IssuedTo))
		}
	}
	task.Settings = a.certificate()
}

// ended tells whether a finding about time is about the leaf.
func ended(j *checks.Judgement, code checks.Code) bool {
	if code == checks.Expired {
		return slices.Contains(j.Expired, j.Leaf)
	}
	return j.EndsFirst == nil || j.EndsFirst == j.Leaf
}

// certificate has the lines that set the certificate, once.
func (a *advice) certificate() []checks.AdminSettings {
	if a.shown {
		return nil
	}
	a.shown = true
	return a.settings(func(r *row) []lines { return r.certificate })
}

func (a *advice) mendChain(task *checks.AdminTask) {
	j := a.ep.Judgement
	switch task.Code {
	case checks.IncompleteChain, checks.ChainOrder, checks.ExtraCertificates:
		a.out.ChainPEM = wholeChain(j)
	}
	switch {
	case a.out.ChainPEM != "":
		task.Do = say.S("Put the attached chain into the certificate file. It has the server's own certificate first, then those of the authorities.")
	case j.Missing != "":
		task.Do = say.S("Put the certificate of {name} behind the server's own, in the same file. It was not sent.", say.Foreign("name", j.Missing))
	default:
		task.Do = say.S("Get the current chain from the authority, and put it behind the server's own certificate, in the same file.")
	}
	a.shown = true
	task.Settings = a.settings(func(r *row) []lines {
		if len(r.chain) > 0 {
			return r.chain
		}
		return r.certificate
	})
}

// publishTLSA gives the record for the certificate that stays (RFC 7671 §5.1:
// DANE-EE, the key, SHA-256).
func (a *advice) publishTLSA(task *checks.AdminTask) {
	p := a.facts.Policy
	j := a.ep.Judgement
	if a.replaced || p == nil || p.DANE == nil || j == nil || j.Leaf == nil || j.Leaf.X509 == nil || !plainName(p.DANE.Name) {
		task.Do = say.S("When the right certificate is installed, publish its TLSA record in DNS.")
		return
	}
	sum := sha256.Sum256(j.Leaf.X509.RawSubjectPublicKeyInfo)
	task.Do = say.S("If the server's certificate is the right one, publish this TLSA record in DNS. It fits the certificate.")
	task.Settings = []checks.AdminSettings{{
		For: "DNS", Lines: []string{strings.TrimSuffix(p.DANE.Name, ".") + ". IN TLSA 3 1 1 " + hex.EncodeToString(sum[:])},
		Source: "https://www.rfc-editor.org/rfc/rfc7671#section-5.1",
	}}
}

// listInPolicy adds the server to the domain's policy (RFC 8461 §3), where it is
// missing there.
func (a *advice) listInPolicy(task *checks.AdminTask) bool {
	p := a.facts.Policy
	if p == nil || p.MTASTS == nil || p.MTASTS.Listed || !plainName(p.MTASTS.Domain) || !plainName(a.facts.Name) {
		return false
	}
	const source = "https://www.rfc-editor.org/rfc/rfc8461#section-3"
	domain := p.MTASTS.Domain
	task.Do = say.S("If {name} is to take mail for {domain}, add it to the policy, and give the policy's DNS record a new id.",
		say.Host("name", a.facts.Name), say.Host("domain", domain))
	task.Settings = []checks.AdminSettings{
		{For: "MTA-STS", File: "https://mta-sts." + domain + "/.well-known/mta-sts.txt", Lines: []string{"mx: " + a.facts.Name}, Source: source},
		{For: "DNS", Lines: []string{"_mta-sts." + domain + `. IN TXT "v=STSv1; id=` + a.facts.At.UTC().Format("20060102150405") + `"`}, Source: source},
	}
	return true
}

// settings are the lines of each program.
func (a *advice) settings(which func(*row) []lines) []checks.AdminSettings {
	var out []checks.AdminSettings
	for _, r := range a.programs {
		for _, l := range which(r) {
			s := checks.AdminSettings{For: r.name, File: a.fill.Replace(l.file), Source: r.source}
			if l.of != "" {
				s.For = l.of
				if !strings.HasPrefix(l.of, r.name) {
					s.For = r.name + ", " + l.of
				}
			}
			for _, text := range l.text {
				s.Lines = append(s.Lines, a.fill.Replace(text))
			}
			for _, text := range r.reload {
				s.Reload = append(s.Reload, a.fill.Replace(text))
			}
			out = append(out, s)
		}
	}
	return out
}

// filler puts the names of this case into lines.
func filler(f *checks.Facts) *strings.Replacer {
	name := f.Name
	if !plainName(name) || strings.Contains(name, ":") {
		name = unsafeName
	}
	at := folder + name + "/"
	return strings.NewReplacer("{name}", name, "{chain}", at+chainFile, "{key}", at+keyFile, "{leaf}", at+leafFile, "{rest}", at+restFile,
		"{port}", strconv.Itoa(f.Target.Port))
}
