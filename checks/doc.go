// Package checks is the vocabulary of the engine: what is asked (Target), what
// one address showed (Observation), what its certificates mean (Judgement),
// what is wrong (Finding) and what is answered (Report).
//
// It holds plain data and no machinery, so that every room below may import
// it: target makes a Target of what people type, probe turns a Target into an
// Observation, chain turns certificates into a Judgement, findings turns both
// (as Facts) into Findings, fixes adds Steps, and engine puts the Report
// together. No stage reaches back.
package checks
