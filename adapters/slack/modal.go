package slack

import (
	"encoding/json"
	"slices"

	api "github.com/slack-go/slack"

	"certdesk/adapters/inbox"
	"certdesk/adapters/plaintext"
	"certdesk/bot"
)

// origin is where a form was opened, as its metadata carries it.
type origin struct {
	Channel     string `json:"channel,omitempty"`
	Thread      string `json:"thread,omitempty"`
	ResponseURL string `json:"response_url,omitempty"`
	Used        int    `json:"used,omitempty"`
	At          int64  `json:"at,omitempty"`
}

// modal is a form as Slack shows it. A field's name is its block's id.
func modal(f *bot.Form, from origin) api.ModalViewRequest {
	metadata, err := json.Marshal(from)
	if err != nil || len(metadata) > maxViewMetadata {
		metadata = []byte("{}") // the answer goes to the asker's direct messages then
	}
	view := api.ModalViewRequest{
		Type: api.VTModal, CallbackID: plaintext.Cut(f.Action.ID(), maxActionID), PrivateMetadata: string(metadata),
		Title: words(f.Title.String(), maxViewTitle), Submit: words(f.Sending().String(), maxViewTitle), Close: words(f.Closing().String(), maxViewTitle),
	}
	seen := make(map[string]bool)
	for _, field := range f.Fields {
		if seen[field.Name] || len(view.Blocks.BlockSet) == maxViewBlocks {
			continue
		}
		seen[field.Name] = true
		view.Blocks.BlockSet = append(view.Blocks.BlockSet, input(field))
	}
	return view
}

// withoutFiles is a form without the fields that take files.
func withoutFiles(f *bot.Form) *bot.Form {
	out := *f
	out.Fields = slices.DeleteFunc(slices.Clone(f.Fields), func(f bot.Field) bool { return f.File })
	return &out
}

// input is a field of a form as Slack has it, within Slack's limits: a file, one of a
// few, or text.
func input(f bot.Field) *api.InputBlock {
	var element api.BlockElement
	switch {
	case f.File:
		element = api.NewFileInputBlockElement("file").WithFileTypes(inbox.Endings()...).WithMaxFiles(1)
	case len(f.Choices) > 0:
		choose := &api.SelectBlockElement{Type: api.OptTypeStatic, ActionID: "choice"}
		for _, c := range f.Choices[:min(len(f.Choices), maxOptions)] {
			option := api.NewOptionBlockObject(plaintext.Cut(c.Value, maxOption), words(c.Label.String(), maxOption), nil)
			choose.Options = append(choose.Options, option)
			if c.Value == f.Value {
				choose.InitialOption = option
			}
		}
		element = choose
	default:
		typed := &api.PlainTextInputBlockElement{
			Type: api.METPlainTextInput, ActionID: "text", Multiline: f.Long,
			InitialValue: plaintext.Cut(plaintext.Lines(f.Value), maxInputText),
		}
		if plaintext.Line(f.Hint.String()) != "" {
			typed.Placeholder = words(f.Hint.String(), maxPlaceholder)
		}
		element = typed
	}
	return &api.InputBlock{
		Type: api.MBTInput, BlockID: plaintext.Cut(f.Name, maxActionID), Label: words(f.Label.String(), maxInputLabel),
		Element: element, Optional: !f.Required,
	}
}
