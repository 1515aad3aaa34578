package bot

// Tone is how a reply, or a part of it, should strike the reader. Adapters turn
// it into a colour and a symbol; it never carries what the words do not say.
type Tone string

// The tones.
const (
	Neutral Tone = ""
	Good    Tone = "good"
	Warning Tone = "warning"
	Bad     Tone = "bad"
	// Unknown: it could not be looked at, for a reason on our side.
	Unknown Tone = "unknown"
)
