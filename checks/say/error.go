package say

// An Error is a sentence for whoever typed what cannot be done, where other errors are
// for whoever looks after certdesk.
type Error struct{ said Text }

// Fail is an error that is a sentence.
func Fail(t Text) error { return &Error{t} }

// Error is the sentence in English, for logs.
func (e *Error) Error() string { return e.said.String() }

// Said is the sentence.
func (e *Error) Said() Text { return e.said }
