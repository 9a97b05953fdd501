package placement;

import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.solver.SolverConfig;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/**
 * Usage: Main problem.json seconds seed [plan.json]: solves by Timefold on one thread in so many processor seconds, from a first plan of its
 * own or the one given; prints the plan, and its own score on standard error. -Dlate=50: the length of late acceptance.
 */
public final class Main {
  // First fit, one variable after another, then late acceptance over single changes and Moves.
  private static final String CONFIG = """
      <solver>
        <environmentMode>NO_ASSERT</environmentMode>
        <randomSeed>%1$d</randomSeed>
        <solutionClass>placement.Places</solutionClass>
        <entityClass>placement.Places$Session</entityClass>
        <entityClass>placement.Places$Seat</entityClass>
        <scoreDirectorFactory>
          <incrementalScoreCalculatorClass>placement.Counter</incrementalScoreCalculatorClass>
        </scoreDirectorFactory>
        <constructionHeuristic>
          <queuedEntityPlacer>
            <entitySelector id="placer">
              <cacheType>PHASE</cacheType>
              <entityClass>placement.Places$Session</entityClass>
            </entitySelector>
            <changeMoveSelector><entitySelector mimicSelectorRef="placer"/><valueSelector variableName="time"/></changeMoveSelector>
            <changeMoveSelector><entitySelector mimicSelectorRef="placer"/><valueSelector variableName="venue"/></changeMoveSelector>
            <changeMoveSelector><entitySelector mimicSelectorRef="placer"/><valueSelector variableName="speaker"/></changeMoveSelector>
          </queuedEntityPlacer>
          <forager><pickEarlyType>FIRST_FEASIBLE_SCORE_OR_NON_DETERIORATING_HARD</pickEarlyType></forager>
        </constructionHeuristic>
        <localSearch>
          <moveIteratorFactory><moveIteratorFactoryClass>placement.Moves</moveIteratorFactoryClass></moveIteratorFactory>
          <acceptor><lateAcceptanceSize>%2$d</lateAcceptanceSize></acceptor>
          <forager><acceptedCountLimit>1</acceptedCountLimit></forager>
        </localSearch>
      </solver>
      """;

  private Main() {}

  public static void main(String[] args) throws Exception {
    Instance instance = Instance.read(args[0]);
    double seconds = Double.parseDouble(args[1]);
    String xml = CONFIG.formatted(Long.parseLong(args[2]), Integer.getInteger("late", 50));
    SolverConfig config =
        SolverConfig.createFromXmlInputStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    Solver<Places> solver = SolverFactory.<Places>create(config).buildSolver();
    Places places = new Places(instance);
    if (args.length > 3) places.load(new ObjectMapper().readTree(new File(args[3])));
    endAfter(solver, Thread.currentThread(), seconds);
    Places found = solver.solve(places);
    System.err.printf("broken %d wishes %d%n", -found.score.hardScore(), -found.score.softScore());
    write(instance, found, System.out);
  }

  // Processor seconds of the thread that solves: what the compiler and the collector of the runtime do beside it is free.
  private static void endAfter(Solver<Places> solver, Thread thread, double seconds) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getThreadCpuTime(thread.getId());
    Thread watch = new Thread(() -> {
      while (threads.getThreadCpuTime(thread.getId()) - begun < seconds * 1e9) LockSupport.parkNanos(10_000_000);
      solver.terminateEarly();
    });
    watch.setDaemon(true);
    watch.start();
  }

  private static void write(Instance instance, Places plan, PrintStream out) {
    StringBuilder text = new StringBuilder("{\"places\":[");
    for (Places.Session session : plan.sessions) {
      if (session.id > 0) text.append(',');
      text.append(String.format("{\"day\":\"%s\",\"from\":%d,\"venue\":%d",
          instance.first.plusDays(session.day()), session.time % Instance.DAY, session.venue));
      if (session.speaker >= 0) text.append(",\"speaker\":").append(session.speaker);
      text.append('}');
    }
    text.append("],\"batches\":[");
    for (Places.Seat seat : plan.seats) text.append(seat.id > 0 ? "," : "").append(seat.batch);
    out.println(text.append("]}"));
  }
}
