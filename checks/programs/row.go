package programs

import (
	"slices"

	"certdesk/checks"
	"certdesk/checks/say"
)

// ID is a program as it is typed and kept: "thunderbird".
type ID string

// Program is a mail program with its click paths. It is not changed once it is
// made.
type Program struct {
	ID ID
	// Name is how a menu calls it, Named how a sentence does ("restart {program}").
	Name, Named say.Text
	// device is what it runs on ("restart the {device}"); nil is a PC.
	device say.Text
	// clients are what package errortext calls it.
	clients []string
	rows    []row
}

// row is one of the ten steps in one program.
type row struct {
	step int
	// called replaces the title where that names another program or system.
	called say.Text
	// caution comes before the path.
	caution say.Text
	// path is the click path, a line an entry, and aside what to do where that path is
	// not there: in an older version, or where the program does not start.
	path, aside []line
	// short is the path in one line; nil is its first line.
	short line
	// noCase is the path where no server was checked, if it is another one, with its own
	// aside.
	noCase, noCaseAside []line
	// without says in half a sentence why the program does not have the step: "{program}
	// brings its own root certificates". Then there is nothing else.
	without say.Text
	source  source
}

// source is where a row was read.
type source struct {
	// page is the address of the vendor's page; "" where none could be read.
	page string
	// menus says instead what the path was taken from, and that no page of the vendor
	// confirms it.
	menus string
	// read is the day of reading, as 2006-01-02.
	read string
}

// line is a line of a path for a case; never empty.
type line func(v *values) say.Text

// values are what a line may use.
type values struct {
	checks.Case
	program say.Arg
}

// do is a line without values.
func do(t say.Text) line { return func(*values) say.Text { return t } }

// Word is a sentence for whoever has this program: with its name and what it runs on
// in checks.ProgramSlot and checks.DeviceSlot.
func (p *Program) Word(t say.Text) say.Text { return t.With(p.in()).With(p.on()) }

func (p *Program) in() say.Arg { return say.Sub(checks.ProgramSlot, p.Named) }

func (p *Program) on() say.Arg {
	if p.device.Empty() {
		return checks.Device()
	}
	return say.Sub(checks.DeviceSlot, p.device)
}

// Other than on a PC, programs run on these.
var (
	onMac   = say.P("device", "Mac")
	onPhone = say.P("device", "phone")
)

// Step is a step of the ten in this program, worded for a case. Where the program
// does not have it, has is false and without says why in half a sentence; nothing
// where the number is no step's.
func (p *Program) Step(number int, c *checks.Case) (step checks.Step, has bool, without say.Text) {
	i := slices.IndexFunc(p.rows, func(r row) bool { return r.step == number })
	if i < 0 {
		return checks.Step{}, false, nil
	}
	r := &p.rows[i]
	if !r.without.Empty() {
		return checks.Step{}, false, p.Word(r.without)
	}
	path, aside := r.path, r.aside
	switch {
	case c.Length == checks.ShortPath && r.short != nil:
		path, aside = []line{r.short}, nil
	case c.Length == checks.ShortPath:
		path, aside = path[:1], nil
	case c.Length == checks.NoCase && r.noCase != nil:
		path, aside = r.noCase, r.noCaseAside
	}
	step = checks.Step{Number: number, Title: Title(number), Called: r.called, Caution: p.Word(r.caution)}
	v := values{Case: *c, program: p.in()}
	for _, l := range slices.Concat(path, aside) {
		step.Actions = append(step.Actions, p.Word(l(&v)))
	}
	if len(aside) > 0 {
		step.Path = len(path)
	}
	return step, true, nil
}

// Has tells whether the program has a step.
func (p *Program) Has(number int) bool {
	return slices.ContainsFunc(p.rows, func(r row) bool { return r.step == number && r.without.Empty() })
}
