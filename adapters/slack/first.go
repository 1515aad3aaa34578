package slack

import (
	"strconv"

	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/say"
)

// diagnosis shows the first screen of a diagnosis in as few blocks as possible, because
// Slack puts a gap before each. It uses neither fields nor numbered lists: on a phone a
// field takes two lines, and lists are indented twice.
func (p *page) diagnosis(r *bot.Reply) {
	p.cure(r)
	p.others(r.StepsTitle, r.Steps)
	var end paragraph
	end.facts(r.Facts)
	end.titles(r.Findings)
	p.addLines(&end)
	p.items(r.Items)
	p.findings(told(r.Findings))
}

// cure is who has to act, and the step that helps with its click path.
func (p *page) cure(r *bot.Reply) {
	var head paragraph
	head.line(styled{plaintext.Runs(r.Act, maxSection/10), bold()})
	var path []api.RichTextElement
	if s := r.Cure; s != nil {
		head.line(styled{numbered(s, ". "), bold()})
		head.line(styled{plaintext.Runs(s.Why, maxRich/4), nil})
		if caution := plaintext.Runs(s.Caution, maxRich/4); len(caution) > 0 {
			italic := &api.RichTextSectionTextStyle{Italic: true}
			head.line(styled{plain(plaintext.Sign(bot.Warning)), italic}, styled{caution, italic})
		}
		path = head.path(s.Actions)
	}
	if len(head.all) > 0 {
		p.add(rich(append([]api.RichTextElement{section(head.all...)}, path...)...), head.characters)
	}
}

// numbered is the title of a step behind its number.
func numbered(s *bot.Step, between string) []say.Run {
	return append(plain(strconv.Itoa(s.Number)+between), plaintext.Runs(s.Title, maxSection/10)...)
}

// plain are words of ours as runs.
func plain(s string) []say.Run { return []say.Run{{Kind: say.RunWords, Text: s}} }

// others are the other steps by their titles, one behind the other.
func (p *page) others(heading say.Text, steps []bot.Step) {
	if !bot.Titles(steps) {
		p.steps(heading, steps)
		return
	}
	var t paragraph
	pieces := []styled{{plaintext.Runs(heading, maxSection/10), bold()}}
	for i := range steps {
		between := bot.Between
		if i == 0 {
			between = " "
		}
		pieces = append(pieces, styled{plain(between), nil}, styled{numbered(&steps[i], bot.Numbered), nil})
	}
	if len(steps) > 0 {
		t.line(pieces...)
	}
	p.addLines(&t)
}

func (p *page) addLines(t *paragraph) {
	if len(t.all) > 0 {
		p.add(rich(section(t.all...)), t.characters)
	}
}

// paragraph is a block of lines.
type paragraph struct {
	all        []api.RichTextSectionElement
	characters int
}

// styled are runs that look alike.
type styled struct {
	runs  []say.Run
	style *api.RichTextSectionTextStyle
}

// line adds a line, unless nothing stands in it.
func (t *paragraph) line(pieces ...styled) {
	var line []api.RichTextSectionElement
	n := 1
	for _, p := range pieces {
		line = append(line, elements(p.runs, p.style)...)
		n += size(p.runs)
	}
	if len(line) == 0 {
		return
	}
	if len(t.all) > 0 {
		t.all = append(t.all, text("\n", nil)...)
	}
	t.all = append(t.all, line...)
	t.characters += n
}

func (t *paragraph) facts(facts []bot.Fact) {
	for _, f := range facts {
		label := plaintext.Short(f.Label.String(), maxHeader)
		t.line(styled{plain(plaintext.Sign(f.Tone) + label + ": "), bold()}, styled{plaintext.Runs(f.Value, maxField/2), nil})
	}
}

// titles are findings of which the titles alone are told.
func (t *paragraph) titles(findings []bot.Finding) {
	for _, f := range findings {
		if f.Detail.Empty() && !f.Title.Empty() {
			t.line(styled{plain(plaintext.Sign(f.Tone)), bold()}, styled{plaintext.Runs(f.Title, maxSection/10), bold()})
		}
	}
}

// told are the findings of which more is told than their titles.
func told(findings []bot.Finding) []bot.Finding {
	var out []bot.Finding
	for _, f := range findings {
		if !f.Detail.Empty() {
			out = append(out, f)
		}
	}
	return out
}

// path is a click path as a list.
func (t *paragraph) path(actions []say.Text) []api.RichTextElement {
	var all []api.RichTextElement
	for _, action := range actions {
		if said := plaintext.Runs(action, maxRich/6); len(said) > 0 {
			all = append(all, section(elements(said, nil)...))
			t.characters += size(said)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return []api.RichTextElement{bullets(0, all...)}
}
