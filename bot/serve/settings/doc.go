// Package settings reads what the environment says to certdesk serve and worker, and
// tells in a sentence each what is wrong with it.
//
//	environment.go  a variable, from a file or a credential where it is given as such
//	settings.go     all that certdesk itself is told; outside.go whom it tells besides
//	                chat, traces.go where spans go, stores.go where the store is; parse.go
//	                reads what takes more than a word
//	check.go        what shows only when all are read
//	names.go        which settings there are, and what looks like one and is none
//	keys.go         the secrets among them; file.go the files that they stand in
//
// What a platform's adapter needs is no part of Settings: it is read from the same
// Environment by whoever makes the adapter.
package settings
