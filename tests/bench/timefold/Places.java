package placement;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A plan as Timefold sees it: sessions with a time, a venue and a speaker; seats with a batch. */
@PlanningSolution
public class Places {
  Instance instance;
  @PlanningEntityCollectionProperty public List<Session> sessions = new ArrayList<>();
  @PlanningEntityCollectionProperty public List<Seat> seats = new ArrayList<>();
  @PlanningScore public HardSoftLongScore score;

  public Places() {}

  Places(Instance instance) {
    this.instance = instance;
    for (int i = 0; i < instance.sessions; ++i) sessions.add(new Session(i, instance));
    for (int i = 0; i < instance.seatBatches.length; ++i) seats.add(new Seat(i, instance));
  }

  /** Begins where a plan of docs/placement-format.md is. */
  void load(JsonNode plan) {
    for (Session session : sessions) {
      JsonNode place = plan.get("places").get(session.id);
      session.time = instance.dayOf(place.get("day").asText()) * Instance.DAY + place.get("from").asInt();
      session.venue = place.get("venue").asInt();
      session.speaker = place.has("speaker") ? place.get("speaker").asInt() : -1;
    }
    for (Seat seat : seats) seat.batch = plan.get("batches").get(seat.id).asInt();
  }

  @PlanningEntity
  public static class Session {
    @PlanningId public int id;
    int batch;
    List<Integer> times, venues, speakers;
    @PlanningVariable(valueRangeProviderRefs = "times") public Integer time; // day * DAY + minute
    @PlanningVariable(valueRangeProviderRefs = "venues") public Integer venue;
    @PlanningVariable(valueRangeProviderRefs = "speakers") public Integer speaker; // -1: needs none

    public Session() {}

    // Only times at which the batch's path works; each batch begins to look at another day, so that the
    // first plan spreads them.
    Session(int id, Instance instance) {
      this.id = id;
      batch = instance.batchOf[id];
      int span = instance.batchLast[batch] - instance.batchFirst[batch] + 1;
      times = new ArrayList<>();
      for (int i = 0; i < span; ++i) {
        int day = instance.batchFirst[batch] + (i + batch * 7 % Math.max(1, span * 2 / 3)) % span;
        for (int from : instance.starts[id]) if (instance.open(day, from, from + instance.minutes[id])) times.add(day * Instance.DAY + from);
      }
      venues = Arrays.stream(instance.batchVenues[batch]).boxed().toList();
      speakers = instance.able[id].length == 0 ? List.of(-1) : Arrays.stream(instance.able[id]).boxed().toList();
    }

    @ValueRangeProvider(id = "times") public List<Integer> getTimes() { return times; }

    @ValueRangeProvider(id = "venues") public List<Integer> getVenues() { return venues; }

    @ValueRangeProvider(id = "speakers") public List<Integer> getSpeakers() { return speakers; }

    int day() { return time / Instance.DAY; }
  }

  @PlanningEntity
  public static class Seat {
    @PlanningId public int id;
    List<Integer> batches;
    @PlanningVariable(valueRangeProviderRefs = "batches") public Integer batch;

    public Seat() {}

    Seat(int id, Instance instance) {
      this.id = id;
      batches = Arrays.stream(instance.seatBatches[id]).boxed().toList();
      batch = batches.get(0);
    }

    @ValueRangeProvider(id = "batches") public List<Integer> getBatches() { return batches; }
  }
}
