package bot

import "time"

// Suggestion is a server that somebody may mean, shown while its name is typed.
type Suggestion struct {
	Name string
	// Tone tells how it was at its last check, Until when the first of its
	// certificates ends; zero where nothing is known.
	Tone  Tone
	Until time.Time
}
