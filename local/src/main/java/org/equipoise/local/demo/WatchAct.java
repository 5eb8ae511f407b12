package org.equipoise.local.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.QuietLimit;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.SetImage;
import org.jspecify.annotations.Nullable;

/** Acts four and five: new studies are scored while the monitor watches, first healthy ones, then broken ones. */
final class WatchAct implements AutoCloseable {

    /** New studies before the fault. */
    static final int HEALTHY = 400;

    /** Broken studies after which the demonstration gives up waiting for the alert. */
    private static final int MOST_BROKEN = 400;

    /** Broken studies after the alert that may show what lies behind it. */
    private static final int MOST_UNTIL_EXPLAINED = 200;

    private static final int CHUNK = 10;

    /** The monitor commits several times a second: after this, silence means that it has nothing to say. */
    private static final Duration MONITOR_SPEAKS = Duration.ofSeconds(3);

    private final Stage stage;
    private final DemoData data;
    private final Champion champion;
    private final PredictionFeed feed;
    private final StudyPublisher publisher;

    WatchAct(Stage stage, DemoData data, Champion champion) {
        this.stage = stage;
        this.data = data;
        this.champion = champion;
        this.feed = new PredictionFeed(
                stage.connection(), stage.name(), champion.labelSet().size());
        this.publisher = new StudyPublisher(stage.connection(), stage.clock());
    }

    /** Act four. Returns how many alerts fired, which should be none. */
    long playHealthy() {
        stage.terminal().headline("4  New studies are scored");
        String prefix = stage.name() + "-healthy";
        send(data.healthy(0, HEALTHY), prefix);
        await(prefix, HEALTHY);
        listen(MONITOR_SPEAKS);
        stage.say(String.format(
                Locale.ROOT,
                "Model %s answered %,d new studies. Healthy shares are known from images that no training saw.",
                champion.version(),
                HEALTHY - feed.refused(prefix)));
        stage.table(DemoTables.shares(champion.labelSet(), feed.answers(prefix), champion.reference()));
        long alarms = feed.firedUpTo(Long.MAX_VALUE);
        stage.say(alarms == 0 ? "No alert." : stage.terminal().red(alarms + " alerts fired on healthy images."));
        return alarms;
    }

    /** Act five. Returns the alert, or nothing when none fired. */
    DemoReport.@Nullable Alert playFault(long falseAlarms) {
        stage.terminal().headline("5  The imaging system breaks");
        stage.say("From now on " + AcquisitionFault.DESCRIPTION + ". No quality check can know that.");
        String prefix = stage.name() + "-broken";
        long healthy = feed.dealtWith(stage.name() + "-healthy") - feed.refused(stage.name() + "-healthy");
        Optional<AlertChanged> alert = Optional.empty();
        int sent = 0;
        while (sent < MOST_BROKEN && alert.isEmpty()) {
            sent = sendBroken(prefix, sent);
            stage.say("  " + answersSoFar(prefix));
            alert = feed.collapseAfter(healthy);
        }
        if (alert.isEmpty()) {
            listen(MONITOR_SPEAKS);
            alert = feed.collapseAfter(healthy);
        }
        if (alert.isEmpty()) {
            return null;
        }
        AlertChanged fired = alert.get();
        tell(fired, fired.predictionsSeen() - healthy);
        AlertChanged explained = explained(fired, prefix, sent);
        tellWhatLiesBehind(explained);
        return DemoReport.Alert.of(fired, healthy, falseAlarms, cause(explained));
    }

    /** Returns how many broken studies there are then. */
    private int sendBroken(String prefix, int sent) {
        send(data.broken(HEALTHY + sent, CHUNK), prefix);
        await(prefix, sent + CHUNK);
        return sent + CHUNK;
    }

    /** Sends more of them until the monitor knows what lies behind the alert. */
    private AlertChanged explained(AlertChanged fired, String prefix, int sentBefore) {
        int sent = sentBefore;
        while (cause(feed.latest(fired)) == Cause.UNKNOWN && sent < sentBefore + MOST_UNTIL_EXPLAINED) {
            sent = sendBroken(prefix, sent);
        }
        if (cause(feed.latest(fired)) == Cause.UNKNOWN) {
            listen(MONITOR_SPEAKS);
        }
        return feed.latest(fired);
    }

    private static Cause cause(AlertChanged alert) {
        return Objects.requireNonNullElse(alert.cause(), Cause.UNKNOWN);
    }

    private String answersSoFar(String prefix) {
        List<Long> answers = feed.answers(prefix);
        var text =
                new StringBuilder(String.format(Locale.ROOT, "%,4d broken images answered:", feed.dealtWith(prefix)));
        for (int k = 0; k < answers.size(); k++) {
            text.append(
                    String.format(Locale.ROOT, "  %s %,d", champion.labelSet().name(k), answers.get(k)));
        }
        return text.toString();
    }

    private void tell(AlertChanged alert, long predictions) {
        stage.say(stage.terminal()
                .red(String.format(
                        Locale.ROOT,
                        "ALERT after %,d predictions: \"%s\" takes %.3f of the answers, %.3f while healthy."
                                + " Such answers are %s times likelier under a collapse than under health.",
                        predictions,
                        alert.className(),
                        alert.share(),
                        alert.healthyShare(),
                        odds(alert.odds()))));
        stage.say("The monitor says: " + alert.summary());
    }

    private void tellWhatLiesBehind(AlertChanged alert) {
        stage.say(
                cause(alert) == Cause.UNKNOWN
                        ? "What lies behind it is not known yet. What is known:"
                        : "What lies behind it, it says: the " + cause(alert).wireName() + ".");
        Objects.requireNonNullElse(alert.evidence(), List.<String>of()).forEach(line -> stage.say("  " + line));
        stage.say("What to do at night: look at the newest images first (equipoise trace IMAGE). If they are broken,"
                + " hold their answers back and have the imaging system repaired; if they are sound, roll the model"
                + " back. docs/runbooks/model-collapsed.md has the steps.");
    }

    private static String odds(double odds) {
        return odds < 1e9 ? String.format(Locale.ROOT, "%,.0f", odds) : String.format(Locale.ROOT, "%.1e", odds);
    }

    private void send(List<SetImage> images, String prefix) {
        // New studies are no part of the dataset that was frozen.
        var options = PublishOptions.score(stage.name(), stage.name() + "-new", stage.modality(), prefix);
        publisher.publish(images, options, (what, done, total) -> {});
    }

    private void await(String prefix, long studies) {
        var limit = new QuietLimit(Stage.PATIENCE);
        while (feed.dealtWith(prefix) < studies) {
            feed.poll(Duration.ofMillis(100));
            long done = feed.dealtWith(prefix);
            if (!limit.moved(done) && limit.passed()) {
                throw new ClientException("nothing was scored for " + Stage.PATIENCE.toSeconds() + " s: " + done
                        + " of " + studies + " studies have an answer");
            }
        }
    }

    private void listen(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            feed.poll(Duration.ofMillis(100));
        }
    }

    @Override
    public void close() {
        publisher.close();
        feed.close();
    }
}
