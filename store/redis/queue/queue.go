// Package queue carries questions to the workers of a zone and their answers
// back, over Redis Streams with a consumer group for each zone
// (https://redis.io/docs/latest/develop/data-types/streams/).
//
// It is go-redis alone: watermill-redisstream would carry messages but neither
// replies nor deadlines, which are most of what is below, and asynq polls (0.3
// to 0.75 s until an idle worker picks up) and runs a killed worker's job again
// after 60 s.
//
//	queue.go    keys, times, connections
//	ask.go      the asking side: post a job, wait for its answer
//	roster.go   the asking side: which zones are alive
//	worker.go   what a worker needs
//	work.go     the worker: take a job, run it, answer
//	arrive.go   the worker joins the group, and leaves it
//	claim.go    jobs of workers that died, and keeping one's own
//	beat.go     the worker's heartbeat, and Redis's clock
//	outage.go   Redis is away: wait, say it once
//	replies.go  what its error replies mean
//	ready.go    whether a job could be taken and answered
//
// The way of a job: XADD to the stream; one idle worker's XREADGROUP returns
// it; while it runs its owner claims it anew each second; answer, XACK and XDEL
// are one transaction; the asker's BLPOP returns. A worker that dies stops
// claiming, and another one's XAUTOCLAIM takes the job over. A job runs at
// least once and possibly twice, which does no harm: it only looks. Nobody
// begins it after its deadline, or after maxDeliveries workers broke off over
// it. All times are Redis's own, so that no two clocks have to agree.
//
// Keys of the zone dmz share one hash tag, for a cluster:
//
//	certdesk:{zone:dmz}:jobs        stream; fields q question, ms time to answer
//	certdesk:{zone:dmz}:answer:ID   list of one; "+" and the answer, or "-"
//	certdesk:{zone:dmz}:alive       channel of heartbeats: "+NAME" or "-NAME"
//
// A worker needs nothing else of Redis, so that it may be given a user of its
// own, who sees nothing of the rest (Redis 7 or Valkey):
//
//	ACL SETUSER certdesk-dmz on >SECRET resetkeys ~certdesk:{zone:dmz}:*
//	    resetchannels &certdesk:{zone:dmz}:* -@all +xgroup +xreadgroup
//	    +xautoclaim +xclaim +xpending +xinfo +xack +xdel +rpush +pexpire
//	    +publish +time +multi +exec +ping +client|setname
//
// and on a cluster also +cluster|slots +cluster|shards +command.
package queue

import (
	"time"

	goredis "github.com/redis/go-redis/v9"

	"certdesk/store/redis"
)

const (
	// block is how long a read waits in Redis for something to come. go-redis
	// does not see a context's end while it waits, so this is also how long an
	// end may take.
	block = time.Second
	// slack is how much longer than block a server may take to say that nothing
	// came, before it is taken for hanging.
	slack = 2 * time.Second
	// reclaimEvery is how often a worker looks for jobs of dead ones, and keepEvery
	// how often it says that its own are not.
	reclaimEvery = time.Second
	keepEvery    = time.Second
	// claimAfter is how long nobody spoke for a job that is taken over. Several
	// times keepEvery: a slow server is no death.
	claimAfter = 5 * time.Second
	// maxDeliveries is how many workers may break off over a job.
	maxDeliveries = 3
	// beatEvery is how often a worker says that it is alive, aliveFor how long
	// that is believed.
	beatEvery = time.Second
	aliveFor  = 4 * time.Second
	// answerLife is how long an answer waits for its asker.
	answerLife = time.Minute
	// backlog bounds a stream, about: askers wait for seconds only, so that the
	// oldest of so many jobs are past their deadline.
	backlog = 1000
	// least is the time in which a job can be of use to its asker. With less left
	// it is not begun.
	least = time.Second
	// wayBack is left of it for the answer to arrive.
	wayBack = 300 * time.Millisecond
	// command bounds one command that does not wait.
	command = 3 * time.Second
)

const group = "workers"

// allAlive are the heartbeats of all zones.
const allAlive = "certdesk:{zone:*}:alive"

func zoneKey(zone, name string) string { return "certdesk:{zone:" + zone + "}:" + name }

func jobsKey(zone string) string       { return zoneKey(zone, "jobs") }
func answerKey(zone, id string) string { return zoneKey(zone, "answer:"+id) }
func aliveKey(zone string) string      { return zoneKey(zone, "alive") }

// waiters bounds the connections on which answers are waited for: one each. A
// connection is made when it is needed.
const waiters = 256

// connect makes two clients: one for commands that return at once, and one for
// those that wait, which would keep the others from a connection.
func connect(address string, waiting int) (client, waits goredis.UniversalClient, err error) {
	if client, err = redis.Connect(address, 0); err != nil {
		return nil, nil, err
	}
	if waits, err = redis.Connect(address, waiting); err != nil {
		client.Close() // nothing was sent
		return nil, nil, err
	}
	return client, waits, nil
}
