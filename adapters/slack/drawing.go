package slack

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync/atomic"

	api "github.com/slack-go/slack"

	"certdesk/adapters/plaintext"
	"certdesk/bot"
	"certdesk/checks/cache"
	"certdesk/checks/say"
)

// written is a block as JSON.
type written []byte

// BlockType and ID are for slack-go, which needs neither to send a block.
func (written) BlockType() api.MessageBlockType { return "" }
func (written) ID() string                      { return "" }

// MarshalJSON is the block itself.
func (w written) MarshalJSON() ([]byte, error) { return w, nil }

// maxDrawings is how many are kept; each takes about 5 KiB.
const maxDrawings = 128

// drawings are what was rendered lately of what many are told alike. It is safe for
// concurrent use.
type drawings struct {
	kept *cache.Cache[*bot.Template, *drawing]
}

func newDrawings() *drawings {
	return &drawings{cache.New[*bot.Template, *drawing](maxDrawings, nil)}
}

// render makes the same of a reply as render does.
func (d *drawings) render(r bot.Reply) message {
	if r.Template == nil {
		return render(r)
	}
	if kept, ok := d.kept.Get(r.Template); ok {
		if m, ok := kept.message(r); ok {
			return m
		}
		return render(r)
	}
	m, p := draw(r)
	if kept := newDrawing(r, m, p); kept != nil {
		d.kept.Put(r.Template, kept)
	}
	return m
}

// drawing is what was rendered of one reply, with gaps for what is another's own.
type drawing struct {
	// middle are the blocks between the headline and the buttons.
	middle []api.Block
	// pieces are the block of the buttons, nil where there is none, with gaps between them.
	pieces [][]byte
	gaps   []gap
	// size is about how many bytes the block of the buttons has.
	size int
	// lengths are those of the actions' values.
	lengths []int
	// noted: there is small print.
	noted bool
	// room is what a headline and small print may take together, in characters.
	room int
	// last are those that were rendered last: in a crowd many are the same.
	last atomic.Pointer[around]
}

// around is what stands around the middle and the buttons: what was said, and its blocks.
type around struct {
	headline, footnote say.Text
	text               string
	top, bottom        api.Block // bottom is nil where there is none
}

// same tells whether two texts are one. Texts never change once they are made.
func same(a, b say.Text) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// gap is where an action's ID stands, or its value.
type gap struct {
	action int
	value  bool
}

// newDrawing keeps what was rendered of a reply; nil where it cannot be, as where it did
// not fit into a message.
func newDrawing(r bot.Reply, m message, p *page) *drawing {
	if p.full || len(m.Files) > 0 || m.Image != nil {
		return nil
	}
	note := plaintext.Runs(r.Footnote, maxContextText)
	d := &drawing{noted: len(note) > 0}
	below := m.Blocks[len(p.blocks):]
	if d.noted {
		below = below[:len(below)-1]
	}
	_, characters := headlineBlock(r)
	d.room = p.room + characters + size(note)
	for _, b := range p.blocks[1:] {
		raw, err := json.Marshal(b)
		if err != nil {
			return nil
		}
		d.middle = append(d.middle, written(raw))
	}
	if len(below) == 1 && !d.cut(below[0], r.Actions) || len(below) > 1 {
		return nil
	}
	return d
}

// cut cuts the block of the buttons where their IDs and values stand; false where they
// are not found for certain.
func (d *drawing) cut(buttons api.Block, actions []bot.Action) bool {
	raw, err := json.Marshal(buttons)
	if err != nil {
		return false
	}
	type span struct {
		gap
		from, to int
	}
	var spans []span
	for i := range actions {
		a := &actions[i]
		d.lengths = append(d.lengths, len(a.Value))
		id := quoted(nil, a.ID())
		switch bytes.Count(raw, id) {
		case 0: // there was no room for it
			continue
		case 1:
		default:
			return false
		}
		at := bytes.Index(raw, id)
		spans = append(spans, span{gap{action: i}, at, at + len(id)})
		at += len(id)
		if value := quoted([]byte(beforeValue), a.Value); bytes.HasPrefix(raw[at:], value) {
			spans = append(spans, span{gap{i, true}, at + len(beforeValue), at + len(value)})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	at := 0
	for _, s := range spans {
		d.pieces, d.gaps = append(d.pieces, raw[at:s.from]), append(d.gaps, s.gap)
		at = s.to
	}
	d.pieces, d.size = append(d.pieces, raw[at:]), len(raw)
	return !slices.ContainsFunc(d.pieces, func(piece []byte) bool { return tells(piece, actions) })
}

// beforeValue stands between the ID of a button and its value.
const beforeValue = `,"value":`

// tells tells whether the value of an action stands in a piece.
func tells(piece []byte, actions []bot.Action) bool {
	return slices.ContainsFunc(actions, func(a bot.Action) bool {
		value := quoted(nil, a.Value)
		return a.Value != "" && bytes.Contains(piece, value[1:len(value)-1])
	})
}

// message is the rendering of a reply of the same template; false where there is another
// amount of it.
func (d *drawing) message(r bot.Reply) (message, bool) {
	a := d.last.Load()
	if a == nil || !same(a.headline, r.Headline) || !same(a.footnote, r.Footnote) {
		if a = d.around(r); a == nil {
			return message{}, false
		}
		d.last.Store(a)
	}
	blocks := append(make([]api.Block, 0, len(d.middle)+3), a.top)
	blocks = append(blocks, d.middle...)
	if d.pieces != nil {
		if !slices.EqualFunc(r.Actions, d.lengths, func(a bot.Action, n int) bool { return len(a.Value) == n }) {
			return message{}, false
		}
		blocks = append(blocks, d.buttons(r.Actions))
	}
	if a.bottom != nil {
		blocks = append(blocks, a.bottom)
	}
	return message{Text: a.text, Blocks: blocks}, true
}

// around renders headline and small print of a reply; nil where they do not fit.
func (d *drawing) around(r bot.Reply) *around {
	top, characters := headlineBlock(r)
	note := plaintext.Runs(r.Footnote, maxContextText)
	if characters+size(note) > d.room || len(note) > 0 != d.noted {
		return nil
	}
	out := &around{headline: r.Headline, footnote: r.Footnote, text: fallback(headline(r))}
	raw, err := json.Marshal(top)
	if err != nil {
		return nil
	}
	out.top = written(raw)
	if d.noted {
		if raw, err = json.Marshal(smallPrint(note)); err != nil {
			return nil
		}
		out.bottom = written(raw)
	}
	return out
}

// buttons is the block of the buttons with the values of these.
func (d *drawing) buttons(actions []bot.Action) written {
	out := make([]byte, 0, d.size)
	for i, g := range d.gaps {
		out = append(out, d.pieces[i]...)
		if a := &actions[g.action]; g.value {
			out = quoted(out, a.Value)
		} else {
			out = quoted(out, a.ID())
		}
	}
	return append(out, d.pieces[len(d.gaps)]...)
}

// quoted appends a string as JSON, as encoding/json writes it.
func quoted(out []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || strings.IndexByte(`"\<>&`, c) >= 0 {
			quoted, err := json.Marshal(s)
			if err != nil { // no string has one
				return out
			}
			return append(out, quoted...)
		}
	}
	return append(append(append(out, '"'), s...), '"')
}
