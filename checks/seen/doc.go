// Package seen puts what a user's own dialog shows (Outlook's View Certificate)
// beside what the server sends. The difference is the diagnosis: a protection
// program in between, another server behind the same name, a PC whose clock is
// wrong; or no difference, and the fault is on that PC.
//
//	parse.go       fields as people type them ("Issued by: R11", pem=FILE)
//	lines.go       the lines of a text that a platform has made one
//	date.go        dates in the usual national formats; words.go has their words
//	thumbprint.go  hexadecimal digits as they are copied out of Windows
//	compare.go     the two views, and what their difference means; sight.go: how
//	               near one address comes to what was shown
//	clock.go       what the dates tell of the PC's clock
//
// What can be inferred, and what not. A dialog shows dates in the PC's own zone,
// which is not known: two dates are the same if they can be the same moment in
// any zone. The validity of a certificate does not depend on the clock of whoever
// looks at it, so that a wrong clock shows only in what goes with it: a
// complaint about the dates of a certificate that is valid now, the PC's own
// date where it was read out, or a beginning that lies in the future, which only
// a maker with a fast clock can have written. The same issuer alone does not
// make it the same certificate; a thumbprint does, or two fields that agree and
// none that differs.
package seen
