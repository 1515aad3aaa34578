// Package fixes says what helps: the ten numbered steps that every helpdesk
// knows, chosen, ordered and worded for one case.
//
// Which steps, in which order and why is decided here (why.go has the sentences
// with the values of the case); the click paths of each mail program are package
// programs'. Other languages are the business of package phrasebook.
//
// The way through it: choose.go picks the steps from the findings, order.go
// puts them in the order in which they should be tried, first what cure.go calls the
// cure, situation.go collects the values that the sentences use (userview.go: what the
// user's own window shows), requests.go says what to ask of whoever runs the server,
// program.go words a report for another program.
//
// Which steps belong to which finding is not decided here: each finding lists
// its own, in their order (package findings). A server without fault gets the
// steps for the user's own PC, each with how to tell within a minute whether
// it is the one. Risky steps carry their caution; the step that accepts a
// certificate is offered only where every critical finding lists it.
package fixes
