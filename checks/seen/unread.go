package seen

import "certdesk/checks/say"

// Unread tells what cannot be read, to whoever typed it: a sentence.
type Unread struct{ what say.Text }

// Error is the sentence in English, for logs and the command line.
func (e *Unread) Error() string { return e.what.String() }

// Said is the sentence.
func (e *Unread) Said() say.Text { return e.what }

func unread(what say.Text) error { return &Unread{what} }
