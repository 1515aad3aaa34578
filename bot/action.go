package bot

import (
	"strings"

	"certdesk/checks/say"
)

// Action is something a reader can do with one press.
type Action struct {
	// Name is what the desk knows it by ("recheck"), Value what it needs for it.
	// Both together stay within MaxAction, so that a platform can carry them.
	Name, Value string
	Label       say.Text
	// Tone: Good for what leads on, Bad for what cannot be undone.
	Tone Tone
	// Confirm asks back before it is done; nothing does not.
	Confirm say.Text
	// Opens: pressing it opens a form, which a platform allows only as the direct
	// answer to a press.
	Opens bool
	// More: it is needed less often, and stands in a menu where a platform has one.
	More bool
}

// MaxAction bounds ID in bytes: Discord's custom_id takes 100 characters.
const MaxAction = 100

// ID is the action as one word that a platform hands back.
func (a Action) ID() string { return a.Name + ":" + a.Value }

// ParseAction reads what ID wrote.
func ParseAction(id string) Action {
	name, value, _ := strings.Cut(id, ":")
	return Action{Name: name, Value: value}
}

// Form is a question with several fields. A platform shows it as a dialog; on
// a terminal the fields are asked one after the other.
type Form struct {
	// Action comes back with the fields in a FormSubmission.
	Action Action
	// Title has at most 24 characters, the least a platform allows.
	Title say.Text
	// Submit is the button that sends it, Cancel the one that closes it; empty is the
	// English one.
	Submit, Cancel say.Text
	// Fields are in the order of their weight: a platform may have room for the
	// first five alone.
	Fields []Field
}

// Sending is what the button says that sends it.
func (f *Form) Sending() say.Text {
	if f.Submit.Empty() {
		return say.S("Send")
	}
	return f.Submit
}

// Closing is what the button says that closes it.
func (f *Form) Closing() say.Text {
	if f.Cancel.Empty() {
		return say.S("Cancel")
	}
	return f.Cancel
}

// Field is one line of a form.
type Field struct {
	Name        string
	Label, Hint say.Text
	// Value is what stands in it already.
	Value string
	// Choices make it a menu.
	Choices  []Choice
	Required bool
	// Long is for several lines, File for an attachment.
	Long, File bool
}

// Choice is an entry of a menu.
type Choice struct {
	Value string
	Label say.Text
}

// Image is a picture; Alt says the same in words.
type Image struct {
	Name string
	Alt  say.Text
	PNG  []byte
}
