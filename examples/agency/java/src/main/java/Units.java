import binadaya.registry.v1.RegistryEvents.UnitChanged; // written by protoc
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.*;
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.*;

/** A table of the city's units, from what its registry tells. BROKER, TOPIC, CA, IDENTITY, STORE: where. `anew` forgets where it was in TOPIC. */
public class Units {
  interface Effect { void of(byte[] value, long sequence) throws Exception; }

  final Connection store = DriverManager.getConnection("jdbc:sqlite:" + System.getenv("STORE"));
  // Other types, and later versions of this one, pass by.
  final Map<String, Effect> effects = Map.of("unit.changed.v1", this::changeUnit);

  Units() throws Exception { for (String statement : Files.readString(Path.of("../tables.sql")).split(";\n")) run(statement); }

  PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = store.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    return statement;
  }
  int run(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) { return statement.executeUpdate(); }
  }
  long get(long otherwise, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values); ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : otherwise;
    }
  }

  void changeUnit(byte[] value, long sequence) throws Exception {
    UnitChanged unit = UnitChanged.parseFrom(value);
    run("INSERT INTO unit VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET changes = changes + 1, sequence = max(sequence, excluded.sequence), "
        + "name = iif(excluded.sequence > sequence, excluded.name, name)", unit.getCode(), unit.getName(), sequence);
  }

  /** One event with its effect and where to go on, in one transaction: all of it or nothing. */
  void take(ConsumerRecord<String, byte[]> record) throws Exception {
    Map<String, String> event = new HashMap<>();
    record.headers().forEach(header -> event.put(header.key(), new String(header.value())));
    String source = event.get("ce_source"), subject = event.get("ce_subject");
    long sequence = Long.parseLong(event.get("ce_sequence"));
    Effect effect = effects.get(event.get("ce_type").split("\\.", 5)[4]);
    long at = get(sequence - 1, "SELECT sequence FROM position WHERE source = ? AND subject = ?", source, subject);
    if (run("INSERT OR IGNORE INTO heard VALUES (?, ?, ?, ?, ?)", source, event.get("ce_id"), subject, sequence, effect != null) == 1) {
      if (sequence > at + 1)
        throw new IllegalStateException(subject + " is at " + at + " and " + sequence + " came: ask the city for what is missing");
      if (effect != null) effect.of(record.value(), sequence);
      run("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", source, subject, Math.max(sequence, at));
    }
    run("INSERT OR REPLACE INTO next VALUES (?, ?, ?)", record.topic(), record.partition(), record.offset() + 1);
    store.commit();
  }

  public static void main(String[] args) throws Exception {
    Units units = new Units();
    String topic = System.getenv("TOPIC");
    if (List.of(args).contains("anew")) {
      units.run("DELETE FROM next WHERE topic = ?", topic);
      return;
    }
    units.store.setAutoCommit(false);
    var consumer = new KafkaConsumer<>(Map.<String, Object>of("bootstrap.servers", System.getenv("BROKER"), "security.protocol", "SSL",
        "ssl.truststore.type", "PEM", "ssl.truststore.location", System.getenv("CA"), "ssl.keystore.type", "PEM",
        "ssl.keystore.location", System.getenv("IDENTITY"), "auto.offset.reset", "none"), new StringDeserializer(), new ByteArrayDeserializer());
    var partitions = consumer.partitionsFor(topic).stream().map(part -> new TopicPartition(topic, part.partition())).toList();
    consumer.assign(partitions);
    for (var at : consumer.beginningOffsets(partitions).entrySet())
      consumer.seek(at.getKey(), units.get(at.getValue(), "SELECT next FROM next WHERE topic = ? AND part = ?", topic, at.getKey().partition()));
    try {
      while (true) for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) units.take(record);
    } catch (OffsetOutOfRangeException lost) { // away for longer than the topic keeps
      throw new IllegalStateException("ask the city for a replay", lost);
    }
  }
}
