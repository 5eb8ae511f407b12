package org.equipoise.monitor.watch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.monitor.attribution.AnswerStatistics;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.watch.WatchedVersion.Saved;

/** A {@link WatchedVersion} to bytes and back, bit by bit: what is read goes on exactly as what was written. */
public final class WatchedVersionCodec {

    private static final int FORMAT = 3;

    private final CollapsePolicy policy;

    /** A codec; limits are not stored but come from {@code policy}. */
    public WatchedVersionCodec(CollapsePolicy policy) {
        this.policy = policy;
    }

    /** The whole state. */
    public byte[] write(WatchedVersion version) {
        var bytes = new ByteArrayOutputStream(1024);
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(version.model());
            out.writeUTF(version.version());
            out.writeInt(version.labels().size());
            for (String label : version.labels()) {
                out.writeUTF(label);
            }
            Saved saved = version.save();
            out.writeLong(saved.conditionSinceMillis());
            out.writeLong(saved.predictions());
            out.writeLong(saved.studies());
            out.writeLong(saved.firstPredictedMillis());
            out.writeLong(saved.lastPredictedMillis());
            out.writeLong(saved.lastOutput());
            out.writeBoolean(saved.superseded());
            for (int k = 0; k < version.labels().size(); k++) {
                out.writeLong(version.answers(k));
            }
            version.recent().writeTo(out);
            saved.scores().writeTo(out);
            saved.learner().writeTo(out);
            saved.healthy().writeTo(out);
            saved.suspected().writeTo(out);
            out.writeLong(saved.suspectedStudies());
            CanaryVerdict canaries = saved.canaries();
            out.writeBoolean(canaries != null);
            if (canaries != null) {
                canaries.writeTo(out);
            }
            HealthWatch health = saved.health();
            out.writeBoolean(health != null);
            if (health != null) {
                health.writeTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + version.id(), e);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link #write} wrote. */
    public WatchedVersion read(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalStateException("stored state has format " + format + ", expected " + FORMAT);
            }
            String model = in.readUTF();
            String name = in.readUTF();
            int classes = in.readInt();
            List<String> labels = new ArrayList<>(classes);
            for (int k = 0; k < classes; k++) {
                labels.add(in.readUTF());
            }
            long conditionSinceMillis = in.readLong();
            var version = new WatchedVersion(model, name, labels, policy, conditionSinceMillis);
            long predictions = in.readLong();
            long studies = in.readLong();
            long firstPredictedMillis = in.readLong();
            long lastPredictedMillis = in.readLong();
            long lastOutput = in.readLong();
            boolean superseded = in.readBoolean();
            for (int k = 0; k < classes; k++) {
                version.setAnswers(k, in.readLong());
            }
            version.recent().readFrom(in);
            ScoreWatch scores = ScoreWatch.readFrom(in, policy);
            ReferenceLearner learner = ReferenceLearner.readFrom(in, classes);
            AnswerStatistics healthy = AnswerStatistics.readFrom(in, classes);
            AnswerStatistics suspected = AnswerStatistics.readFrom(in, classes);
            long suspectedStudies = in.readLong();
            CanaryVerdict canaries = in.readBoolean() ? CanaryVerdict.readFrom(in) : null;
            HealthWatch health = in.readBoolean() ? HealthWatch.readFrom(in, classes, policy) : null;
            version.restore(new Saved(
                    predictions,
                    studies,
                    firstPredictedMillis,
                    lastPredictedMillis,
                    lastOutput,
                    superseded,
                    conditionSinceMillis,
                    scores,
                    learner,
                    healthy,
                    suspected,
                    suspectedStudies,
                    canaries,
                    health));
            return version;
        } catch (IOException e) {
            throw new UncheckedIOException("not a stored model version", e);
        }
    }
}
