package zone

import (
	"encoding/json"
	"errors"
	"fmt"

	"certdesk/bot"
	"certdesk/checks/say"
)

// question is what a worker is sent. Programs of two versions may talk to each
// other while a new one is rolled out: fields are only ever added.
type question struct {
	Question bot.Question `json:"question"`
	// Labels say what the question is asked for, as Asker.Labels has it.
	Labels map[string]string `json:"labels,omitempty"`
}

// outcome is what comes back: an answer, or why there is none.
type outcome struct {
	Answer *bot.Answer `json:"answer,omitempty"`
	// Refused is a sentence for the asker, Refusal the same as it is made; older
	// workers send the first alone, older askers read it.
	Refused string   `json:"refused,omitempty"`
	Refusal say.Text `json:"refusal,omitempty"`
	// Failed is for the log of the asking process.
	Failed string `json:"failed,omitempty"`
}

func encode(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic("questions and answers are plain data: " + err.Error())
	}
	return out
}

// decodeQuestion reads what came for a worker.
func decodeQuestion(data []byte) (question, error) {
	var q question
	if err := json.Unmarshal(data, &q); err != nil {
		return question{}, fmt.Errorf("reading a question: %w", err)
	}
	if q.Question.Target.Host == "" {
		return question{}, errors.New("reading a question: it names no server")
	}
	return q, nil
}

// decodeOutcome reads what a worker of a zone said. The zone is the one that
// was asked, whatever the worker takes itself for.
func decodeOutcome(data []byte, zone string) (*bot.Answer, error) {
	var o outcome
	if err := json.Unmarshal(data, &o); err != nil {
		return nil, fmt.Errorf("reading the answer from %s: %w", zone, err)
	}
	switch {
	case !o.Refusal.Empty():
		return nil, &Refusal{o.Refusal}
	case o.Refused != "":
		return nil, &Refusal{say.Quote(o.Refused)}
	case o.Failed != "":
		return nil, fmt.Errorf("the worker in %s failed: %s", zone, o.Failed)
	case o.Answer == nil || len(o.Answer.Reports) == 0:
		return nil, fmt.Errorf("the answer from %s is empty", zone)
	}
	a := o.Answer
	for i := range a.Reports {
		a.Reports[i].Zone = zone
	}
	a.Chains = append(a.Chains, make([][][]byte, len(a.Reports))...)[:len(a.Reports)] // one for each report
	return a, nil
}
