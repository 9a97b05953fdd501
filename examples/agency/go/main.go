// A table of the city's units, from what its registry tells. BROKER, TOPIC, CA, IDENTITY, STORE: where. `anew` forgets where it was in TOPIC.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"log"
	"os"
	"strconv"
	"strings"

	"github.com/twmb/franz-go/pkg/kgo"
	"google.golang.org/protobuf/proto"
	_ "modernc.org/sqlite"
	registry "units/gen/registry" // written by protoc
)

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// Other types, and later versions of this one, pass by.
var effects = map[string]func(*sql.Tx, []byte, int64){"unit.changed.v1": func(tx *sql.Tx, value []byte, sequence int64) {
	var unit registry.UnitChanged
	must(0, proto.Unmarshal(value, &unit))
	must(tx.Exec(`INSERT INTO unit VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET changes = changes + 1, sequence = max(sequence, excluded.sequence),
		name = iif(excluded.sequence > sequence, excluded.name, name)`, unit.Code, unit.Name, sequence))
}}

// One event with its effect and where to go on, in one transaction: all of it or nothing.
func take(store *sql.DB, record *kgo.Record) {
	event := map[string]string{}
	for _, header := range record.Headers {
		event[header.Key] = string(header.Value)
	}
	source, subject, sequence := event["ce_source"], event["ce_subject"], must(strconv.ParseInt(event["ce_sequence"], 10, 64))
	effect, known := effects[strings.SplitN(event["ce_type"], ".", 5)[4]]
	tx, at := must(store.Begin()), sequence-1 // of one that is heard for the first time
	must(0, tx.QueryRow("SELECT coalesce(max(sequence), ?) FROM position WHERE source = ? AND subject = ?", at, source, subject).Scan(&at))
	if must(must(tx.Exec("INSERT OR IGNORE INTO heard VALUES (?, ?, ?, ?, ?)", source, event["ce_id"], subject, sequence, known)).RowsAffected()) == 1 {
		if sequence > at+1 {
			log.Fatalf("%s is at %d and %d came: ask the city for what is missing", subject, at, sequence)
		}
		if known {
			effect(tx, record.Value, sequence)
		}
		must(tx.Exec("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", source, subject, max(sequence, at)))
	}
	must(tx.Exec("INSERT OR REPLACE INTO next VALUES (?, ?, ?)", record.Topic, record.Partition, record.Offset+1))
	must(0, tx.Commit())
}

func main() {
	topic, identity := os.Getenv("TOPIC"), must(tls.LoadX509KeyPair(os.Getenv("IDENTITY"), os.Getenv("IDENTITY")))
	store := must(sql.Open("sqlite", os.Getenv("STORE")+"?_pragma=busy_timeout(10000)")) // somebody may be reading
	must(store.Exec(string(must(os.ReadFile("../tables.sql")))))
	if len(os.Args) > 1 && os.Args[1] == "anew" {
		must(store.Exec("DELETE FROM next WHERE topic = ?", topic))
		return
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(must(os.ReadFile(os.Getenv("CA"))))
	partitions := map[int32]kgo.Offset{}
	for part, next := int32(0), int64(-2); part < 12; part++ { // -2: the beginning
		must(0, store.QueryRow("SELECT coalesce(max(next), -2) FROM next WHERE topic = ? AND part = ?", topic, part).Scan(&next))
		partitions[part] = kgo.NewOffset().At(next)
	}
	client := must(kgo.NewClient(kgo.SeedBrokers(os.Getenv("BROKER")), kgo.ConsumePartitions(map[string]map[int32]kgo.Offset{topic: partitions}),
		kgo.DialTLSConfig(&tls.Config{RootCAs: trusted, Certificates: []tls.Certificate{identity}}), kgo.ConsumeResetOffset(kgo.NoResetOffset())))
	for {
		fetched := client.PollFetches(context.Background())
		fetched.EachError(func(_ string, _ int32, err error) { log.Fatalf("%v: if out of range, ask the city for a replay", err) })
		fetched.EachRecord(func(record *kgo.Record) { take(store, record) })
	}
}
