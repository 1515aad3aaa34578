package fakediscord

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// openAPI is where Discord's published description of its API (openapi.json of
// github.com/discord/discord-api-spec) lies, seen from the top of the
// repository. Where it is there, every body is checked against it as well.
const openAPI = "../shared/data/discord-openapi.json"

// schemas are those of the bodies that calls take, by method and path. nil
// checks nothing. They do not know sums, such as that of all texts of a
// message: check.go does.
type schemas struct {
	pointers map[string]string

	mu       sync.Mutex
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema
}

// document is where the description lies for the compiler.
const document = "file:///openapi.json"

// published reads the description once for all tests of a program: it is large.
// nil without it.
var published = sync.OnceValues(func() (*schemas, error) {
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			break
		}
		above := filepath.Dir(folder)
		if above == folder {
			return nil, nil
		}
		folder = above
	}
	raw, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(openAPI)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return newSchemas(raw)
})

func newSchemas(raw []byte) (*schemas, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("reading the description of the API: %w", err)
	}
	s := &schemas{compiler: jsonschema.NewCompiler(), pointers: make(map[string]string), compiled: make(map[string]*jsonschema.Schema)}
	s.compiler.DefaultDraft(jsonschema.Draft2020)
	s.compiler.AssertFormat()
	if err := s.compiler.AddResource(document, doc); err != nil {
		return nil, fmt.Errorf("reading the description of the API: %w", err)
	}
	var api struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(raw, &api); err != nil {
		return nil, fmt.Errorf("reading the description of the API: %w", err)
	}
	for path, methods := range api.Paths {
		for method, raw := range methods {
			var m struct {
				Body struct {
					Content map[string]struct{ Schema json.RawMessage } `json:"content"`
				} `json:"requestBody"`
			}
			if json.Unmarshal(raw, &m) != nil || m.Body.Content["application/json"].Schema == nil {
				continue // parameters of all methods, and calls without a body
			}
			at := []string{"paths", path, method, "requestBody", "content", "application/json", "schema"}
			for i := range at {
				at[i] = strings.ReplaceAll(strings.ReplaceAll(at[i], "~", "~0"), "/", "~1")
			}
			s.pointers[shape(strings.ToUpper(method)+" "+strings.TrimPrefix(path, "/"))] = document + "#/" + strings.Join(at, "/")
		}
	}
	return s, nil
}

// shape is a route without the names of its variables, which differ.
func shape(route string) string {
	parts := strings.Split(route, "/")
	for i := range parts {
		if strings.HasPrefix(parts[i], "{") {
			parts[i] = "{}"
		}
	}
	return strings.Join(parts, "/")
}

// check returns what the description has against the body of a call.
func (s *schemas) check(route string, body []byte) []string {
	if s == nil || len(body) == 0 {
		return nil
	}
	pointer, ok := s.pointers[shape(route)]
	if !ok {
		return []string{"the description of the API has no body for this call"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	schema := s.compiled[pointer]
	if schema == nil {
		var err error
		if schema, err = s.compiler.Compile(pointer); err != nil {
			return []string{"the description of the API: " + err.Error()}
		}
		s.compiled[pointer] = schema
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	if err := schema.Validate(value); err != nil {
		return []string{err.Error()}
	}
	return nil
}
