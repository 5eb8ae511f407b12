package org.equipoise.bench.collapse;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Results;
import org.equipoise.diagnosis.files.ForestFile;

/** Trains runs with a known cause, examines them, and counts how often the diagnosis names it. */
public final class CollapseBenchmark {

    /** The files that runs and repairs are kept in, and that of what is learnt from the runs, in the project. */
    static final String RUNS = "bench/collapse/runs.csv";

    private static final String REPAIRS = "bench/collapse/repairs.csv";

    private static final String FOREST = "diagnosis/src/main/resources/org/equipoise/diagnosis/files/forest.csv";
    private static final long SEED = 1;

    /**
     * Enough for every experiment on two busy cores: what is skipped says nothing, and how busy they were is no cause.
     */
    private static final int BUDGET_SECONDS = 40;

    private CollapseBenchmark() {}

    /** Makes what the file of runs lacks, unless only a report is asked for; then reports on all that it has. */
    public static Results run(Options options, Origin origin, PrintStream out) {
        options.only("subset", "data", "network", "workers", "budget", "repair", "report", "fit", "markdown");
        String report = options.text("report", "");
        if (!report.isEmpty() && !report.equals("only")) {
            throw new UnusableOptionException("report must be only, got " + report);
        }
        Path project = options.project();
        KeptRows<RunRow> runs = KeptRows.runs(project.resolve(RUNS));
        KeptRows<RepairRow> repairs = KeptRows.repairs(project.resolve(REPAIRS));
        List<String> notes = new ArrayList<>();
        if (report.isEmpty()) {
            notes.addAll(make(options, runs, repairs, out));
        }
        List<RunRow> rows = runs.rows();
        if (rows.isEmpty()) {
            throw new UnusableOptionException("there is no run in " + RUNS + ": there is nothing to report");
        }
        var collapse = new CollapseReport(rows, repairs.rows());
        if (options.flag("fit", false)) {
            notes.add(fit(collapse, project));
        }
        return collapse.results(notes, origin);
    }

    private static List<String> make(
            Options options, KeptRows<RunRow> runs, KeptRows<RepairRow> repairs, PrintStream out) {
        String subset = options.text("subset", "full");
        if (!subset.equals("full") && !subset.equals("ci")) {
            throw new UnusableOptionException("subset must be ci or full, got " + subset);
        }
        Set<Network> networks = networks(options.text("network", ""));
        Path data = options.project()
                .resolve(options.text("data", "../shared/data/medmnist"))
                .normalize();
        Path prepared = options.project().resolve("bench/results/collapse-data");
        PreparedData sets = PreparedData.of(data, options.values().containsKey("data"), prepared);
        sets.notes().forEach(out::println);
        List<PlannedRun> plan = Plan.full(sets.names(), networks, SEED);
        List<PlannedRun> asked = subset.equals("ci") ? plan.subList(0, Math.min(Plan.SHORT, plan.size())) : plan;
        int count = options.count("workers", Runtime.getRuntime().availableProcessors());
        var workers = new Workers(options.project(), prepared, options.count("budget", BUDGET_SECONDS), out);
        String commit = commit(options.project());
        List<String> notes = new ArrayList<>(sets.notes());
        if (options.flag("repair", false)) {
            List<Job> jobs = repairJobs(asked, runs, repairs);
            out.println(jobs.size() + " runs to be repaired");
            notes.addAll(workers.work(jobs, count, (job, answer) -> keep(repairs, RepairRow.of(commit, job, answer))));
            return notes;
        }
        List<PlannedRun> missing = runs.missing(asked);
        out.println(asked.size() + " runs, " + missing.size() + " of them to be made");
        notes.addAll(workers.work(
                missing.stream().map(run -> new Job(run.key(), null)).toList(),
                count,
                (job, answer) -> keep(runs, RunRow.of(commit, job, answer))));
        return notes;
    }

    private static String keep(KeptRows<RunRow> runs, RunRow row) {
        runs.add(List.of(row));
        return row.words();
    }

    private static String keep(KeptRows<RepairRow> repairs, List<RepairRow> rows) {
        repairs.add(rows);
        return rows.stream().map(RepairRow::words).collect(Collectors.joining(", "));
    }

    /** Of the runs that were asked for, were made and have no repair yet. */
    private static List<Job> repairJobs(List<PlannedRun> asked, KeptRows<RunRow> runs, KeptRows<RepairRow> repairs) {
        var truth = new Truth(runs.rows());
        var judges = new Judges(runs.rows(), truth);
        if (!judges.canLearn()) {
            throw new UnusableOptionException("too few runs to learn from: nothing can be repaired by a diagnosis");
        }
        Set<PlannedRun> missing = Set.copyOf(repairs.missing(asked));
        return new Repairs(truth, List.of())
                .jobs(
                        runs.rows().stream()
                                .filter(row -> missing.contains(row.run()))
                                .toList(),
                        judges);
    }

    private static Set<Network> networks(String names) {
        if (names.isEmpty()) {
            return EnumSet.allOf(Network.class);
        }
        Set<Network> networks = EnumSet.noneOf(Network.class);
        Arrays.stream(names.split(",")).map(Network::named).forEach(networks::add);
        return networks;
    }

    private static String fit(CollapseReport collapse, Path project) {
        Path file = project.resolve(FOREST);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, learnt(collapse));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot write " + file, e);
        }
        return "written: " + FOREST;
    }

    /** The file that the diagnosis is shipped with. */
    static String learnt(CollapseReport collapse) {
        return ForestFile.write(
                collapse.forest(),
                List.of("Made by: bench/run collapse report=only fit=yes", "from the development runs of " + RUNS));
    }

    /** Of the code: the file of runs itself changes while runs are made. */
    private static String commit(Path project) {
        String head = git(project, "rev-parse", "--short=12", "HEAD");
        String changed = git(project, "status", "--porcelain", "--", ".", ":(exclude)bench/collapse");
        return head.isEmpty() ? "unknown" : changed.isEmpty() ? head : head + "-dirty";
    }

    private static String git(Path project, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? answer : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
