package checktest

import (
	"encoding/asn1"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Documents is a web server with fixed documents, such as an authority keeps
// its certificates and lists on (RFC 5280 §4.2.2.1), or one that shall not be
// trusted with it.
type Documents struct {
	server *http.Server
	base   string
	served chan struct{}
	closed chan struct{}

	mu    sync.Mutex
	pages map[string]Document
	asked map[string]int
}

// Document is what there is under one path.
type Document struct {
	Body []byte
	Type string
	// Status is 200 unless it is set.
	Status int
	// Location is where a redirect leads.
	Location string
	// Silent: the request is taken and never answered.
	Silent bool
	// Cut: the connection ends in the middle of the body.
	Cut bool
}

// NewDocuments starts a server on loopback that has nothing yet.
func NewDocuments() (*Documents, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("starting the document server: %w", err)
	}
	d := &Documents{
		base:   "http://" + listener.Addr().String(),
		served: make(chan struct{}),
		closed: make(chan struct{}),
		pages:  make(map[string]Document),
		asked:  make(map[string]int),
	}
	d.server = &http.Server{Handler: d, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		defer close(d.served)
		_ = d.server.Serve(listener) // ends with Close
	}()
	return d, nil
}

// URL is the address of a path, which begins with a slash.
func (d *Documents) URL(path string) string { return d.base + path }

// Put has a document from now on, and returns its address.
func (d *Documents) Put(path string, doc Document) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pages[path] = doc
	return d.URL(path)
}

// Asked is how often a path was asked for.
func (d *Documents) Asked(path string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.asked[path]
}

// ServeHTTP answers with the document of the path, or with 404.
func (d *Documents) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mu.Lock()
	d.asked[r.URL.Path]++
	doc, ok := d.pages[r.URL.Path]
	d.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	if doc.Silent {
		select {
		case <-d.closed:
		case <-r.Context().Done():
		}
		return
	}
	if doc.Type != "" {
		w.Header().Set("Content-Type", doc.Type)
	}
	if doc.Location != "" {
		w.Header().Set("Location", doc.Location)
	}
	length := len(doc.Body)
	if doc.Cut {
		length *= 2
	}
	w.Header().Set("Content-Length", strconv.Itoa(length))
	if doc.Status != 0 {
		w.WriteHeader(doc.Status)
	}
	_, _ = w.Write(doc.Body) // whoever asked may have left
	if doc.Cut {
		panic(http.ErrAbortHandler)
	}
}

// Close ends the server and every conversation.
func (d *Documents) Close() error {
	close(d.closed)
	err := d.server.Close()
	<-d.served
	return err
}

var _ io.Closer = (*Documents)(nil)

// CertsOnly packs certificates as authorities publish several at one address:
// PKCS #7 that signs nothing (RFC 5652 §5.1), a .p7c file.
func CertsOnly(certificates ...[]byte) []byte {
	var all []byte
	for _, der := range certificates {
		all = append(all, der...)
	}
	type contentInfo struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}
	set := func(class, tag int, content []byte) asn1.RawValue {
		return asn1.RawValue{Class: class, Tag: tag, IsCompound: true, Bytes: content}
	}
	signed := marshal(struct {
		Version      int
		Digests      asn1.RawValue
		Content      struct{ Type asn1.ObjectIdentifier }
		Certificates asn1.RawValue
		Signers      asn1.RawValue
	}{
		Version:      1,
		Digests:      set(asn1.ClassUniversal, asn1.TagSet, nil),
		Content:      struct{ Type asn1.ObjectIdentifier }{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}},
		Certificates: set(asn1.ClassContextSpecific, 0, all),
		Signers:      set(asn1.ClassUniversal, asn1.TagSet, nil),
	})
	return marshal(contentInfo{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}, set(asn1.ClassContextSpecific, 0, signed)})
}
