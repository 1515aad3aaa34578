package say

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// How a Text is kept: words alone as a string, which is also how they were kept
// before there were Texts; everything else as its sentences.

// Bounds on what is read back.
const (
	maxSentences = 64
	maxArgs      = 32
)

type keptSentence struct {
	Context string    `json:"context,omitempty"`
	Key     string    `json:"key,omitempty"`
	Plural  string    `json:"plural,omitempty"`
	Args    []keptArg `json:"args,omitempty"`
	Runs    []keptRun `json:"runs,omitempty"`
}

type keptArg struct {
	Slot string `json:"slot"`
	keptValue
}

type keptValue struct {
	Kind  kind        `json:"kind"`
	Text  string      `json:"text,omitempty"`
	At    time.Time   `json:"at,omitzero"`
	Span  int64       `json:"span,omitempty"` // nanoseconds
	N     int         `json:"n,omitempty"`
	Max   int         `json:"most,omitempty"`
	Items []keptValue `json:"items,omitempty"`
	Sub   Text        `json:"sub,omitempty"`
}

type keptRun struct {
	Kind    RunKind   `json:"kind"`
	Text    string    `json:"text"`
	At      time.Time `json:"at,omitzero"`
	Between string    `json:"between,omitempty"`
}

// MarshalJSON keeps a text.
func (t Text) MarshalJSON() ([]byte, error) {
	if len(t) == 0 {
		return []byte(`""`), nil
	}
	if words, ok := t.Plain(); ok {
		return json.Marshal(words)
	}
	out := make([]keptSentence, len(t))
	for i, s := range t {
		out[i] = keptSentence{Context: s.Context, Key: s.Key, Plural: s.Plural}
		for _, a := range s.Args {
			out[i].Args = append(out[i].Args, keptArg{a.Slot, a.Value.kept()})
		}
		for _, r := range s.Runs {
			out[i].Runs = append(out[i].Runs, keptRun(r))
		}
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON has kept; a string is words alone.
func (t *Text) UnmarshalJSON(data []byte) error {
	var words string
	if json.Unmarshal(data, &words) == nil {
		*t = Literal(words)
		return nil
	}
	var kept []keptSentence
	if err := json.Unmarshal(data, &kept); err != nil {
		return fmt.Errorf("reading a text: %w", err)
	}
	if len(kept) > maxSentences {
		return errors.New("reading a text: it has too many sentences")
	}
	out := make(Text, len(kept))
	for i, s := range kept {
		if len(s.Args) > maxArgs {
			return errors.New("reading a text: a sentence has too many values")
		}
		out[i] = Sentence{Context: s.Context, Key: s.Key, Plural: s.Plural}
		for _, a := range s.Args {
			v, err := a.value()
			if err != nil {
				return fmt.Errorf("reading a text: {%s}: %w", a.Slot, err)
			}
			out[i].Args = append(out[i].Args, Arg{a.Slot, v})
		}
		for _, r := range s.Runs {
			out[i].Runs = append(out[i].Runs, Run(r))
		}
	}
	*t = out
	return nil
}

func (v Value) kept() keptValue {
	out := keptValue{Kind: v.kind, Text: v.text, At: v.at, Span: int64(v.span), N: v.n, Max: v.max, Sub: v.sub}
	for _, item := range v.items {
		out.Items = append(out.Items, item.kept())
	}
	return out
}

func (k keptValue) value() (Value, error) {
	switch k.Kind {
	case foreignKind, hostKind, termKind, codeKind, momentKind, stampKind, dateKind, spanKind, countKind, listKind, rowKind, textKind:
	default:
		return Value{}, fmt.Errorf("no value is a %q", k.Kind)
	}
	out := Value{kind: k.Kind, text: k.Text, at: k.At, span: time.Duration(k.Span), n: k.N, max: k.Max, sub: k.Sub}
	for _, item := range k.Items {
		v, err := item.value()
		if err != nil {
			return Value{}, err
		}
		out.items = append(out.items, v)
	}
	return out, nil
}
