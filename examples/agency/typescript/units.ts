// Keeps a table of the city's units, from what its registry tells. BROKER, TOPIC, GROUP, CA, IDENTITY (key and certificate), STORE and PROTO
// (the folder of the contracts) say where.
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

type Row = Record<string, any> | undefined;
const run = (sql: string, ...values: unknown[]) => store.prepare(sql).run(...values).changes;
const get = (sql: string, ...values: unknown[]) => store.prepare(sql).get(...values) as Row;

// Other types, and later versions of this one, pass by.
const effects: Record<string, ((value: Buffer) => void) | undefined> = {
  'unit.changed.v1': (value) => {
    const unit = UnitChanged.toObject(UnitChanged.decode(value), {defaults: true});
    run(`INSERT INTO unit VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET name = excluded.name, changes = changes + 1`, unit.code, unit.name);
  },
};

// One event with its effect and where to go on, in one transaction: all of it or nothing.
const take = store.transaction((part: number, record: KafkaMessage) => {
  const next = get('SELECT next FROM next WHERE topic = ? AND part = ?', TOPIC, part)?.next ?? 0;
  if (Number(record.offset) < next) return; // the client began before it was told where
  const event = Object.fromEntries(Object.entries(record.headers!).map(([name, value]) => [name, String(value)]));
  const {ce_source: source, ce_subject: subject} = event;
  const sequence = Number(event.ce_sequence);
  const effect = effects[event.ce_type.split('.').slice(4).join('.')];
  const at = get('SELECT sequence FROM position WHERE source = ? AND subject = ?', source, subject);
  if (run('INSERT OR IGNORE INTO heard VALUES (?, ?, ?, ?, ?)', source, event.ce_id, subject, sequence, effect ? 1 : 0)) {
    if (at && sequence !== at.sequence + 1) {
      throw new Error(`${subject} is at ${at.sequence} and ${sequence} came: ask the city for what is missing`);
    }
    effect?.(record.value!);
    run('INSERT OR REPLACE INTO position VALUES (?, ?, ?)', source, subject, sequence);
  }
  run('INSERT OR REPLACE INTO next VALUES (?, ?, ?)', TOPIC, part, Number(record.offset) + 1);
});

// The city's topics are compressed by LZ4, which this client does not bring.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  compress: async ({buffer}: {buffer: Buffer}) => Buffer.from(lz4.compress(buffer)),
  decompress: async (buffer: Buffer) => Buffer.from(lz4.decompress(buffer)),
});

const identity = readFileSync(IDENTITY, 'utf8');
const kafka = new kafkajs.Kafka({brokers: [BROKER], ssl: {ca: readFileSync(CA, 'utf8'), key: identity, cert: identity}});
const consumer = kafka.consumer({groupId: GROUP});
consumer.on(consumer.events.CRASH, ({payload}) => {
  console.error(payload.error);
  if (!payload.restart) process.exit(1);
});
await consumer.connect();
await consumer.subscribe({topic: TOPIC, fromBeginning: true});
// Where to go on is in the store, so nothing is committed to the broker, and its client's beginning is the topic's.
consumer.on(consumer.events.GROUP_JOIN, () => {
  for (const row of store.prepare('SELECT part, next FROM next WHERE topic = ?').all(TOPIC) as any[]) {
    consumer.seek({topic: TOPIC, partition: row.part, offset: String(row.next)});
  }
});
await consumer.run({autoCommit: false, eachMessage: async ({partition, message}) => void take(partition, message)});
