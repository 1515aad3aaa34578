// Package fixes says what helps: the ten numbered steps that every helpdesk
// knows, chosen, ordered and worded for one case.
//
// The steps are data: english.go has the click paths, english_why.go the
// sentences with the values of the case. Other languages are the business of
// package phrasebook, which translates what comes out of here.
//
// The way through it: choose.go picks the steps from the findings, order.go
// puts them in the order in which they should be tried, situation.go collects
// the values that the sentences use, step.go words them.
//
// Which steps belong to which finding is not decided here: each finding lists
// its own, in their order (package findings). A server without fault gets the
// steps for the user's own PC, each with how to tell within a minute whether
// it is the one. Risky steps carry their caution; the step that accepts a
// certificate is offered only where every critical finding lists it.
//
// Click paths are those of Outlook for Microsoft 365 (classic) and Windows 11
// as of 2026, with a line for the new Outlook where it differs.
package fixes
