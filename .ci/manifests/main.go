// Command manifests renders the Helm chart with Helm's own engine, once for each
// file of values, and decodes what comes out into Kubernetes' own types: a field
// that is misspelt, at the wrong place or of the wrong kind is an error, which
// Kubernetes itself would only drop.
//
// It is a module of its own so that the program does not depend on Kubernetes.
//
//	cd .ci/manifests && go run . ../../deploy/helm/certdesk ../../deploy/helm/certdesk/ci/*.yaml
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/yaml"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
)

// foreign are kinds of operators, whose types are not Kubernetes'.
var foreign = []string{"monitoring.coreos.com/v1"}

// kubernetes is the version that is rendered for.
const kubernetes = "v1.33.0"

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: manifests CHART VALUES…")
		os.Exit(2)
	}
	failed := false
	for _, file := range os.Args[2:] {
		values, err := chartutil.ReadValuesFile(file)
		n := 0
		if err == nil {
			_, n, err = check(os.Args[1], values, "desk")
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", file, err)
			failed = true
			continue
		}
		fmt.Printf("%s: %d objects are as Kubernetes knows them\n", filepath.Base(file), n)
	}
	if failed {
		os.Exit(1)
	}
}

// check renders a chart with values, as a release of a name, and decodes every object.
// What was rendered is by file.
func check(folder string, values chartutil.Values, release string) (rendered map[string]string, objects int, err error) {
	c, err := loader.Load(folder)
	if err != nil {
		return nil, 0, fmt.Errorf("reading the chart: %w", err)
	}
	if rendered, err = render(c, values, release); err != nil {
		return nil, 0, err
	}
	decode, err := strict()
	if err != nil {
		return nil, 0, err
	}
	var errs []error
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range rendered {
			if !yield(name) {
				return
			}
		}
	}) {
		if !strings.HasSuffix(name, ".yaml") {
			continue
		}
		documents := yaml.NewYAMLReader(bufio.NewReader(strings.NewReader(rendered[name])))
		for {
			document, err := documents.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, 0, fmt.Errorf("%s: %w", name, err)
			}
			if empty(document) {
				continue
			}
			objects++
			if err := decode(document); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
			}
		}
	}
	if objects == 0 {
		errs = append(errs, errors.New("nothing was rendered"))
	}
	return rendered, objects, errors.Join(errs...)
}

func render(c *chart.Chart, values chartutil.Values, release string) (map[string]string, error) {
	version, err := chartutil.ParseKubeVersion(kubernetes)
	if err != nil {
		return nil, err
	}
	able := *chartutil.DefaultCapabilities
	able.KubeVersion = *version
	all, err := chartutil.ToRenderValues(c, values, chartutil.ReleaseOptions{Name: release, Namespace: "default", Revision: 1, IsInstall: true}, &able)
	if err != nil {
		return nil, fmt.Errorf("the values do not fit the chart: %w", err)
	}
	out, err := engine.Render(c, all)
	if err != nil {
		return nil, fmt.Errorf("rendering: %w", err)
	}
	return out, nil
}

// strict decodes one object, and takes no field that its type does not have, and
// none twice.
func strict() (func([]byte) error, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{appsv1.AddToScheme, corev1.AddToScheme, networkingv1.AddToScheme, policyv1.AddToScheme} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	decoder := serializer.NewCodecFactory(scheme, serializer.EnableStrict).UniversalDeserializer()
	return func(document []byte) error {
		var is runtime.TypeMeta
		if err := yaml.Unmarshal(document, &is); err != nil {
			return err
		}
		if slices.Contains(foreign, is.APIVersion) {
			return nil
		}
		_, _, err := decoder.Decode(document, nil, nil)
		return err
	}, nil
}

// empty tells of a document that has comments and blank lines alone.
func empty(document []byte) bool {
	for line := range bytes.Lines(document) {
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' && string(line) != "---" {
			return false
		}
	}
	return true
}
