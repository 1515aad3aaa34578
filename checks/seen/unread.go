package seen

import "certdesk/checks/say"

// unread tells what cannot be read, to whoever typed it.
func unread(what say.Text) error { return say.Fail(what) }
