// Package inbox has what an adapter needs for what its platform delivers: each
// delivery is handled once, after the platform has had its acknowledgement, and
// with the files that came with it.
//
//	recent.go      what was delivered lately, so that it is handled once
//	work.go        the handling, bounded in number and time
//	attachment.go  which of the files that people attach are read, and how much;
//	               enclose.go those that are the message itself, or cannot be read
//	fetch.go       how they are fetched
//
// How a platform proves what it delivers, and how it wants it acknowledged, is
// each adapter's own.
package inbox
