// Package programs has the click paths of mail programs: where in this program
// each of the ten steps is done. They are data, a file a program and a row a step,
// each with the page that it was read on and when.
//
//	steps.go     the ten steps and their titles
//	row.go       Program and its rows, and how a row is worded for a case
//	programs.go  the table of all programs, and how one is found in it
//	phrases.go   lines that several programs share: the same system, the same words
//	system.go    rows that several programs share, for they are the system's
//	outlook.go … a program each
//	browser.go   a browser, which is no account: what helps with a web page
//	service.go   what connects to a server that is none of mail's
//
// To add a program: a file with its rows, and its row in programs.go. Commands,
// options, help, menus and the settings of a channel have it then.
//
// A step that a program does not have says why in half a sentence (row.without), and
// is left out. Which step helps in a case, and why, is not decided here (package
// fixes).
package programs
