// Package telemetry tells an operator what a serve or a worker does: its log, in
// which one id leads from what a platform delivered over each check to the answer; its
// metrics for Prometheus; its traces for a collector of OpenTelemetry.
//
//	logcontext.go  the request that everything under a context is done for
//	logdesk.go     one request and one check in the log and in a trace
//	labels.go      that id and the trace go along to a worker
//	secrets.go     keys are kept out of what is written
//	metrics.go     what is counted; watched.go what the watches show
//	trace.go       the parts of a request, and how long each took; collector.go where
//	               that goes, as the settings say
//	build.go       which program this is
//
// Names of servers are labels of metrics for watches alone: what strangers ask about
// has no end.
package telemetry
