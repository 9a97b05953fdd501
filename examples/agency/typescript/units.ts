// Keeps a table of the city's units, from what its registry tells. BROKER, TOPIC, GROUP, CA, IDENTITY (key and certificate), STORE and PROTO
// (the folder of the contracts) say where. `anew`: forgets where it was in TOPIC, and ends.
import {readFileSync} from 'node:fs';
import kafkajs, {type KafkaMessage} from 'kafkajs';
import Database from 'libsql';
import lz4 from 'lz4js';
import protobuf from 'protobufjs';

const {BROKER, TOPIC, CA, IDENTITY, STORE, PROTO, GROUP} = process.env as Record<string, string>;
const store = new Database(STORE);
store.exec('PRAGMA busy_timeout = 10000'); // somebody may be reading
store.exec(readFileSync('../tables.sql', 'utf8'));
const contracts = new protobuf.Root();
contracts.resolvePath = (_, file) => `${file.startsWith('google/') ? 'node_modules/protobufjs' : PROTO}/${file}`;
const UnitChanged = contracts.loadSync('binadaya/registry/v1/registry_events.proto').lookupType('binadaya.registry.v1.UnitChanged');

const run = (sql: string, ...values: unknown[]) => store.prepare(sql).run(...values).changes;
const get = (sql: string, ...values: unknown[]) => store.prepare(sql).get(...values) as any;
const nextOf = (part: number): number | undefined => get('SELECT next FROM next WHERE topic = ? AND part = ?', TOPIC, part)?.next;
const stop = (why: string) => { throw new kafkajs.KafkaJSNonRetriableError(why); }; // any other error is tried again

// Other types, and later versions of this one, pass by.
const effects: Record<string, ((value: Buffer, sequence: number) => void) | undefined> = {
  'unit.changed.v1': (value, sequence) => {
    const unit = UnitChanged.toObject(UnitChanged.decode(value), {defaults: true});
    run(`INSERT INTO unit VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET changes = changes + 1, sequence = max(sequence, excluded.sequence),
      name = iif(excluded.sequence > sequence, excluded.name, name)`, unit.code, unit.name, sequence);
  },
};

// One event with its effect and where to go on, in one transaction: all of it or nothing.
const take = store.transaction((part: number, record: KafkaMessage) => {
  if (Number(record.offset) < (nextOf(part) ?? 0)) return; // the client began before it was told where
  const event = Object.fromEntries(Object.entries(record.headers!).map(([name, value]) => [name, String(value)]));
  const [source, subject, sequence] = [event.ce_source, event.ce_subject, Number(event.ce_sequence)];
  const effect = effects[event.ce_type.split('.').slice(4).join('.')];
  const at: number = get('SELECT sequence FROM position WHERE source = ? AND subject = ?', source, subject)?.sequence ?? sequence - 1;
  if (run('INSERT OR IGNORE INTO heard VALUES (?, ?, ?, ?, ?)', source, event.ce_id, subject, sequence, effect ? 1 : 0)) {
    if (sequence > at + 1) stop(`${subject} is at ${at} and ${sequence} came: ask the city for what is missing`);
    effect?.(record.value!, sequence);
    run('INSERT OR REPLACE INTO position VALUES (?, ?, ?)', source, subject, Math.max(sequence, at));
  }
  run('INSERT OR REPLACE INTO next VALUES (?, ?, ?)', TOPIC, part, Number(record.offset) + 1);
});

// The city's topics are compressed by LZ4, which this client does not bring.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({decompress: async (buffer: Buffer) => Buffer.from(lz4.decompress(buffer))});

if (process.argv[2] === 'anew') {
  run('DELETE FROM next WHERE topic = ?', TOPIC);
  process.exit();
}
const identity = readFileSync(IDENTITY, 'utf8');
const kafka = new kafkajs.Kafka({brokers: [BROKER], ssl: {ca: readFileSync(CA, 'utf8'), key: identity, cert: identity}});
// Away for longer than the topic keeps: this client goes on at the topic's beginning, and says nothing of what it left out.
const admin = kafka.admin();
await admin.connect();
const requireKept = async () => {
  for (const {partition, low, high} of await admin.fetchTopicOffsets(TOPIC)) {
    const next = nextOf(partition) ?? Number(low);
    if (next < Number(low) || next > Number(high)) stop(`${next} is out of range: ask the city for a replay`);
  }
};
await requireKept();
const consumer = kafka.consumer({groupId: GROUP});
consumer.on(consumer.events.CRASH, ({payload}) => {
  console.error(payload.error);
  if (!payload.restart) process.exit(1);
});
await consumer.connect();
await consumer.subscribe({topic: TOPIC, fromBeginning: true});
// Where to go on is in the store. Nothing is committed to the broker, but for "the beginning" when this client goes on there by itself.
consumer.on(consumer.events.GROUP_JOIN, () => {
  for (const row of store.prepare('SELECT part, next FROM next WHERE topic = ?').all(TOPIC) as any[])
    consumer.seek({topic: TOPIC, partition: row.part, offset: String(row.next)});
});
await consumer.run({autoCommit: false, eachMessage: async ({partition, message}) => {
  if (Number(message.offset) > (nextOf(partition) ?? Infinity)) await requireKept();
  take(partition, message);
}});
