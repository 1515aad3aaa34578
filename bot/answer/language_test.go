package answer

import (
	"fmt"
	"testing"

	"certdesk/bot"
	"certdesk/checks/say"
)

// marking is a language in which each text stands between two signs.
type marking struct{}

func (marking) Text(t say.Text) say.Text {
	if t.Empty() {
		return t
	}
	return say.Literal("«" + t.String() + "»")
}

// What a form says is in the reader's language, also on buttons that it does not
// name itself; what comes back with it stays as it is.
func TestFormsAreInTheLanguage(t *testing.T) {
	l := say.Literal
	for want, f := range map[string]bot.Form{
		"«Note» «Send» «Cancel»": {Title: l("Note")},
		"«Note» «Add» «Close»":   {Title: l("Note"), Submit: l("Add"), Cancel: l("Close")},
		"«Note» «Send» «Cancel» who=Ben «Who?» «A name» a=«Anna»": {Title: l("Note"), Fields: []bot.Field{{
			Name: "who", Value: "Ben", Label: l("Who?"), Hint: l("A name"), Choices: []bot.Choice{{Value: "a", Label: l("Anna")}},
		}}},
	} {
		said := In(marking{}, bot.Reply{Form: &f}).Form
		got := fmt.Sprintf("%s %s %s", said.Title, said.Submit, said.Cancel)
		for _, field := range said.Fields {
			got += fmt.Sprintf(" %s=%s %s %s", field.Name, field.Value, field.Label, field.Hint)
			for _, c := range field.Choices {
				got += fmt.Sprintf(" %s=%s", c.Value, c.Label)
			}
		}
		if got != want {
			t.Errorf("said %q, want %q", got, want)
		}
	}
}
